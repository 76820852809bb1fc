package io.ocelli.graph;

import static io.ocelli.graph.Derivatives.each;
import static io.ocelli.graph.Derivatives.first;

import io.ocelli.graph.Differentiation.Place;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Derivatives of layers. */
final class LayerDerivatives {
    private LayerDerivatives() {}

    static void register(Derivatives.Table table) {
        table.put(Linear.class, LayerDerivatives::linear)
                .put(MatMul.class, LayerDerivatives::matMul)
                .put(Attention.class, LayerDerivatives::attention)
                .put(BatchNorm2d.class, LayerDerivatives::batchNorm)
                .put(LayerNorm.class, LayerDerivatives::layerNorm)
                .put(L2Normalize.class, LayerDerivatives::l2Normalize)
                .put(Normalize.class, LayerDerivatives::normalize)
                .put(Conv2d.class, LayerDerivatives::conv, LayerDerivatives::refusesConv);
    }

    /** For y = x W' + b in rows: dx = dy W, dW = dy' x, db the sum of dy's rows. */
    private static List<@Nullable Value> linear(Linear linear, Place at, List<Value> x, Value y, Value g) {
        Value rows = at.shape().rank() == 2 ? g : g.reshape(-1, linear.out());
        Value inputs = at.shape().rank() == 2 ? x.get(0) : x.get(0).reshape(-1, linear.in());
        return each(
                at.wants(0) ? g.matmul(x.get(1)) : null,
                at.wants(1) ? rows.transpose().matmul(inputs) : null,
                at.wants(2) ? rows.sum(0) : null);
    }

    private static List<@Nullable Value> matMul(MatMul product, Place at, List<Value> x, Value y, Value g) {
        return each(
                g.matmul(turned(x.get(1), at.shape(1))).sumTo(x.get(0)),
                turned(x.get(0), at.shape(0)).matmul(g).sumTo(x.get(1)));
    }

    /** The last two dimensions exchanged. */
    private static Value turned(Value value, Shape shape) {
        Integer[] order = new Integer[shape.rank()];
        Arrays.setAll(order, i -> i);
        order[order.length - 1] = order.length - 2;
        order[order.length - 2] = order.length - 1;
        return value.permute(order);
    }

    /** For P = softmax(s q k' + b): dv = P' dy, dS = P (dy v' - sum(P dy v')), dq = s dS k, dk = s dS' q, db = dS. */
    private static List<@Nullable Value> attention(Attention attention, Place at, List<Value> x, Value y, Value g) {
        Value products = x.get(0).matmul(turned(x.get(1), at.shape(1))).times(attention.scale());
        Value shares = (x.size() == 4 ? products.plus(x.get(3)) : products).softmax(-1);
        Shape square = at.shape(0).with(-1, at.shape(1).get(-2));
        Value ofShares = g.matmul(turned(x.get(2), at.shape(2)));
        Value sum = shares.times(ofShares).keeping(Reduce.Kind.SUM, -1);
        Value ofProducts = shares.times(ofShares.minus(sum));
        Value scaled = ofProducts.times(attention.scale());
        return each(
                scaled.matmul(x.get(1)),
                turned(scaled, square).matmul(x.get(0)),
                turned(shares, square).matmul(g),
                at.wants(3) ? ofProducts.sumTo(x.get(3)) : null);
    }

    /** With the running statistics, which are constants. */
    private static List<@Nullable Value> batchNorm(BatchNorm2d norm, Place at, List<Value> x, Value y, Value g) {
        Value scale = x.get(4).plus(norm.eps()).apply(Activation.Function.RSQRT);
        Value normalised =
                at.wants(1) ? x.get(0).minus(channels(x.get(3), norm)).times(channels(scale, norm)) : x.get(0);
        return each(
                g.times(channels(x.get(1).times(scale), norm)),
                at.wants(1) ? g.times(normalised).sum(0, 2, 3) : null,
                at.wants(2) ? g.sum(0, 2, 3) : null);
    }

    private static Value channels(Value value, BatchNorm2d norm) {
        return value.reshape(norm.features(), 1, 1);
    }

    private static List<@Nullable Value> layerNorm(LayerNorm norm, Place at, List<Value> x, Value y, Value g) {
        Value centred = x.get(0).minus(x.get(0).keeping(Reduce.Kind.MEAN, -1));
        Value scale =
                centred.squared().keeping(Reduce.Kind.MEAN, -1).plus(norm.eps()).apply(Activation.Function.RSQRT);
        Value normalised = centred.times(scale);
        Value weighted = norm.affine() ? g.times(x.get(1)) : g;
        Value mean = weighted.keeping(Reduce.Kind.MEAN, -1);
        Value along = weighted.times(normalised).keeping(Reduce.Kind.MEAN, -1);
        return each(
                weighted.minus(mean).minus(normalised.times(along)).times(scale),
                at.wants(1) ? g.times(normalised).sumTo(x.get(1)) : null,
                at.wants(2) ? g.sumTo(x.get(2)) : null);
    }

    /** For a length n above eps: dx = (dy - y sum(y dy)) / n. */
    private static List<@Nullable Value> l2Normalize(L2Normalize norm, Place at, List<Value> x, Value y, Value g) {
        Value length = x.get(0).squared().keeping(Reduce.Kind.SUM, -1).sqrt();
        Value above = length.is(Compare.Kind.GREATER, norm.eps());
        Value along = y.times(g).keeping(Reduce.Kind.SUM, -1).times(above);
        return first(g.minus(y.times(along)).dividedBy(length.maximum(length.constant(norm.eps()))));
    }

    private static List<@Nullable Value> normalize(Normalize normalize, Place at, List<Value> x, Value y, Value g) {
        float[] deviations = new float[normalize.standardDeviation().size()];
        for (int i = 0; i < deviations.length; i++) {
            deviations[i] = normalize.standardDeviation().get(i).floatValue();
        }
        return first(g.dividedBy(g.constant(Tensor.of(Shape.of(deviations.length, 1, 1), deviations))));
    }

    private static @Nullable String refusesConv(Place at) {
        Conv2d conv = (Conv2d) at.node().operation();
        Window window = conv.window(at.shape(0));
        if (at.wants(1) || at.wants(2)) {
            return "learns";
        }
        return window.isSymmetric() ? null : "pads its sides unequally";
    }

    /** A convolution's gradient for its input is the transposed convolution, by the same weight. */
    private static List<@Nullable Value> conv(Conv2d conv, Place at, List<Value> x, Value y, Value g) {
        Shape input = at.shape(0);
        Window window = conv.window(input);
        Size left = new Size(
                input.at(2)
                        - span(
                                window.outputHeight(),
                                conv.stride().height(),
                                window.top(),
                                conv.kernel().height(),
                                conv.dilation().height()),
                input.at(3)
                        - span(
                                window.outputWidth(),
                                conv.stride().width(),
                                window.left(),
                                conv.kernel().width(),
                                conv.dilation().width()));
        ConvTranspose2d back = new ConvTranspose2d(
                conv.out(),
                conv.in(),
                conv.kernel(),
                conv.stride(),
                new Size(window.top(), window.left()),
                left,
                conv.groups(),
                conv.dilation(),
                false);
        return first(g.then(back, x.get(1)));
    }

    /** How many rows a transposed window gives by itself. */
    private static int span(int outputs, int stride, int padding, int kernel, int dilation) {
        return (outputs - 1) * stride - 2 * padding + dilation * (kernel - 1) + 1;
    }
}
