package io.ocelli.serving;

import io.ocelli.engine.Port;
import io.ocelli.error.EngineException;
import io.ocelli.image.Preprocessing;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * How a file's program takes its pictures.
 *
 * @param floats whether it takes normalised float32; otherwise uint8 as decoded
 * @param channelsFirst N C H W; otherwise N H W C
 */
record PixelLayout(boolean floats, boolean channelsFirst, Preprocessing preprocessing) {
    /**
     * The layout of an input.
     *
     * @throws EngineException if pictures of this preprocessing do not fit it
     */
    static PixelLayout of(String file, Port input, Preprocessing preprocessing) {
        List<Long> extents = input.extents();
        int channels = preprocessing.channels();
        boolean typed = input.type() == DType.FLOAT32 || input.type() == DType.UINT8;
        if (typed && extents.size() == 4) {
            for (boolean first : new boolean[] {true, false}) {
                if (extents.get(first ? 1 : 3) == channels
                        && fits(extents.get(first ? 2 : 1), preprocessing.cropHeight())
                        && fits(extents.get(first ? 3 : 2), preprocessing.cropWidth())) {
                    return new PixelLayout(input.type() == DType.FLOAT32, first, preprocessing);
                }
            }
        }
        throw new EngineException("A classifier's input for pictures of " + preprocessing.cropHeight() + " x "
                + preprocessing.cropWidth() + " x " + channels
                + " is float32 or uint8, N C H W or N H W C, and that of "
                + file + " is " + input + ". Name the preprocessing that it was trained with:"
                + " preprocessing(Preprocessing.imagenet().withCrop(height, width)).");
    }

    private static boolean fits(long extent, int size) {
        return extent == Port.ANY || extent == size;
    }

    /** Black pictures, as the program takes them. */
    Tensor black(long n) {
        return of(Tensor.zeros(
                DType.UINT8,
                Shape.of(n, preprocessing.cropHeight(), preprocessing.cropWidth(), preprocessing.channels())));
    }

    /** Pictures, uint8 N H W C, as the program takes them. */
    Tensor of(Tensor pixels) {
        if (!floats && !channelsFirst) {
            return pixels;
        }
        int n = pixels.shape().at(0);
        int area = pixels.shape().at(1) * pixels.shape().at(2);
        int channels = pixels.shape().at(3);
        Shape shape = channelsFirst
                ? Shape.of(n, channels, pixels.shape().at(1), pixels.shape().at(2))
                : pixels.shape();
        ByteBuffer from = pixels.bytes();
        ByteBuffer to = Tensor.allocate(floats ? DType.FLOAT32 : DType.UINT8, shape);
        FloatBuffer toFloats = to.asFloatBuffer();
        for (int c = 0; c < channels; c++) {
            float[] normalised = normalised(c);
            for (int i = 0; i < n; i++) {
                for (int p = 0; p < area; p++) {
                    int source = (i * area + p) * channels + c;
                    int target = channelsFirst ? (i * channels + c) * area + p : source;
                    if (floats) {
                        toFloats.put(target, normalised[from.get(source) & 255]);
                    } else {
                        to.put(target, from.get(source));
                    }
                }
            }
        }
        return Tensor.of(floats ? DType.FLOAT32 : DType.UINT8, shape, to);
    }

    /** What each sample becomes, in float32 as torchvision's ToTensor and Normalize compute it. */
    private float[] normalised(int channel) {
        float mean = preprocessing.mean().get(channel);
        float std = preprocessing.std().get(channel);
        float[] values = new float[256];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i / 255f - mean) / std;
        }
        return values;
    }
}
