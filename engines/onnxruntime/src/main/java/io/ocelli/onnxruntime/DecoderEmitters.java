package io.ocelli.onnxruntime;

import io.ocelli.graph.ConvTranspose2d;
import io.ocelli.graph.Resize;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;

/** What makes maps larger again. */
final class DecoderEmitters {
    private DecoderEmitters() {}

    static void register(Emitters.Table table) {
        table.put(ConvTranspose2d.class, DecoderEmitters::convTranspose).put(Resize.class, DecoderEmitters::resize);
    }

    private static String convTranspose(ConvTranspose2d conv, Emission at) {
        OnnxGraph.Call call = at.call("ConvTranspose").with(at.all());
        int height = conv.padding().height();
        int width = conv.padding().width();
        return call.integers("kernel_shape", conv.kernel().height(), conv.kernel().width())
                .integers("strides", conv.stride().height(), conv.stride().width())
                .integers("pads", height, width, height, width)
                .integers(
                        "output_padding",
                        conv.outputPadding().height(),
                        conv.outputPadding().width())
                .integers("dilations", conv.dilation().height(), conv.dilation().width())
                .integer("group", conv.groups())
                .result();
    }

    private static String resize(Resize resize, Emission at) {
        Shape from = at.inputShape();
        Shape to = at.shape();
        if (resize.mode() == Resize.Mode.NEAREST) {
            return nearest(at, nearest(at, at.input(), 2, from.at(2), to.at(2)), 3, from.at(3), to.at(3));
        }
        String leading = at.call("Slice")
                .with(at.call("Shape").with(at.input()).result(), at.integers("start", 0), at.integers("end", 2))
                .result();
        String sizes = at.call("Concat")
                .with(leading, at.integers("size", to.get(2), to.get(3)))
                .integer("axis", 0)
                .result();
        OnnxGraph.Call call = at.call("Resize")
                .with(at.input(), "", "", sizes)
                .text("coordinate_transformation_mode", resize.alignCorners() ? "align_corners" : "half_pixel");
        return resize.mode() == Resize.Mode.BILINEAR
                ? call.text("mode", "linear").result()
                : call.text("mode", "cubic").number("cubic_coeff_a", -0.75).result();
    }

    /** Rows by number, where PyTorch takes them from: Resize rounds otherwise where one extent is no multiple of the other. */
    private static String nearest(Emission at, String value, int dimension, int from, int to) {
        if (from == to) {
            return value;
        }
        if (to % from == 0) {
            float[] factors = {1, 1, 1, 1};
            factors[dimension] = (float) to / from;
            return at.call("Resize")
                    .with(value, "", at.constant("factors", Tensor.of(Shape.of(4), factors)))
                    .text("mode", "nearest")
                    .text("coordinate_transformation_mode", "asymmetric")
                    .text("nearest_mode", "floor")
                    .result();
        }
        long[] rows = new long[to];
        float step = (float) from / to;
        for (int i = 0; i < to; i++) {
            rows[i] = Math.min((long) Math.floor(i * step), from - 1);
        }
        return at.call("Gather")
                .with(value, at.integers("rows", rows))
                .integer("axis", dimension)
                .result();
    }
}
