package io.ocelli.graph;

import com.google.common.collect.ImmutableMap;
import io.ocelli.tensor.DType;
import java.util.Map;
import java.util.function.Function;

/** Every operation by name, read back from its attributes. */
public final class Operations {
    private static final Map<String, Function<Attributes, Operation>> READERS =
            ImmutableMap.<String, Function<Attributes, Operation>>builder()
                    .put("Activation", a -> new Activation(Activation.Function.valueOf(a.text("function"))))
                    .put("AdaptiveAvgPool2d", a -> new AdaptiveAvgPool2d(a.size("output")))
                    .put("Add", a -> new Add())
                    .put("AvgPool2d", AvgPool2d::read)
                    .put(
                            "BatchNorm2d",
                            a -> new BatchNorm2d(a.integer("features"), a.number("eps"), a.number("momentum")))
                    .put("Concat", a -> new Concat(a.integer("dimension")))
                    .put("Conv2d", Conv2d::read)
                    .put("Dropout", a -> new Dropout(a.number("probability")))
                    .put("Flatten", a -> new Flatten())
                    .put("Input", a -> new Input(DType.valueOf(a.text("dtype")), a.integer("rank")))
                    .put("Linear", a -> new Linear(a.integer("in"), a.integer("out"), a.flag("bias")))
                    .put("LogSoftmax", a -> new LogSoftmax(a.integer("dimension")))
                    .put("MaxPool2d", MaxPool2d::read)
                    .put("Mean", a -> new Mean())
                    .put("Multiply", a -> new Multiply())
                    .put("Normalize", a -> new Normalize(a.numbers("mean"), a.numbers("standard_deviation")))
                    .put("Pad", a -> new Pad(a.integer("dimension"), a.integer("before"), a.integer("after")))
                    .put("Pixels", a -> new Pixels())
                    .put("Scale", a -> new Scale(a.number("factor"), a.number("offset")))
                    .put(
                            "Slice",
                            a -> new Slice(
                                    a.integer("dimension"), a.integer("start"), a.integer("end"), a.integer("step")))
                    .put("Softmax", a -> new Softmax(a.integer("dimension")))
                    .put("StochasticDepth", a -> new StochasticDepth(a.number("probability")))
                    .put("Sum", a -> new Sum())
                    .put("Attention", a -> new Attention(a.number("scale")))
                    .put("ChannelShuffle", a -> new ChannelShuffle(a.integer("groups")))
                    .put("Clamp", a -> new Clamp(a.number("min"), a.number("max")))
                    .put("Gather", a -> new Gather())
                    .put("L2Normalize", a -> new L2Normalize(a.number("eps")))
                    .put("LayerNorm", a -> new LayerNorm(a.integer("features"), a.number("eps"), a.flag("affine")))
                    .put("Permute", a -> new Permute(a.integers("order")))
                    .put("Reshape", a -> new Reshape(a.integers("extents")))
                    .put("Weight", Weight::read)
                    .put("WindowMask", a -> new WindowMask(a.size("grid"), a.size("window"), a.size("shift")))
                    .build();

    private Operations() {}

    /** The name under which an operation is written. */
    public static String name(Operation operation) {
        return operation.getClass().getSimpleName();
    }

    /**
     * The operation of this name and these attributes.
     *
     * @throws IllegalArgumentException if there is none of this name, or an attribute is missing or out of range
     */
    public static Operation read(String name, Attributes attributes) {
        Function<Attributes, Operation> reader = READERS.get(name);
        if (reader == null) {
            throw new IllegalArgumentException(
                    "An operation is one of " + READERS.keySet() + ", received '" + name + "'");
        }
        return reader.apply(attributes);
    }
}
