package io.ocelli.onnxruntime;

import ai.onnx.proto.OnnxMl.TensorProto;
import io.ocelli.graph.Add;
import io.ocelli.graph.Clamp;
import io.ocelli.graph.Concat;
import io.ocelli.graph.Dropout;
import io.ocelli.graph.Flatten;
import io.ocelli.graph.LogSoftmax;
import io.ocelli.graph.Multiply;
import io.ocelli.graph.Normalize;
import io.ocelli.graph.Pad;
import io.ocelli.graph.Percentile;
import io.ocelli.graph.Pixels;
import io.ocelli.graph.Roll;
import io.ocelli.graph.Samples;
import io.ocelli.graph.Scale;
import io.ocelli.graph.Slice;
import io.ocelli.graph.Softmax;
import io.ocelli.graph.StochasticDepth;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;

/** Operations that work element by element or only move elements, and reductions. */
final class ElementEmitters {
    private static final double WHITE = 255;

    private ElementEmitters() {}

    static void register(Emitters.Table table) {
        table.put(Clamp.class, (clamp, at) -> clip(at, clamp.min(), clamp.max()))
                .put(Add.class, (add, at) -> chain("Add", at))
                .put(Multiply.class, (multiply, at) -> chain("Mul", at))
                .put(Scale.class, ElementEmitters::scale)
                .put(Pixels.class, ElementEmitters::pixels)
                .put(Samples.class, (samples, at) -> floats(at))
                .put(Percentile.class, ElementEmitters::percentile)
                .put(Normalize.class, ElementEmitters::normalize)
                .put(Dropout.class, (dropout, at) -> at.input())
                .put(StochasticDepth.class, (depth, at) -> at.input())
                .put(
                        Flatten.class,
                        (flatten, at) -> at.call("Flatten")
                                .with(at.input())
                                .integer("axis", 1)
                                .result())
                .put(Concat.class, ElementEmitters::concat)
                .put(Slice.class, ElementEmitters::slice)
                .put(Roll.class, ElementEmitters::roll)
                .put(Pad.class, ElementEmitters::pad)
                .put(Softmax.class, (softmax, at) -> along("Softmax", softmax.dimension(), at))
                .put(LogSoftmax.class, (softmax, at) -> along("LogSoftmax", softmax.dimension(), at));
    }

    private static String clip(Emission at, double min, double max) {
        return at.call("Clip")
                .with(at.input(), at.number("min", min), at.number("max", max))
                .result();
    }

    /** ONNX's sums and products take two inputs. */
    private static String chain(String type, Emission at) {
        String value = at.input();
        for (int i = 1; i < at.inputs(); i++) {
            value = at.call(type).with(value, at.input(i)).result();
        }
        return value;
    }

    private static String scale(Scale scale, Emission at) {
        return affine(at, at.input(), Shape.of(), new double[] {scale.factor()}, new double[] {scale.offset()});
    }

    private static String pixels(Pixels pixels, Emission at) {
        return at.call("Mul").with(floats(at), at.number("factor", 1 / WHITE)).result();
    }

    /** Bytes are transposed before they become four times as large. */
    private static String floats(Emission at) {
        String planes = at.call("Transpose")
                .with(at.input())
                .integers("perm", 0, 3, 1, 2)
                .result();
        return at.call("Cast")
                .with(planes)
                .integer("to", TensorProto.DataType.FLOAT_VALUE)
                .result();
    }

    private static String normalize(Normalize normalize, Emission at) {
        boolean bytes = at.source().operation() instanceof Pixels;
        int channels = normalize.mean().size();
        double[] factors = new double[channels];
        double[] offsets = new double[channels];
        for (int i = 0; i < channels; i++) {
            double deviation = normalize.standardDeviation().get(i);
            factors[i] = 1 / (bytes ? WHITE * deviation : deviation);
            offsets[i] = -normalize.mean().get(i) / deviation;
        }
        String input = bytes ? floats(at.before()) : at.input();
        return affine(at, input, Shape.of(channels, 1, 1), factors, offsets);
    }

    /** Between two of a sample's elements, which are looked for among no more than are on their side of the middle. */
    private static String percentile(Percentile percentile, Emission at) {
        long elements = at.inputShape().count() / at.inputShape().get(0);
        double place = percentile.place(elements);
        long below = (long) Math.floor(place);
        long above = Math.min(below + 1, elements - 1);
        boolean least = above < elements - below;
        String rows = at.call("Reshape")
                .with(at.input(), at.integers("rows", -1, elements))
                .result();
        String sorted = at.call("TopK")
                .with(rows, at.integers("count", least ? above + 1 : elements - below))
                .integer("axis", 1)
                .integer("largest", least ? 0 : 1)
                .firstOfTwo("places");
        String lower = column(at, sorted, "lower", least ? below : elements - 1 - below);
        String upper = column(at, sorted, "upper", least ? above : elements - 1 - above);
        String step = at.call("Mul")
                .with(at.call("Sub").with(upper, lower).result(), at.number("share", place - below))
                .result();
        long[] extents = at.shape().toArray();
        extents[0] = -1;
        return at.call("Reshape")
                .with(at.call("Add").with(lower, step).result(), at.integers("shape", extents))
                .result();
    }

    private static String column(Emission at, String rows, String name, long column) {
        return at.call("Gather")
                .with(rows, at.integers(name, column))
                .integer("axis", 1)
                .result();
    }

    private static String affine(Emission at, String input, Shape shape, double[] factors, double[] offsets) {
        String factor = at.constant("factor", Tensor.of(shape, singles(factors)));
        String product = at.call("Mul").with(input, factor).result();
        return at.call("Add")
                .with(product, at.constant("offset", Tensor.of(shape, singles(offsets))))
                .result();
    }

    private static float[] singles(double[] values) {
        float[] singles = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            singles[i] = (float) values[i];
        }
        return singles;
    }

    private static String concat(Concat concat, Emission at) {
        OnnxGraph.Call call = at.call("Concat").integer("axis", concat.dimension());
        for (int i = 0; i < at.inputs(); i++) {
            call.with(at.input(i));
        }
        return call.result();
    }

    private static String slice(Slice slice, Emission at) {
        return slice(slice, at, at.input());
    }

    private static String slice(Slice slice, Emission at, String value) {
        long end = slice.end() == Slice.TO_END ? Long.MAX_VALUE : slice.end();
        return at.call("Slice")
                .with(
                        value,
                        at.integers("starts", slice.start()),
                        at.integers("ends", end),
                        at.integers("axes", slice.dimension()),
                        at.integers("steps", slice.step()))
                .result();
    }

    /** ONNX has none: what leaves a dimension is put before the rest of it. */
    private static String roll(Roll roll, Emission at) {
        String value = at.input();
        for (int i = 0; i < roll.dimensions().size(); i++) {
            int dimension = roll.dimensions().get(i);
            int extent = Math.toIntExact(at.shape().at(dimension));
            int leaving = extent - Math.floorMod(roll.shifts().get(i), extent);
            if (leaving < extent) {
                String last = slice(new Slice(dimension, leaving, Slice.TO_END, 1), at, value);
                String rest = slice(new Slice(dimension, 0, leaving, 1), at, value);
                value = at.call("Concat")
                        .with(last, rest)
                        .integer("axis", dimension)
                        .result();
            }
        }
        return value;
    }

    private static String pad(Pad pad, Emission at) {
        int rank = at.shape().rank();
        int dimension = pad.dimension() < 0 ? pad.dimension() + rank : pad.dimension();
        long[] pads = new long[2 * rank];
        pads[dimension] = pad.before();
        pads[rank + dimension] = pad.after();
        return at.call("Pad").with(at.input(), at.integers("pads", pads)).result();
    }

    private static String along(String type, int dimension, Emission at) {
        return at.call(type).with(at.input()).integer("axis", dimension).result();
    }
}
