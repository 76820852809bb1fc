package io.ocelli.graph;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import com.google.common.primitives.Ints;
import io.ocelli.tensor.Tensor;

/**
 * A handle on the result of a node, so that arithmetic reads like arithmetic:
 * {@code logits.logSoftmax(1).times(targets).sum(1).negate().mean()}. Each call adds a node to the builder and gives a handle on
 * it; names come by themselves. Immutable, and like its builder for one thread.
 *
 * <p>Names and meanings are PyTorch's. Two values broadcast; a negative dimension counts from the end.
 */
public final class Value {
    private final Graph.Builder builder;
    private final String name;

    private Value(Graph.Builder builder, String name) {
        this.builder = builder;
        this.name = name;
    }

    /**
     * The result of a node that was added.
     *
     * @throws IllegalArgumentException if there is no such node
     */
    public static Value of(Graph.Builder builder, String node) {
        if (!builder.contains(node)) {
            throw new IllegalArgumentException(
                    "A value is the result of a node that was added, received '" + node + "'");
        }
        return new Value(builder, node);
    }

    /** What an operation without inputs computes. */
    public static Value of(Graph.Builder builder, Fixed operation) {
        return new Value(builder, Growth.add(builder, operation, ImmutableList.of()));
    }

    /** The node. */
    public String name() {
        return name;
    }

    /** The graph that grows. */
    public Graph.Builder builder() {
        return builder;
    }

    /**
     * What an operation makes of this value, and of others behind it.
     *
     * @throws IllegalArgumentException if one of the others is of another graph
     */
    public Value then(Operation operation, Value... others) {
        return new Value(builder, Growth.add(builder, operation, Lists.asList(this, others)));
    }

    /** A number beside this value. */
    public Value constant(double number) {
        return of(builder, Constant.of(number));
    }

    /** Numbers beside this value. */
    public Value constant(Tensor tensor) {
        return of(builder, new Constant(tensor));
    }

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
        return times(1 / number);
    }

    public Value pow(Value exponent) {
        return then(new Power(), exponent);
    }

    public Value pow(double exponent) {
        return exponent == 2 ? squared() : pow(constant(exponent));
    }

    public Value maximum(Value other) {
        return then(new Maximum(), other);
    }

    public Value minimum(Value other) {
        return then(new Minimum(), other);
    }

    /** 1 where this value stands in a relation to the other, 0 elsewhere. */
    public Value is(Compare.Kind relation, Value other) {
        return then(new Compare(relation), other);
    }

    public Value is(Compare.Kind relation, double number) {
        return is(relation, constant(number));
    }

    /** {@code yes} where this value is not 0, {@code no} elsewhere. */
    public Value where(Value yes, Value no) {
        return then(new Where(), yes, no);
    }

    /** A function of each element. */
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

    public Value sqrt() {
        return apply(Activation.Function.SQRT);
    }

    public Value squared() {
        return apply(Activation.Function.SQUARE);
    }

    public Value reciprocal() {
        return apply(Activation.Function.RECIPROCAL);
    }

    public Value sign() {
        return apply(Activation.Function.SIGN);
    }

    public Value relu() {
        return apply(Activation.Function.RELU);
    }

    public Value sigmoid() {
        return apply(Activation.Function.SIGMOID);
    }

    public Value tanh() {
        return apply(Activation.Function.TANH);
    }

    public Value softplus() {
        return apply(Activation.Function.SOFTPLUS);
    }

    public Value logSigmoid() {
        return apply(Activation.Function.LOG_SIGMOID);
    }

    /** Kept between two numbers. */
    public Value clamp(double min, double max) {
        return then(new Clamp(min, max));
    }

    public Value softmax(int dimension) {
        return then(new Softmax(dimension));
    }

    public Value logSoftmax(int dimension) {
        return then(new LogSoftmax(dimension));
    }

    /** The sum along these dimensions, which go; of all elements where there are none. */
    public Value sum(int... dimensions) {
        return then(Reduce.of(Reduce.Kind.SUM, dimensions));
    }

    /** As {@link #sum}, the mean. */
    public Value mean(int... dimensions) {
        return then(Reduce.of(Reduce.Kind.MEAN, dimensions));
    }

    /** As {@link #sum}, the largest. */
    public Value max(int... dimensions) {
        return then(Reduce.of(Reduce.Kind.MAX, dimensions));
    }

    /** As {@link #sum}, the smallest. */
    public Value min(int... dimensions) {
        return then(Reduce.of(Reduce.Kind.MIN, dimensions));
    }

    /** As {@link #sum}, the logarithm of the sum of exponentials. */
    public Value logSumExp(int... dimensions) {
        return then(Reduce.of(Reduce.Kind.LOG_SUM_EXP, dimensions));
    }

    /** As {@link #sum}, the Euclidean length; its gradient where that is 0 is not a number. */
    public Value norm(int... dimensions) {
        return squared().sum(dimensions).sqrt();
    }

    /** A reduction along dimensions that stay, with extent 1. */
    public Value keeping(Reduce.Kind kind, int... dimensions) {
        return then(new Reduce(kind, Ints.asList(dimensions), true));
    }

    /** Divided by its length along the last dimension, which is taken as 1e-12 at least. */
    public Value l2Normalize() {
        return then(L2Normalize.of());
    }

    /** The product of matrices, which are the last two dimensions. */
    public Value matmul(Value other) {
        return then(new MatMul(), other);
    }

    /** A matrix with rows and columns exchanged. */
    public Value transpose() {
        return permute(1, 0);
    }

    public Value permute(Integer... order) {
        return then(Permute.of(order));
    }

    public Value reshape(Integer... extents) {
        return then(Reshape.of(extents));
    }

    public Value flatten() {
        return then(new Flatten());
    }

    public Value unsqueeze(int dimension) {
        return then(new Unsqueeze(dimension));
    }

    /** From {@code start} up to, not including, {@code end} along a dimension. */
    public Value slice(int dimension, int start, int end) {
        return then(new Slice(dimension, start, end, 1));
    }

    /** One behind the other along a dimension. */
    public Value concat(int dimension, Value... others) {
        return then(new Concat(dimension), others);
    }

    public Value expandAs(Value other) {
        return then(new Expand(), other);
    }

    public Value sumTo(Value other) {
        return then(new SumTo(), other);
    }

    public Value reshapeLike(Value other) {
        return then(new ReshapeLike(), other);
    }

    /** Class numbers as vectors of 0 and 1. */
    public Value oneHot(int classes) {
        return then(new OneHot(classes));
    }

    /** The rows of this table [R, D] with these numbers, int64 of any shape. */
    public Value gather(Value rows) {
        return then(new Gather(), rows);
    }

    /** How many elements it has along these dimensions, in all where there are none; a scalar. */
    public Value count(int... dimensions) {
        return then(Count.of(dimensions));
    }

    /** The identity matrix whose side is an extent of this value. */
    public Value eye(int dimension) {
        return then(new Eye(dimension));
    }

    /** The same, and no gradient goes back through it ({@code detach}). */
    public Value stopGradient() {
        return then(new StopGradient());
    }

    /** The same, and the gradient goes back through it multiplied by minus {@code strength}, a scalar. */
    public Value reverseGradient(Value strength) {
        return then(new ReverseGradient(), strength);
    }

    /** a + w (b - a), where this is a. */
    public Value lerp(Value b, Value weight) {
        return then(new Lerp(), b, weight);
    }

    /** This + scale a b, in one. */
    public Value addProduct(Value a, Value b, Value scale) {
        return then(new AddProduct(), a, b, scale);
    }

    /** This + scale a / b, in one. */
    public Value addQuotient(Value a, Value b, Value scale) {
        return then(new AddQuotient(), a, b, scale);
    }

    @Override
    public String toString() {
        return name;
    }
}
