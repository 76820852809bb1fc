package io.ocelli.graph;

import static io.ocelli.graph.Compare.Kind.EQUAL;
import static io.ocelli.graph.Derivatives.first;

import com.google.common.primitives.Ints;
import io.ocelli.graph.Differentiation.Place;
import io.ocelli.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Derivatives of what moves, repeats and gathers elements. */
final class ShapeDerivatives {
    private ShapeDerivatives() {}

    static void register(Derivatives.Table table) {
        table.put(Flatten.class, (o, at, x, y, g) -> first(g.reshapeLike(x.get(0))))
                .put(Reshape.class, (o, at, x, y, g) -> first(g.reshapeLike(x.get(0))))
                .put(ReshapeLike.class, (o, at, x, y, g) -> first(g.reshapeLike(x.get(0))))
                .put(Unsqueeze.class, (o, at, x, y, g) -> first(g.reshapeLike(x.get(0))))
                .put(Permute.class, (o, at, x, y, g) -> first(g.permute(inverse(o.order()))))
                .put(Roll.class, (o, at, x, y, g) -> first(g.then(o.back())))
                .put(Expand.class, (o, at, x, y, g) -> first(g.sumTo(x.get(0))))
                .put(SumTo.class, (o, at, x, y, g) -> first(g.expandAs(x.get(0))))
                .put(
                        Concat.class,
                        ShapeDerivatives::concat,
                        at -> batched(
                                at, ((Concat) at.node().operation()).dimension(), "puts batches behind one another"))
                .put(Slice.class, ShapeDerivatives::slice, ShapeDerivatives::refusesSlice)
                .put(
                        Pad.class,
                        ShapeDerivatives::pad,
                        at -> batched(at, ((Pad) at.node().operation()).dimension(), "pads the batch"))
                .put(
                        Reduce.class,
                        ShapeDerivatives::reduce,
                        at -> ((Reduce) at.node().operation()).kind() == Reduce.Kind.PRODUCT
                                ? "is a product of many elements"
                                : null)
                .put(Softmax.class, ShapeDerivatives::softmax)
                .put(LogSoftmax.class, ShapeDerivatives::logSoftmax)
                .put(
                        AdaptiveAvgPool2d.class,
                        ShapeDerivatives::globalMean,
                        at -> ((AdaptiveAvgPool2d) at.node().operation()).equals(AdaptiveAvgPool2d.GLOBAL)
                                ? null
                                : "pools to more than one mean");
    }

    private static Integer[] inverse(List<Integer> order) {
        Integer[] inverse = new Integer[order.size()];
        for (int i = 0; i < inverse.length; i++) {
            inverse[order.get(i)] = i;
        }
        return inverse;
    }

    /** The leading extent is known only when a program runs. */
    private static @Nullable String batched(Place at, int dimension, String what) {
        return Shapes.dimension(at.shape(), dimension) == 0 ? what : null;
    }

    private static @Nullable String refusesSlice(Place at) {
        Slice slice = (Slice) at.node().operation();
        return slice.step() > 1 ? "leaves elements out" : batched(at, slice.dimension(), "cuts the batch");
    }

    private static List<@Nullable Value> concat(Concat concat, Place at, List<Value> x, Value y, Value g) {
        List<@Nullable Value> parts = new ArrayList<>();
        int dimension = Shapes.dimension(at.shape(), concat.dimension());
        int start = 0;
        for (int i = 0; i < x.size(); i++) {
            int end = start + at.shape(i).at(dimension);
            parts.add(g.slice(dimension, start, end));
            start = end;
        }
        return parts;
    }

    private static List<@Nullable Value> slice(Slice slice, Place at, List<Value> x, Value y, Value g) {
        int dimension = Shapes.dimension(at.shape(), slice.dimension());
        int behind = at.shape(0).at(dimension) - slice.start() - at.shape().at(dimension);
        return first(g.then(new Pad(dimension, slice.start(), behind)));
    }

    private static List<@Nullable Value> pad(Pad pad, Place at, List<Value> x, Value y, Value g) {
        int dimension = Shapes.dimension(at.shape(), pad.dimension());
        return first(g.slice(dimension, pad.before(), pad.before() + at.shape(0).at(dimension)));
    }

    private static List<@Nullable Value> reduce(Reduce reduce, Place at, List<Value> x, Value y, Value g) {
        Value input = x.get(0);
        int[] axes = Ints.toArray(reduce.axes(at.shape(0).rank()));
        Value kept = input.keeping(Reduce.Kind.SUM, axes);
        Value gradient = g.reshapeLike(kept);
        Value result = y.reshapeLike(kept);
        switch (reduce.kind()) {
            case SUM:
                return first(gradient.expandAs(input));
            case MEAN:
                return first(gradient.dividedBy(input.count(axes)).expandAs(input));
            case LOG_SUM_EXP:
                return first(gradient.times(input.minus(result).exp()));
            case MAX:
            case MIN:
                Value those = input.is(EQUAL, result);
                return first(gradient.times(those).dividedBy(those.keeping(Reduce.Kind.SUM, axes)));
            default:
                throw new IllegalArgumentException("No derivative of " + reduce.kind());
        }
    }

    /** dx = y (dy - sum(y dy)). */
    private static List<@Nullable Value> softmax(Softmax softmax, Place at, List<Value> x, Value y, Value g) {
        Value sum = y.times(g).keeping(Reduce.Kind.SUM, softmax.dimension());
        return first(y.times(g.minus(sum)));
    }

    /** dx = dy - softmax(x) sum(dy). */
    private static List<@Nullable Value> logSoftmax(LogSoftmax softmax, Place at, List<Value> x, Value y, Value g) {
        return first(g.minus(y.exp().times(g.keeping(Reduce.Kind.SUM, softmax.dimension()))));
    }

    private static List<@Nullable Value> globalMean(AdaptiveAvgPool2d pool, Place at, List<Value> x, Value y, Value g) {
        Shape input = at.shape(0);
        return first(g.times(1.0 / (input.get(2) * input.get(3))).expandAs(x.get(0)));
    }
}
