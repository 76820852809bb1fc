package io.ocelli.onnxruntime;

import io.ocelli.graph.AdaptiveAvgPool2d;
import io.ocelli.graph.AvgPool2d;
import io.ocelli.graph.Conv2d;
import io.ocelli.graph.MaxPool2d;
import io.ocelli.graph.Size;
import io.ocelli.graph.Window;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;

/** Operations that slide a window over N C H W. Padding is always explicit, resolved for the program's input size. */
final class WindowEmitters {
    private WindowEmitters() {}

    static void register(Emitters.Table table) {
        table.put(Conv2d.class, WindowEmitters::conv)
                .put(MaxPool2d.class, WindowEmitters::maxPool)
                .put(AvgPool2d.class, WindowEmitters::avgPool)
                .put(AdaptiveAvgPool2d.class, WindowEmitters::adaptive);
    }

    private static String conv(Conv2d conv, Emission at) {
        OnnxGraph.Call call = at.call("Conv").with(QuantizationEmitters.layer(at));
        Window window = conv.window(at.inputShape());
        return slide(call, conv.kernel(), conv.stride(), window.top(), window.left(), window.bottom(), window.right())
                .integers("dilations", conv.dilation().height(), conv.dilation().width())
                .integer("group", conv.groups())
                .result();
    }

    private static String maxPool(MaxPool2d pool, Emission at) {
        Shape input = at.inputShape();
        Window window = pool.window(input);
        // Where PyTorch rounds up, padding makes the last window whole: ONNX's own ceil_mode counts windows otherwise.
        int bottom = Math.max(
                window.bottom(),
                span(
                                window.outputHeight(),
                                pool.stride().height(),
                                pool.kernel().height())
                        - input.at(2)
                        - window.top());
        int right = Math.max(
                window.right(),
                span(window.outputWidth(), pool.stride().width(), pool.kernel().width()) - input.at(3) - window.left());
        OnnxGraph.Call call = at.call("MaxPool").with(at.input());
        return slide(call, pool.kernel(), pool.stride(), window.top(), window.left(), bottom, right)
                .result();
    }

    private static int span(int outputs, int stride, int kernel) {
        return (outputs - 1) * stride + kernel;
    }

    private static String avgPool(AvgPool2d pool, Emission at) {
        Window window = pool.window(at.inputShape());
        OnnxGraph.Call call = at.call("AveragePool").with(at.input());
        return slide(call, pool.kernel(), pool.stride(), window.top(), window.left(), window.bottom(), window.right())
                .integer("count_include_pad", 1)
                .result();
    }

    private static OnnxGraph.Call slide(
            OnnxGraph.Call call, Size kernel, Size stride, int top, int left, int bottom, int right) {
        return call.integers("kernel_shape", kernel.height(), kernel.width())
                .integers("strides", stride.height(), stride.width())
                .integers("pads", top, left, bottom, right);
    }

    private static String adaptive(AdaptiveAvgPool2d pool, Emission at) {
        int height = at.inputShape().at(2);
        int width = at.inputShape().at(3);
        Size output = pool.output();
        if (output.equals(Size.of(1))) {
            return at.call("GlobalAveragePool").with(at.input()).result();
        }
        if (output.equals(new Size(height, width))) {
            return at.input();
        }
        if (height % output.height() == 0 && width % output.width() == 0) {
            Size window = new Size(height / output.height(), width / output.width());
            return slide(at.call("AveragePool").with(at.input()), window, window, 0, 0, 0, 0)
                    .result();
        }
        String rows = at.constant("rows", means(output.height(), height, false));
        String columns = at.constant("columns", means(output.width(), width, true));
        return at.call("MatMul")
                .with(rows, at.call("MatMul").with(at.input(), columns).result())
                .result();
    }

    /** The matrix that takes means over PyTorch's adaptive windows, which overlap where the extents do not divide. */
    private static Tensor means(int outputs, int inputs, boolean transposed) {
        float[] matrix = new float[outputs * inputs];
        for (int o = 0; o < outputs; o++) {
            int start = o * inputs / outputs;
            int end = ((o + 1) * inputs + outputs - 1) / outputs;
            for (int i = start; i < end; i++) {
                matrix[transposed ? i * outputs + o : o * inputs + i] = 1f / (end - start);
            }
        }
        return Tensor.of(transposed ? Shape.of(inputs, outputs) : Shape.of(outputs, inputs), matrix);
    }
}
