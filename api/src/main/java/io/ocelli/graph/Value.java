package io.ocelli.graph;

import com.google.common.base.Ascii;
import com.google.common.primitives.Ints;
import io.ocelli.tensor.Tensor;
import java.util.List;

/**
 * A handle on the result of a node in a graph that is being built, for arithmetic that reads like arithmetic: {@code
 * logits.logSoftmax(1).times(targets).sum(1).negate().mean()}. Each method adds nodes, under names that come by themselves,
 * and gives the handle of their result; those of two operands broadcast. Names, dimensions and defaults are PyTorch's:
 * dimensions count from the end where negative.
 *
 * <p>A handle never changes, and is as thread-safe as its builder: not.
 *
 * <p>Shapes are checked when the graph is used, with a message that names the node.
 *
 * @param builder the graph
 * @param name the node's name
 */
public record Value(Graph.Builder builder, String name) {
    /**
     * A handle on a node.
     *
     * @throws IllegalArgumentException if the builder has no node of this name
     */
    public Value {
        if (!builder.contains(name)) {
            throw new IllegalArgumentException("A value is a node of its graph, and none is named '" + name + "'");
        }
    }

    /** A handle on a node, as the constructor gives. */
    public static Value of(Graph.Builder builder, String name) {
        return new Value(builder, name);
    }

    /** A handle on a new node that holds this tensor, float32 or int64. */
    public static Value constant(Graph.Builder builder, Tensor tensor) {
        return of(builder, builder.add("constant", new Constant(tensor)));
    }

    /** This tensor as a value of the same graph. */
    public Value constant(Tensor tensor) {
        return constant(builder, tensor);
    }

    /** This number as a scalar of the same graph. */
    public Value constant(double number) {
        return of(builder, builder.add("constant", Constant.of(number)));
    }

    /**
     * The result of any operation whose first input is this value.
     *
     * @param others its further inputs
     * @throws IllegalArgumentException if one of them is of another graph
     */
    public Value then(Operation operation, Value... others) {
        String[] inputs = new String[others.length + 1];
        inputs[0] = name;
        for (int i = 0; i < others.length; i++) {
            if (others[i].builder != builder) {
                throw new IllegalArgumentException("Values meet in one graph, and '" + others[i].name
                        + "' is of another than '" + name + "'; Graph.Builder.embed brings a graph into another");
            }
            inputs[i + 1] = others[i].name;
        }
        return of(builder, builder.add(label(operation), operation, inputs));
    }

    private static String label(Operation operation) {
        String name = operation instanceof Activation
                ? ((Activation) operation).function().name()
                : operation instanceof Reduce ? ((Reduce) operation).kind().name() : Operations.name(operation);
        return Ascii.toLowerCase(name);
    }

    // ---- two operands

    public Value plus(Value other) {
        return then(new Add(), other);
    }

    public Value plus(double number) {
        return then(new Scale(1, number));
    }

    public Value minus(Value other) {
        return then(new Subtract(), other);
    }

    public Value minus(double number) {
        return plus(-number);
    }

    public Value times(Value other) {
        return then(new Multiply(), other);
    }

    public Value times(double number) {
        return then(new Scale(number, 0));
    }

    public Value dividedBy(Value other) {
        return then(new Divide(), other);
    }

    public Value dividedBy(double number) {
        return dividedBy(constant(number));
    }

    public Value pow(Value exponent) {
        return then(new Power(), exponent);
    }

    public Value pow(double exponent) {
        return pow(constant(exponent));
    }

    public Value maximum(Value other) {
        return then(new Maximum(), other);
    }

    public Value minimum(Value other) {
        return then(new Minimum(), other);
    }

    /** Each element, but not less than {@code min} nor more than {@code max}. */
    public Value clamp(double min, double max) {
        return then(new Clamp(min, max));
    }

    /** The product of matrices: [..., R, K] with [..., K, C]. */
    public Value matmul(Value other) {
        return then(new MatMul(), other);
    }

    /** this + weight (end - this). */
    public Value lerp(Value end, Value weight) {
        return then(new Lerp(), end, weight);
    }

    /** this + scale a b; no gradient goes to the scale, a scalar. */
    public Value addProduct(Value a, Value b, Value scale) {
        return then(new AddProduct(), a, b, scale);
    }

    /** this + scale a / b; no gradient goes to the scale, a scalar. */
    public Value addQuotient(Value a, Value b, Value scale) {
        return then(new AddQuotient(), a, b, scale);
    }

    // ---- comparisons: 1 where they hold, 0 elsewhere

    public Value lessThan(Value other) {
        return then(new Compare(Compare.Kind.LESS), other);
    }

    public Value lessOrEqual(Value other) {
        return then(new Compare(Compare.Kind.LESS_OR_EQUAL), other);
    }

    public Value greaterThan(Value other) {
        return then(new Compare(Compare.Kind.GREATER), other);
    }

    public Value greaterOrEqual(Value other) {
        return then(new Compare(Compare.Kind.GREATER_OR_EQUAL), other);
    }

    public Value equalTo(Value other) {
        return then(new Compare(Compare.Kind.EQUAL), other);
    }

    /** {@code a} where this is not 0, {@code b} elsewhere. */
    public Value where(Value a, Value b) {
        return then(new Where(), a, b);
    }

    // ---- functions of each element

    /** Any function by name. */
    public Value apply(Activation.Function function) {
        return then(new Activation(function));
    }

    public Value negate() {
        return apply(Activation.Function.NEGATE);
    }

    public Value abs() {
        return apply(Activation.Function.ABS);
    }

    public Value exp() {
        return apply(Activation.Function.EXP);
    }

    public Value log() {
        return apply(Activation.Function.LOG);
    }

    public Value squared() {
        return apply(Activation.Function.SQUARE);
    }

    /** The root; its gradient at 0 is infinite. */
    public Value sqrt() {
        return apply(Activation.Function.SQRT);
    }

    public Value reciprocal() {
        return apply(Activation.Function.RECIPROCAL);
    }

    public Value relu() {
        return apply(Activation.Function.RELU);
    }

    public Value sigmoid() {
        return apply(Activation.Function.SIGMOID);
    }

    public Value logSigmoid() {
        return apply(Activation.Function.LOG_SIGMOID);
    }

    public Value softplus() {
        return apply(Activation.Function.SOFTPLUS);
    }

    public Value tanh() {
        return apply(Activation.Function.TANH);
    }

    public Value softmax(int dimension) {
        return then(new Softmax(dimension));
    }

    public Value logSoftmax(int dimension) {
        return then(new LogSoftmax(dimension));
    }

    /** Vectors along the last dimension divided by their length. */
    public Value l2Normalize() {
        return then(L2Normalize.of());
    }

    // ---- reductions, over all dimensions where none is named; these go, and with keeping() stay

    /** Reductions that keep the dimensions, with extent 1: {@code x.minus(x.keeping().mean(0))}. */
    public Reductions keeping() {
        return new Reductions(this, true);
    }

    public Value sum(int... dimensions) {
        return going().sum(dimensions);
    }

    public Value mean(int... dimensions) {
        return going().mean(dimensions);
    }

    public Value max(int... dimensions) {
        return going().max(dimensions);
    }

    public Value min(int... dimensions) {
        return going().min(dimensions);
    }

    public Value logSumExp(int... dimensions) {
        return going().logSumExp(dimensions);
    }

    /** The Euclidean length; its gradient at 0 is not a number. */
    public Value norm(int... dimensions) {
        return going().norm(dimensions);
    }

    private Reductions going() {
        return new Reductions(this, false);
    }

    /** How many elements there are along the dimensions, a scalar. */
    public Value count(int... dimensions) {
        return then(Count.of(dimensions));
    }

    // ---- shapes

    /** Rows and columns of a matrix exchanged. */
    public Value transpose() {
        return permute(1, 0);
    }

    public Value permute(int... order) {
        return then(new Permute(Ints.asList(order)));
    }

    public Value reshape(int... extents) {
        return then(new Reshape(Ints.asList(extents)));
    }

    public Value unsqueeze(int dimension) {
        return then(new Unsqueeze(dimension));
    }

    /** From {@code start} up to, not including, {@code end} along a dimension. */
    public Value slice(int dimension, int start, int end) {
        return then(new Slice(dimension, start, end, 1));
    }

    /**
     * Values one after the other along a dimension.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Value concat(int dimension, List<Value> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("concat takes at least one value, received none");
        }
        List<Value> others = values.subList(1, values.size());
        return values.get(0).then(new Concat(dimension), others.toArray(new Value[0]));
    }

    /** This, repeated to the shape of another. */
    public Value expandAs(Value other) {
        return then(new Expand(), other);
    }

    /** Class numbers, int64, as vectors of 0 and 1. */
    public Value oneHot(int classes) {
        return then(new OneHot(classes));
    }

    /** The rows of this table [R, D] at these numbers, int64. */
    public Value gather(Value rows) {
        return then(new Gather(), rows);
    }

    /** The identity matrix whose side is an extent of this. */
    public Value eye(int dimension) {
        return then(new Eye(dimension));
    }

    // ---- gradients

    /** The same, as a constant. */
    public Value stopGradient() {
        return then(new StopGradient());
    }

    /** The same; its gradient is multiplied by minus the strength, a scalar. */
    public Value reverseGradient(Value strength) {
        return then(new ReverseGradient(), strength);
    }
}
