package io.ocelli.saving;

import io.ocelli.error.WeightsException;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.Map;

/** Weights that are numbers: a network with NaN or infinity in it answers nonsense, or nothing. */
final class FiniteWeights {
    private static final int EXPONENT = 0x7f800000;

    private FiniteWeights() {}

    /**
     * Refuses weights of which one is NaN or infinite.
     *
     * @param subject what they are, for the message
     * @param wayOut what to do
     */
    static void require(Weights weights, String subject, String wayOut) {
        for (Map.Entry<String, Tensor> entry : weights.toMap().entrySet()) {
            int at = firstOf(entry.getValue());
            if (at >= 0) {
                Tensor tensor = entry.getValue();
                float value = tensor.to(DType.FLOAT32).toFloats()[at];
                throw new WeightsException("The weights of a network are finite, and " + subject + " hold " + value
                        + " in " + entry.getKey() + " " + tensor.shape() + " at " + at + ". " + wayOut);
            }
        }
    }

    /** The place of the first number that is none, or -1. */
    private static int firstOf(Tensor tensor) {
        if (tensor.type() == DType.FLOAT32) {
            IntBuffer bits = tensor.bytes().asIntBuffer();
            for (int i = 0; i < bits.limit(); i++) {
                if ((bits.get(i) & EXPONENT) == EXPONENT) {
                    return i;
                }
            }
        } else if (tensor.type() == DType.FLOAT64) {
            ByteBuffer bytes = tensor.bytes();
            for (int i = 0; i < bytes.remaining() / Double.BYTES; i++) {
                double value = bytes.getDouble(i * Double.BYTES);
                if (Double.isNaN(value) || Double.isInfinite(value)) {
                    return i;
                }
            }
        } else if (tensor.type().isFloating()) {
            float[] values = tensor.toFloats();
            for (int i = 0; i < values.length; i++) {
                if (!Float.isFinite(values[i])) {
                    return i;
                }
            }
        }
        return -1;
    }
}
