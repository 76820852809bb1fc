package io.ocelli.onnxruntime;

import com.google.common.collect.ImmutableMap;
import io.ocelli.graph.Activation;
import io.ocelli.graph.Add;
import io.ocelli.graph.Dropout;
import io.ocelli.graph.Flatten;
import io.ocelli.graph.Linear;
import io.ocelli.graph.LogSoftmax;
import io.ocelli.graph.Multiply;
import io.ocelli.graph.Node;
import io.ocelli.graph.Operation;
import io.ocelli.graph.Reduce;
import io.ocelli.graph.Reshape;
import io.ocelli.graph.Scale;
import io.ocelli.graph.Weight;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The one table from operation to its rule of differentiation: what heads and losses are made of. */
final class Rules {
    private static final Map<Class<? extends Operation>, Rule<Operation>> TABLE = new Table()
            .put(Activation.class, Rules::activation)
            .put(Add.class, Rules::add)
            .put(Dropout.class, (dropout, at, gradient, into) -> into.input(0, gradient))
            .put(Flatten.class, (flatten, at, gradient, into) -> into.input(0, shapedAsInput(gradient, at)))
            .put(Linear.class, Rules::linear)
            .put(LogSoftmax.class, Rules::logSoftmax)
            .put(Multiply.class, Rules::multiply)
            .put(Reduce.class, Rules::reduce)
            .put(Reshape.class, (reshape, at, gradient, into) -> into.input(0, shapedAsInput(gradient, at)))
            .put(Scale.class, Rules::scale)
            .put(Weight.class, (weight, at, gradient, into) -> into.parameter("", gradient))
            .rows
            .build();

    private static final Set<Activation.Function> FUNCTIONS = EnumSet.of(
            Activation.Function.EXP, Activation.Function.RELU, Activation.Function.SIGMOID, Activation.Function.TANH);

    private Rules() {}

    private static final class Table {
        private final ImmutableMap.Builder<Class<? extends Operation>, Rule<Operation>> rows = ImmutableMap.builder();

        <O extends Operation> Table put(Class<O> type, Rule<O> rule) {
            rows.put(
                    type,
                    (operation, at, gradient, into) -> rule.differentiate(type.cast(operation), at, gradient, into));
            return this;
        }
    }

    /** Whether a node can be differentiated, in a graph of these shapes. */
    static boolean know(Node node, Map<String, Shape> shapes) {
        Operation operation = node.operation();
        if (operation instanceof Activation) {
            return FUNCTIONS.contains(((Activation) operation).function());
        }
        if (operation instanceof Reduce) {
            return operation.equals(Reduce.of(Reduce.Kind.MEAN)) || operation.equals(Reduce.of(Reduce.Kind.SUM, -1));
        }
        if (operation instanceof Add || operation instanceof Multiply) {
            // What was repeated would have to be summed.
            return node.inputs().stream().map(shapes::get).distinct().count() == 1;
        }
        return TABLE.containsKey(operation.getClass());
    }

    /** Writes the gradients of a node that {@link #know} accepts. */
    static void differentiate(Node node, Forward forward, String gradient, Rule.Receiver into) {
        Rule<Operation> rule = TABLE.get(node.operation().getClass());
        if (rule == null) {
            throw new IllegalArgumentException("No rule for " + node);
        }
        rule.differentiate(node.operation(), forward.at(node), gradient, into);
    }

    private static void activation(Activation activation, Emission at, String gradient, Rule.Receiver into) {
        into.input(0, times(gradient, slope(activation, at), at));
    }

    /** The derivative, from the result. */
    private static String slope(Activation activation, Emission at) {
        String y = at.result();
        switch (activation.function()) {
            case EXP:
                return y;
            case RELU:
                return at.call("Sign").with(y).result();
            case SIGMOID:
                return times(y, oneMinus(y, at), at);
            case TANH:
                return oneMinus(times(y, y, at), at);
            default:
                throw new IllegalArgumentException("No rule for " + activation.function());
        }
    }

    private static void add(Add add, Emission at, String gradient, Rule.Receiver into) {
        for (int i = 0; i < at.inputs(); i++) {
            into.input(i, gradient);
        }
    }

    private static void multiply(Multiply multiply, Emission at, String gradient, Rule.Receiver into) {
        for (int i = 0; i < at.inputs(); i++) {
            String product = gradient;
            for (int j = 0; j < at.inputs(); j++) {
                product = j == i ? product : times(product, at.input(j), at);
            }
            into.input(i, product);
        }
    }

    private static void scale(Scale scale, Emission at, String gradient, Rule.Receiver into) {
        into.input(0, times(gradient, at.number("factor", scale.factor()), at));
    }

    /** For y = x W' + b in rows: dx = dy W, dW = dy' x, db the sum of dy's rows. */
    private static void linear(Linear linear, Emission at, String gradient, Rule.Receiver into) {
        into.input(0, at.call("MatMul").with(gradient, at.parameter("weight")).result());
        String rows = rows(gradient, linear.out(), at);
        into.parameter(
                "weight",
                at.call("Gemm")
                        .with(rows, rows(at.input(), linear.in(), at))
                        .integer("transA", 1)
                        .result());
        if (linear.bias()) {
            into.parameter(
                    "bias",
                    at.call("ReduceSum")
                            .with(rows, at.integers("axes", 0))
                            .integer("keepdims", 0)
                            .result());
        }
    }

    /** A tensor as a matrix of rows of this length. */
    private static String rows(String value, int length, Emission at) {
        return at.call("Reshape").with(value, at.integers("rows", -1, length)).result();
    }

    /** dx = dy - softmax(x) times the sum of dy. */
    private static void logSoftmax(LogSoftmax softmax, Emission at, String gradient, Rule.Receiver into) {
        String sum = at.call("ReduceSum")
                .with(gradient, at.integers("axes", softmax.dimension()))
                .integer("keepdims", 1)
                .result();
        String probabilities = at.call("Exp").with(at.result()).result();
        into.input(
                0, at.call("Sub").with(gradient, times(probabilities, sum, at)).result());
    }

    private static void reduce(Reduce reduce, Emission at, String gradient, Rule.Receiver into) {
        if (reduce.kind() == Reduce.Kind.SUM) {
            String column =
                    at.call("Unsqueeze").with(gradient, at.integers("axes", -1)).result();
            into.input(0, expanded(column, at));
            return;
        }
        String count = at.call("Cast")
                .with(at.call("Size").with(at.input()).result())
                .integer("to", Types.proto(DType.FLOAT32))
                .result();
        into.input(0, expanded(at.call("Div").with(gradient, count).result(), at));
    }

    /** Repeated to the shape of the input. */
    private static String expanded(String value, Emission at) {
        return at.call("Expand").with(value, inputShape(at)).result();
    }

    private static String shapedAsInput(String gradient, Emission at) {
        return at.call("Reshape").with(gradient, inputShape(at)).result();
    }

    private static String inputShape(Emission at) {
        return at.call("Shape").with(at.input()).result();
    }

    private static String times(String a, String b, Emission at) {
        return at.call("Mul").with(a, b).result();
    }

    private static String oneMinus(String value, Emission at) {
        return at.call("Sub").with(at.number("one", 1), value).result();
    }
}
