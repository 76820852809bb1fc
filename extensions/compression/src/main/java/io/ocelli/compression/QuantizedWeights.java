package io.ocelli.compression;

import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A layer's weight as int8 with a scale for each output channel, and its bias as int32 in steps of the input's scale times the
 * weight's, so that it can be added to sums of products. All is rounded where ONNX Runtime's own quantiser rounds, so that the
 * numbers are the same, bit for bit.
 *
 * @param levels int8, of the weight's shape
 * @param scales float32, one for each output channel
 * @param bias int32, or null where there is none
 * @param biasScales float32, one for each output channel
 */
record QuantizedWeights(
        Tensor levels, Tensor scales, @Nullable Tensor bias, Tensor biasScales) {
    /** A bias has at most this many steps on both sides of 0 together, and a little less. */
    private static final double BIAS_STEPS = 2.0 * Integer.MAX_VALUE;

    private static final float LESS = 1.0001f;

    /**
     * @param weight float32, output channels first
     * @param bias float32, or null
     * @param inputScale what a level of the input stands for
     * @param steps what weights become, symmetric and of 8 bits at most
     */
    static QuantizedWeights of(Tensor weight, @Nullable Tensor bias, double inputScale, Levels steps) {
        int channels = weight.shape().at(0);
        float[] values = weight.toFloats();
        float @Nullable [] offsets = bias == null ? null : bias.toFloats();
        int fan = values.length / channels;
        ByteBuffer levels = Tensor.allocate(DType.INT8, weight.shape());
        ByteBuffer sums = Tensor.allocate(DType.INT32, Shape.of(channels));
        ByteBuffer scales = Tensor.allocate(DType.FLOAT32, Shape.of(channels));
        ByteBuffer sumScales = Tensor.allocate(DType.FLOAT32, Shape.of(channels));
        FloatBuffer scale = scales.asFloatBuffer();
        FloatBuffer sumScale = sumScales.asFloatBuffer();
        for (int channel = 0; channel < channels; channel++) {
            float magnitude = 0;
            for (int i = channel * fan; i < (channel + 1) * fan; i++) {
                magnitude = Math.max(magnitude, Math.abs(values[i]));
            }
            float offset = offsets == null ? 0 : offsets[channel];
            float each = scale(magnitude, Math.abs(offset), (float) inputScale, steps);
            for (int i = channel * fan; i < (channel + 1) * fan; i++) {
                levels.put(i, (byte) steps.kept(Math.rint(values[i] / each)));
            }
            scale.put(each);
            float step = (float) inputScale * each;
            sumScale.put(step);
            sums.putInt(4 * channel, (int) Math.rint(offset / (double) step));
        }
        return new QuantizedWeights(
                Tensor.of(DType.INT8, weight.shape(), levels),
                Tensor.of(DType.FLOAT32, Shape.of(channels), scales),
                bias == null ? null : Tensor.of(DType.INT32, Shape.of(channels), sums),
                Tensor.of(DType.FLOAT32, Shape.of(channels), sumScales));
    }

    /** The weights alone decide, but where the bias would have too many steps. */
    private static float scale(float magnitude, float offset, float inputScale, Levels steps) {
        double scale = (float)
                QuantizationParameters.of(new Range(0, magnitude), steps).scale();
        double step = inputScale * scale;
        double least = LESS * (2 * offset) / BIAS_STEPS;
        return (float) (step < least ? scale * (least / step) : scale);
    }
}
