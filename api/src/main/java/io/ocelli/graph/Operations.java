package io.ocelli.graph;

import com.google.common.collect.ImmutableMap;
import io.ocelli.tensor.DType;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Every operation by name, read back from its attributes. Names are data here: those of classes do not survive shrinking. */
public final class Operations {
    private static final Rows ROWS = new Rows.Builder()
            .add("Activation", Activation.class, a -> new Activation(Activation.Function.valueOf(a.text("function"))))
            .add("AdaptiveAvgPool2d", AdaptiveAvgPool2d.class, a -> new AdaptiveAvgPool2d(a.size("output")))
            .add("Add", Add.class, a -> new Add())
            .add("AddProduct", AddProduct.class, a -> new AddProduct())
            .add("AddQuotient", AddQuotient.class, a -> new AddQuotient())
            .add("Attention", Attention.class, a -> new Attention(a.number("scale")))
            .add("AvgPool2d", AvgPool2d.class, AvgPool2d::read)
            .add(
                    "BatchNorm2d",
                    BatchNorm2d.class,
                    a -> new BatchNorm2d(a.integer("features"), a.number("eps"), a.number("momentum")))
            .add("ChannelShuffle", ChannelShuffle.class, a -> new ChannelShuffle(a.integer("groups")))
            .add("Clamp", Clamp.class, a -> new Clamp(a.number("min"), a.number("max")))
            .add("Compare", Compare.class, a -> new Compare(Compare.Kind.valueOf(a.text("kind"))))
            .add("Concat", Concat.class, a -> new Concat(a.integer("dimension")))
            .add("Constant", Constant.class, Constant::read)
            .add("Conv2d", Conv2d.class, Conv2d::read)
            .add("ConvTranspose2d", ConvTranspose2d.class, ConvTranspose2d::read)
            .add("Count", Count.class, a -> new Count(a.integers("axes")))
            .add("Dequantize", Dequantize.class, Dequantize::read)
            .add("Divide", Divide.class, a -> new Divide())
            .add("Dropout", Dropout.class, a -> new Dropout(a.number("probability")))
            .add("Expand", Expand.class, a -> new Expand())
            .add("Eye", Eye.class, a -> new Eye(a.integer("dimension")))
            .add("FakeQuantize", FakeQuantize.class, FakeQuantize::read)
            .add("Flatten", Flatten.class, a -> new Flatten())
            .add("Gather", Gather.class, a -> new Gather())
            .add("Input", Input.class, a -> new Input(DType.valueOf(a.text("dtype")), a.integer("rank")))
            .add("L2Normalize", L2Normalize.class, a -> new L2Normalize(a.number("eps")))
            .add(
                    "LayerNorm",
                    LayerNorm.class,
                    a -> new LayerNorm(a.integer("features"), a.number("eps"), a.flag("affine")))
            .add("Lerp", Lerp.class, a -> new Lerp())
            .add("Linear", Linear.class, a -> new Linear(a.integer("in"), a.integer("out"), a.flag("bias")))
            .add("LogSoftmax", LogSoftmax.class, a -> new LogSoftmax(a.integer("dimension")))
            .add("MatMul", MatMul.class, a -> new MatMul())
            .add("MaxPool2d", MaxPool2d.class, MaxPool2d::read)
            .add("Maximum", Maximum.class, a -> new Maximum())
            .add("Minimum", Minimum.class, a -> new Minimum())
            .add("Multiply", Multiply.class, a -> new Multiply())
            .add("Normalize", Normalize.class, a -> new Normalize(a.numbers("mean"), a.numbers("standard_deviation")))
            .add("OneHot", OneHot.class, a -> new OneHot(a.integer("classes")))
            .add("Pad", Pad.class, a -> new Pad(a.integer("dimension"), a.integer("before"), a.integer("after")))
            .add("Percentile", Percentile.class, a -> new Percentile(a.number("percentage")))
            .add("Permute", Permute.class, a -> new Permute(a.integers("order")))
            .add("Pixels", Pixels.class, a -> new Pixels())
            .add("Power", Power.class, a -> new Power())
            .add("Reduce", Reduce.class, Reduce::read)
            .add("Reshape", Reshape.class, a -> new Reshape(a.integers("extents")))
            .add("ReshapeLike", ReshapeLike.class, a -> new ReshapeLike())
            .add("Resize", Resize.class, Resize::read)
            .add("ReverseGradient", ReverseGradient.class, a -> new ReverseGradient())
            .add("Roll", Roll.class, a -> new Roll(a.integers("shifts"), a.integers("dimensions")))
            .add("Samples", Samples.class, a -> new Samples())
            .add("Scale", Scale.class, a -> new Scale(a.number("factor"), a.number("offset")))
            .add(
                    "Slice",
                    Slice.class,
                    a -> new Slice(a.integer("dimension"), a.integer("start"), a.integer("end"), a.integer("step")))
            .add("Softmax", Softmax.class, a -> new Softmax(a.integer("dimension")))
            .add("StochasticDepth", StochasticDepth.class, a -> new StochasticDepth(a.number("probability")))
            .add("StopGradient", StopGradient.class, a -> new StopGradient())
            .add("Subtract", Subtract.class, a -> new Subtract())
            .add("SumTo", SumTo.class, a -> new SumTo())
            .add("Unsqueeze", Unsqueeze.class, a -> new Unsqueeze(a.integer("dimension")))
            .add("Weight", Weight.class, Weight::read)
            .add("Where", Where.class, a -> new Where())
            .add("WindowMask", WindowMask.class, a -> new WindowMask(a.size("grid"), a.size("window"), a.size("shift")))
            .build();

    /** What files of format 2 and before call a reduction. */
    private static final Map<String, Operation> FORMER = ImmutableMap.of(
            "Mean", Reduce.of(Reduce.Kind.MEAN),
            "Sum", Reduce.of(Reduce.Kind.SUM, -1));

    private Operations() {}

    /** The operations that there are. */
    public static Set<Class<? extends Operation>> types() {
        return ROWS.names.keySet();
    }

    /** The name under which an operation is written. */
    public static String name(Operation operation) {
        return name(operation.getClass());
    }

    /** The name under which operations of this kind are written. */
    public static String name(Class<? extends Operation> type) {
        String name = ROWS.names.get(type);
        if (name == null) {
            throw new IllegalArgumentException("Operations lacks a row for " + type);
        }
        return name;
    }

    /**
     * The operation of this name and these attributes.
     *
     * @throws IllegalArgumentException if there is none of this name, or an attribute is missing or out of range
     */
    public static Operation read(String name, Attributes attributes) {
        Operation former = FORMER.get(name);
        if (former != null) {
            return former;
        }
        Function<Attributes, Operation> reader = ROWS.readers.get(name);
        if (reader == null) {
            throw new IllegalArgumentException(
                    "An operation is one of " + ROWS.readers.keySet() + ", received '" + name + "'");
        }
        return reader.apply(attributes);
    }

    private record Rows(
            Map<Class<? extends Operation>, String> names, Map<String, Function<Attributes, Operation>> readers) {

        /** Collects one row after the other. */
        private static final class Builder {
            private final ImmutableMap.Builder<Class<? extends Operation>, String> names = ImmutableMap.builder();
            private final ImmutableMap.Builder<String, Function<Attributes, Operation>> readers =
                    ImmutableMap.builder();

            <O extends Operation> Builder add(String name, Class<O> type, Function<Attributes, O> reader) {
                names.put(type, name);
                readers.put(name, reader::apply);
                return this;
            }

            Rows build() {
                return new Rows(names.build(), readers.build());
            }
        }
    }
}
