package io.ocelli.pytorch;

import com.google.common.collect.ImmutableMap;
import io.ocelli.graph.AdaptiveAvgPool2d;
import io.ocelli.graph.Add;
import io.ocelli.graph.Attention;
import io.ocelli.graph.AvgPool2d;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.ChannelShuffle;
import io.ocelli.graph.Clamp;
import io.ocelli.graph.Concat;
import io.ocelli.graph.Conv2d;
import io.ocelli.graph.Dropout;
import io.ocelli.graph.Flatten;
import io.ocelli.graph.Gather;
import io.ocelli.graph.L2Normalize;
import io.ocelli.graph.LayerNorm;
import io.ocelli.graph.Linear;
import io.ocelli.graph.LogSoftmax;
import io.ocelli.graph.MaxPool2d;
import io.ocelli.graph.Multiply;
import io.ocelli.graph.Normalize;
import io.ocelli.graph.Operation;
import io.ocelli.graph.Pad;
import io.ocelli.graph.Percentile;
import io.ocelli.graph.Permute;
import io.ocelli.graph.Pixels;
import io.ocelli.graph.Reshape;
import io.ocelli.graph.Roll;
import io.ocelli.graph.Samples;
import io.ocelli.graph.Scale;
import io.ocelli.graph.Size;
import io.ocelli.graph.Slice;
import io.ocelli.graph.Softmax;
import io.ocelli.graph.StochasticDepth;
import io.ocelli.graph.Window;
import io.ocelli.tensor.Shape;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** The table from operation to TorchScript. */
final class Emitters {
    private static final Map<Class<? extends Operation>, Rule<?>> TABLE = new Table()
            .with(ArithmeticEmitters::register)
            .add(
                    AdaptiveAvgPool2d.class,
                    Arithmetic.INHERITED,
                    (o, c) -> "torch.adaptive_avg_pool2d(" + c.input() + ", " + list(o.output()) + ")")
            .add(Add.class, Arithmetic.INHERITED, (o, c) -> fold(c.inPlace("torch.add"), c.inputs()))
            .add(Attention.class, Arithmetic.LOW, Emitters::attention)
            .add(AvgPool2d.class, Arithmetic.INHERITED, (o, c) -> avgPool(c.input(), o, o.window(c.inputShape())))
            .add(BatchNorm2d.class, Arithmetic.INHERITED, Emitters::batchNorm)
            .add(
                    Concat.class,
                    Arithmetic.INHERITED,
                    (o, c) -> "torch.cat([" + String.join(", ", c.inputs()) + "], " + o.dimension() + ")")
            .add(Conv2d.class, Arithmetic.LOW, Emitters::conv)
            .add(
                    ChannelShuffle.class,
                    Arithmetic.INHERITED,
                    (o, c) -> "torch.channel_shuffle(" + c.input() + ", " + o.groups() + ")")
            .add(
                    Clamp.class,
                    Arithmetic.INHERITED,
                    (o, c) -> "torch.clamp(" + c.input() + ", " + number(o.min()) + ", " + number(o.max()) + ")")
            .add(Dropout.class, Arithmetic.INHERITED, (o, c) -> c.input())
            .add(Flatten.class, Arithmetic.INHERITED, (o, c) -> "torch.flatten(" + c.input() + ", 1)")
            .add(Gather.class, Arithmetic.FULL, (o, c) -> call("torch.embedding", c.inputs()))
            .add(L2Normalize.class, Arithmetic.FULL, Emitters::normalizeLength)
            .add(LayerNorm.class, Arithmetic.FULL, Emitters::layerNorm)
            .add(
                    Linear.class,
                    Arithmetic.LOW,
                    (o, c) -> "torch.linear(" + c.input() + ", " + c.inputs().get(1) + ", " + c.optional(2) + ")")
            .add(
                    LogSoftmax.class,
                    Arithmetic.FULL,
                    (o, c) -> "torch.log_softmax(" + c.input() + ", " + o.dimension() + ")")
            .add(MaxPool2d.class, Arithmetic.INHERITED, Emitters::maxPool)
            .add(Multiply.class, Arithmetic.INHERITED, (o, c) -> fold("torch.mul", c.inputs()))
            .add(Normalize.class, Arithmetic.FULL, Emitters::normalize)
            .add(Pad.class, Arithmetic.INHERITED, Emitters::pad)
            .add(Percentile.class, Arithmetic.FULL, Emitters::percentile)
            .add(Permute.class, Arithmetic.INHERITED, (o, c) -> "torch.permute(" + c.input() + ", " + o.order() + ")")
            .add(
                    Pixels.class,
                    Arithmetic.FULL,
                    (o, c) -> "torch.div(torch.to(torch.permute(" + c.input() + ", [0, 3, 1, 2]), 6), 255.)")
            .add(
                    Reshape.class,
                    Arithmetic.INHERITED,
                    (o, c) -> "torch.reshape(" + c.input() + ", " + batched(c.shape()) + ")")
            .add(
                    Samples.class,
                    Arithmetic.FULL,
                    (o, c) -> "torch.to(torch.permute(" + c.input() + ", [0, 3, 1, 2]), 6)")
            .add(
                    Roll.class,
                    Arithmetic.INHERITED,
                    (o, c) -> "torch.roll(" + c.input() + ", " + o.shifts() + ", " + o.dimensions() + ")")
            .add(Scale.class, Arithmetic.FULL, Emitters::scale)
            .add(
                    Slice.class,
                    Arithmetic.INHERITED,
                    (o, c) -> "torch.slice(" + c.input() + ", " + o.dimension() + ", " + o.start() + ", "
                            + (o.end() == Slice.TO_END ? Long.MAX_VALUE : o.end()) + ", " + o.step() + ")")
            .add(Softmax.class, Arithmetic.FULL, (o, c) -> "torch.softmax(" + c.input() + ", " + o.dimension() + ")")
            .add(StochasticDepth.class, Arithmetic.INHERITED, (o, c) -> c.input())
            .build();

    private Emitters() {}

    /** How one operation is written, and in which arithmetic. */
    record Rule<T extends Operation>(Class<T> type, Function<T, Arithmetic> ruled, Emitter<T> emitter) {
        Arithmetic arithmetic(Operation operation) {
            return ruled.apply(type.cast(operation));
        }

        String emit(Operation operation, Call call) {
            return emitter.emit(type.cast(operation), call);
        }
    }

    static Rule<?> rule(Operation operation) {
        Rule<?> rule = TABLE.get(operation.getClass());
        if (rule == null) {
            throw new IllegalStateException("The PyTorch engine has no emitter for " + operation);
        }
        return rule;
    }

    /**
     * PyTorch's own kernels know no gradient of a bias on the CPU. What it falls back to looks for rows of minus infinity and
     * computes in float32 whatever the arithmetic is, so products that learn beside a bias are written out.
     */
    private static String attention(Attention operation, Call call) {
        List<String> inputs = call.inputs();
        if (inputs.size() > 3 && call.learning()) {
            return "torch.matmul(torch.softmax(torch.add(torch.matmul(torch.mul(" + inputs.get(0) + ", "
                    + number(operation.scale()) + "), torch.transpose(" + inputs.get(1) + ", -2, -1)), " + inputs.get(3)
                    + "), -1), " + inputs.get(2) + ")";
        }
        return "torch.scaled_dot_product_attention(" + String.join(", ", inputs.subList(0, 3)) + ", "
                + (inputs.size() > 3 ? inputs.get(3) : "None") + ", 0., False, scale=" + number(operation.scale())
                + ")";
    }

    private static String normalizeLength(L2Normalize operation, Call call) {
        return "torch.div(" + call.input() + ", torch.clamp_min(torch.linalg_vector_norm(" + call.input()
                + ", 2, [-1], True), " + number(operation.eps()) + "))";
    }

    private static String layerNorm(LayerNorm operation, Call call) {
        return "torch.layer_norm(" + call.input() + ", [" + operation.features() + "], " + call.optional(1) + ", "
                + call.optional(2) + ", " + number(operation.eps()) + ")";
    }

    private static String call(String function, List<String> inputs) {
        return function + "(" + String.join(", ", inputs) + ")";
    }

    private static String batchNorm(BatchNorm2d operation, Call call) {
        return "torch.batch_norm(" + String.join(", ", call.inputs().subList(0, 5)) + ", "
                + (call.learning() ? "True" : "False") + ", " + number(operation.momentum()) + ", "
                + number(operation.eps()) + ", True)";
    }

    private static String conv(Conv2d operation, Call call) {
        Window window = operation.window(call.inputShape());
        String input = window.isSymmetric() ? call.input() : zeroPad(call.input(), window);
        Size padding = window.isSymmetric() ? new Size(window.top(), window.left()) : Size.of(0);
        return "torch.conv2d(" + input + ", " + call.inputs().get(1) + ", " + call.optional(2) + ", "
                + list(operation.stride()) + ", " + list(padding)
                + ", "
                + list(operation.dilation()) + ", " + operation.groups() + ")";
    }

    private static String maxPool(MaxPool2d operation, Call call) {
        Window window = operation.window(call.inputShape());
        requireSymmetric(window, operation);
        return "torch.max_pool2d(" + call.input() + ", " + list(operation.kernel()) + ", " + list(operation.stride())
                + ", " + list(new Size(window.top(), window.left())) + ", [1, 1], "
                + (operation.ceil() ? "True" : "False") + ")";
    }

    private static String avgPool(String input, AvgPool2d operation, Window window) {
        requireSymmetric(window, operation);
        return "torch.avg_pool2d(" + input + ", " + list(operation.kernel()) + ", " + list(operation.stride()) + ", "
                + list(new Size(window.top(), window.left())) + ", False, True)";
    }

    private static void requireSymmetric(Window window, Operation operation) {
        if (!window.isSymmetric()) {
            throw new IllegalArgumentException(
                    "A pooling pads equally on both sides, received " + window + " for " + operation);
        }
    }

    private static String normalize(Normalize operation, Call call) {
        StringBuilder mean = new StringBuilder();
        StringBuilder factor = new StringBuilder();
        for (int i = 0; i < operation.mean().size(); i++) {
            String comma = i == 0 ? "" : ", ";
            mean.append(comma)
                    .append("[[")
                    .append(number(operation.mean().get(i)))
                    .append("]]");
            factor.append(comma)
                    .append("[[")
                    .append(number(operation.standardDeviation().get(i)))
                    .append("]]");
        }
        return "torch.div(torch.sub(" + call.input() + ", " + like(mean, call) + "), " + like(factor, call) + ")";
    }

    private static String like(StringBuilder values, Call call) {
        return "torch.to(torch.tensor([" + values + "]), " + call.input() + ")";
    }

    private static String percentile(Percentile percentile, Call call) {
        long elements = call.inputShape().count() / call.inputShape().get(0);
        double place = percentile.place(elements);
        long below = (long) Math.floor(place);
        String lower = smallest(call, below);
        String upper = smallest(call, Math.min(below + 1, elements - 1));
        return "torch.reshape(torch.lerp(" + lower + ", " + upper + ", " + number(place - below) + "), "
                + batched(call.shape()) + ")";
    }

    private static String smallest(Call call, long place) {
        return "(torch.kthvalue(torch.flatten(" + call.input() + ", 1), " + (place + 1) + ", 1, True))[0]";
    }

    private static String pad(Pad operation, Call call) {
        int rank = call.inputShape().rank();
        int at = operation.dimension() < 0 ? operation.dimension() + rank : operation.dimension();
        Integer[] pads = new Integer[2 * (rank - at)];
        Arrays.fill(pads, 0);
        pads[pads.length - 2] = operation.before();
        pads[pads.length - 1] = operation.after();
        return "torch.constant_pad_nd(" + call.input() + ", " + Arrays.toString(pads) + ", 0)";
    }

    static String zeroPad(String input, Window window) {
        return "torch.constant_pad_nd(" + input + ", [" + window.left() + ", " + window.right() + ", " + window.top()
                + ", " + window.bottom() + "], 0)";
    }

    private static String fold(String function, List<String> inputs) {
        String result = inputs.get(0);
        for (String input : inputs.subList(1, inputs.size())) {
            result = function + "(" + result + ", " + input + ")";
        }
        return result;
    }

    private static String scale(Scale scale, Call call) {
        String product =
                scale.factor() == 1 ? call.input() : "torch.mul(" + call.input() + ", " + number(scale.factor()) + ")";
        return scale.offset() == 0 && scale.factor() != 1
                ? product
                : "torch.add(" + product + ", " + number(scale.offset()) + ")";
    }

    /** A number as a TorchScript literal, exact. */
    static String number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("An attribute is a finite number, received " + value);
        }
        return Double.toString(value);
    }

    static String list(Size size) {
        return "[" + size.height() + ", " + size.width() + "]";
    }

    /** A shape with -1 in the place of the batch. */
    static String batched(Shape shape) {
        long[] extents = shape.toArray();
        extents[0] = -1;
        return Arrays.toString(extents);
    }

    /** Collects the rules. */
    static final class Table {
        private final ImmutableMap.Builder<Class<? extends Operation>, Rule<?>> rules = ImmutableMap.builder();

        /** The rules of another file. */
        Table with(Consumer<Table> file) {
            file.accept(this);
            return this;
        }

        <T extends Operation> Table add(Class<T> type, Arithmetic arithmetic, Emitter<T> emitter) {
            return add(type, operation -> arithmetic, emitter);
        }

        <T extends Operation> Table add(Class<T> type, Function<T, Arithmetic> arithmetic, Emitter<T> emitter) {
            rules.put(type, new Rule<>(type, arithmetic, emitter));
            return this;
        }

        Map<Class<? extends Operation>, Rule<?>> build() {
            return Collections.unmodifiableMap(rules.build());
        }
    }
}
