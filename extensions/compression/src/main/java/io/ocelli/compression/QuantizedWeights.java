package io.ocelli.compression;

import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A layer's weight as int8 with a scale for each output channel, and its bias as int32 in steps of the input's scale times the
 * weight's, so that it can be added to sums of products.
 *
 * @param levels int8, of the weight's shape
 * @param scales float32, one for each output channel
 * @param bias int32, or null where there is none
 * @param biasScales float32, one for each output channel
 */
record QuantizedWeights(
        Tensor levels, Tensor scales, @Nullable Tensor bias, Tensor biasScales) {
    /** Steps that a bias has where the weights, all 0, do not care. */
    private static final double STEPS = 1 << 20;

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
            double magnitude = 0;
            for (int i = channel * fan; i < (channel + 1) * fan; i++) {
                magnitude = Math.max(magnitude, Math.abs(values[i]));
            }
            double offset = offsets == null ? 0 : Math.abs(offsets[channel]);
            QuantizationParameters each = parameters(magnitude, offset / inputScale, steps);
            for (int i = channel * fan; i < (channel + 1) * fan; i++) {
                levels.put(i, (byte) each.quantize(values[i]));
            }
            scale.put((float) each.scale());
            float step = (float) inputScale * (float) each.scale();
            sumScale.put(step);
            sums.putInt(4 * channel, offsets == null ? 0 : (int) Math.rint(offsets[channel] / (double) step));
        }
        return new QuantizedWeights(
                Tensor.of(DType.INT8, weight.shape(), levels),
                Tensor.of(DType.FLOAT32, Shape.of(channels), scales),
                bias == null ? null : Tensor.of(DType.INT32, Shape.of(channels), sums),
                Tensor.of(DType.FLOAT32, Shape.of(channels), sumScales));
    }

    /** The weights' alone decide, but where the bias would have too many steps or, all weights being 0, too few. */
    private static QuantizationParameters parameters(double magnitude, double offset, Levels steps) {
        double scale = QuantizationParameters.of(new Range(0, magnitude), steps).scale();
        if (magnitude == 0 && offset > 0) {
            scale = offset / STEPS;
        }
        double least = offset / (Integer.MAX_VALUE / 2);
        return new QuantizationParameters((float) Math.max(scale, least), 0, steps);
    }
}
