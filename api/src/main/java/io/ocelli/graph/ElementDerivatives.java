package io.ocelli.graph;

import static io.ocelli.graph.Compare.Kind.EQUAL;
import static io.ocelli.graph.Compare.Kind.GREATER;
import static io.ocelli.graph.Compare.Kind.GREATER_OR_EQUAL;
import static io.ocelli.graph.Compare.Kind.LESS;
import static io.ocelli.graph.Compare.Kind.LESS_OR_EQUAL;
import static io.ocelli.graph.Derivatives.each;
import static io.ocelli.graph.Derivatives.first;

import io.ocelli.graph.Activation.Function;
import io.ocelli.graph.Differentiation.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Derivatives of functions of each element. */
final class ElementDerivatives {
    private static final double ROOT_OF_PI = Math.sqrt(Math.PI);

    private ElementDerivatives() {}

    static void register(Derivatives.Table table) {
        table.put(Activation.class, (o, at, x, y, g) -> first(g.times(slope(o.function(), x.get(0), y))))
                .put(Add.class, ElementDerivatives::add)
                .put(Multiply.class, ElementDerivatives::multiply)
                .put(
                        Subtract.class,
                        (o, at, x, y, g) -> each(g.sumTo(x.get(0)), g.negate().sumTo(x.get(1))))
                .put(
                        Divide.class,
                        (o, at, x, y, g) -> each(
                                g.dividedBy(x.get(1)).sumTo(x.get(0)),
                                g.times(y).dividedBy(x.get(1)).negate().sumTo(x.get(1))))
                .put(Power.class, ElementDerivatives::power)
                .put(Maximum.class, (o, at, x, y, g) -> chosen(x, g, GREATER))
                .put(Minimum.class, (o, at, x, y, g) -> chosen(x, g, LESS))
                .put(Where.class, ElementDerivatives::where)
                .put(Scale.class, (o, at, x, y, g) -> first(g.times(o.factor())))
                .put(Clamp.class, ElementDerivatives::clamp)
                .put(Dropout.class, (o, at, x, y, g) -> first(g))
                .put(StochasticDepth.class, (o, at, x, y, g) -> first(g))
                .put(
                        ReverseGradient.class,
                        (o, at, x, y, g) -> first(g.times(x.get(1)).negate()))
                .put(Lerp.class, ElementDerivatives::lerp)
                .put(FakeQuantize.class, ElementDerivatives::fakeQuantize)
                .put(Dequantize.class, (o, at, x, y, g) -> first(g.times(along(o.axis(), at, x.get(1)))));
    }

    private static List<@Nullable Value> add(Add add, Place at, List<Value> x, Value y, Value g) {
        List<@Nullable Value> parts = new ArrayList<>();
        for (int i = 0; i < x.size(); i++) {
            parts.add(like(g, i, at, x));
        }
        return parts;
    }

    private static List<@Nullable Value> multiply(Multiply multiply, Place at, List<Value> x, Value y, Value g) {
        List<@Nullable Value> parts = new ArrayList<>();
        for (int i = 0; i < x.size(); i++) {
            Value product = g;
            for (int j = 0; j < x.size(); j++) {
                product = j == i ? product : product.times(x.get(j));
            }
            parts.add(like(product, i, at, x));
        }
        return parts;
    }

    /** What was repeated for an input comes together again. */
    private static Value like(Value gradient, int input, Place at, List<Value> x) {
        return at.shape(input).equals(at.shape()) ? gradient : gradient.sumTo(x.get(input));
    }

    /** d x^p = p x^(p-1) dx + x^p log x dp. */
    private static List<@Nullable Value> power(Power power, Place at, List<Value> x, Value y, Value g) {
        Value base = x.get(0);
        Value exponent = x.get(1);
        return each(
                g.times(exponent).times(base.pow(exponent.minus(1))).sumTo(base),
                at.wants(1) ? g.times(y).times(base.log()).sumTo(exponent) : null);
    }

    /** Where both are equal, each takes half. */
    private static List<@Nullable Value> chosen(List<Value> x, Value g, Compare.Kind relation) {
        Value halves = x.get(0).is(EQUAL, x.get(1)).times(0.5);
        Value share = x.get(0).is(relation, x.get(1)).plus(halves);
        Value other = x.get(1).is(relation, x.get(0)).plus(halves);
        return each(g.times(share).sumTo(x.get(0)), g.times(other).sumTo(x.get(1)));
    }

    private static List<@Nullable Value> where(Where where, Place at, List<Value> x, Value y, Value g) {
        Value nothing = g.constant(0).expandAs(g);
        return each(
                null,
                x.get(0).where(g, nothing).sumTo(x.get(1)),
                x.get(0).where(nothing, g).sumTo(x.get(2)));
    }

    private static List<@Nullable Value> clamp(Clamp clamp, Place at, List<Value> x, Value y, Value g) {
        Value inside = x.get(0).is(GREATER_OR_EQUAL, clamp.min());
        return first(g.times(inside).times(x.get(0).is(LESS_OR_EQUAL, clamp.max())));
    }

    private static List<@Nullable Value> lerp(Lerp lerp, Place at, List<Value> x, Value y, Value g) {
        Value forward = g.times(x.get(2));
        return each(
                g.minus(forward).sumTo(x.get(0)),
                forward.sumTo(x.get(1)),
                g.times(x.get(1).minus(x.get(0))).sumTo(x.get(2)));
    }

    private static List<@Nullable Value> fakeQuantize(FakeQuantize fake, Place at, List<Value> x, Value y, Value g) {
        Value scale = along(fake.axis(), at, x.get(1));
        Value zero = along(fake.axis(), at, x.get(2));
        Value level = x.get(0).dividedBy(scale).apply(Function.ROUND).plus(zero);
        Value inside = level.is(GREATER_OR_EQUAL, fake.min()).times(level.is(LESS_OR_EQUAL, fake.max()));
        return first(g.times(inside));
    }

    /** Numbers for each index of an axis, so that they broadcast. */
    private static Value along(@Nullable Integer axis, Place at, Value numbers) {
        if (axis == null) {
            return numbers;
        }
        Integer[] extents = new Integer[at.shape().rank()];
        Arrays.fill(extents, 1);
        int dimension = Shapes.dimension(at.shape(), axis);
        extents[dimension] = at.shape().at(dimension);
        return numbers.reshape(extents);
    }

    /** The derivative at x, where the function is y. */
    private static Value slope(Function function, Value x, Value y) {
        switch (function) {
            case ABS:
                return x.sign();
            case COS:
                return x.apply(Function.SIN).negate();
            case ERF:
                return x.squared().negate().exp().times(2 / ROOT_OF_PI);
            case EXP:
                return y;
            case GELU:
                Value density = x.squared().times(-0.5).exp().times(1 / Math.sqrt(2 * Math.PI));
                Value share =
                        x.times(Math.sqrt(0.5)).apply(Function.ERF).plus(1).times(0.5);
                return share.plus(x.times(density));
            case HARDSIGMOID:
                return between(x, -3, 3).times(1 / 6.0);
            case HARDSWISH:
                Value middle = x.times(1 / 3.0).plus(0.5).times(between(x, -3, 3));
                return middle.plus(x.is(GREATER_OR_EQUAL, 3));
            case LOG:
                return x.reciprocal();
            case LOG1P:
                return x.plus(1).reciprocal();
            case LOG_SIGMOID:
                return x.negate().sigmoid();
            case NEGATE:
                return x.constant(-1);
            case RECIPROCAL:
                return y.squared().negate();
            case RELU:
                return y.sign();
            case RELU6:
                return between(x, 0, 6);
            case RSQRT:
                return y.dividedBy(x).times(-0.5);
            case SIGMOID:
                return y.minus(y.squared());
            case SILU:
                Value gate = x.sigmoid();
                return gate.plus(y.times(gate.negate().plus(1)));
            case SIN:
                return x.apply(Function.COS);
            case SOFTPLUS:
                return x.sigmoid();
            case SQRT:
                return y.reciprocal().times(0.5);
            case SQUARE:
                return x.times(2);
            case TANH:
                return y.squared().negate().plus(1);
            case CEIL:
            case FLOOR:
            case ROUND:
            case SIGN:
                return x.constant(0);
        }
        throw new IllegalArgumentException("No derivative of " + function);
    }

    private static Value between(Value x, double above, double below) {
        return x.is(GREATER, above).times(x.is(LESS, below));
    }
}
