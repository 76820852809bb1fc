package io.ocelli.serving;

import io.ocelli.engine.Port;
import io.ocelli.error.EngineException;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * How a file's program takes its pictures.
 *
 * @param type normalised float32; uint8 as decoded; or int32, samples of 16 bits as they were read
 * @param channelsFirst N C H W; otherwise N H W C
 */
record PixelLayout(DType type, boolean channelsFirst, Preprocessing preprocessing) {
    /**
     * The layout of an input.
     *
     * @throws EngineException if pictures of this preprocessing do not fit it
     */
    static PixelLayout of(String file, Port input, Preprocessing preprocessing) {
        List<Long> extents = input.extents();
        int channels = preprocessing.channels();
        DType type = input.type();
        boolean wide = preprocessing.intensities() != null;
        boolean typed = type == DType.FLOAT32 || type == (wide ? NetworkPrograms.SAMPLES : DType.UINT8);
        if (typed && extents.size() == 4) {
            for (boolean first : new boolean[] {true, false}) {
                if (extents.get(first ? 1 : 3) == channels
                        && fits(extents.get(first ? 2 : 1), preprocessing.cropHeight())
                        && fits(extents.get(first ? 3 : 2), preprocessing.cropWidth())) {
                    return new PixelLayout(type, first, preprocessing);
                }
            }
        }
        throw new EngineException("A classifier's input for pictures of " + preprocessing.cropHeight() + " x "
                + preprocessing.cropWidth() + " x " + channels + (wide ? " of 16 bits" : "")
                + " is float32 or " + (wide ? "int32" : "uint8") + ", N C H W or N H W C, and that of "
                + file + " is " + input + ". Name the preprocessing that it was trained with:"
                + " preprocessing(Preprocessing.imagenet().withCrop(height, width)).");
    }

    private static boolean fits(long extent, int size) {
        return extent == Port.ANY || extent == size;
    }

    /** What it is given pixels as, N H W C. */
    DType given() {
        return type == NetworkPrograms.SAMPLES ? type : NetworkPrograms.pixelType(preprocessing);
    }

    /** Black pictures, as the program takes them. */
    Tensor black(long n) {
        return of(Tensor.zeros(
                given(), Shape.of(n, preprocessing.cropHeight(), preprocessing.cropWidth(), preprocessing.channels())));
    }

    /** Pictures, N H W C, as the program takes them. */
    Tensor of(Tensor pixels) {
        if (type != DType.FLOAT32 && !channelsFirst) {
            return pixels;
        }
        int n = pixels.shape().at(0);
        int area = pixels.shape().at(1) * pixels.shape().at(2);
        int channels = pixels.shape().at(3);
        Shape shape = channelsFirst
                ? Shape.of(n, channels, pixels.shape().at(1), pixels.shape().at(2))
                : pixels.shape();
        ByteBuffer to = Tensor.allocate(type, shape);
        for (int c = 0; c < channels; c++) {
            Samples samples = samples(pixels, to, c);
            for (int i = 0; i < n; i++) {
                for (int p = 0; p < area; p++) {
                    int source = (i * area + p) * channels + c;
                    samples.put(source, channelsFirst ? (i * channels + c) * area + p : source);
                }
            }
        }
        return Tensor.of(type, shape, to);
    }

    /** Takes a sample from its place among those given to its place among those of the program. */
    private interface Samples {
        void put(int source, int target);
    }

    private Samples samples(Tensor pixels, ByteBuffer to, int channel) {
        ByteBuffer from = pixels.bytes();
        if (type == DType.UINT8) {
            return (source, target) -> to.put(target, from.get(source));
        }
        if (type == NetworkPrograms.SAMPLES) {
            return (source, target) -> to.putInt(target * Integer.BYTES, from.getInt(source * Integer.BYTES));
        }
        FloatBuffer toFloats = to.asFloatBuffer();
        float mean = preprocessing.mean().get(channel);
        float std = preprocessing.std().get(channel);
        if (pixels.type() == DType.FLOAT32) {
            return (source, target) -> toFloats.put(target, (from.getFloat(source * Float.BYTES) - mean) / std);
        }
        float[] normalised = normalised(mean, std);
        return (source, target) -> toFloats.put(target, normalised[from.get(source) & 255]);
    }

    /** What each sample becomes, in float32 as torchvision's ToTensor and Normalize compute it. */
    private static float[] normalised(float mean, float std) {
        float[] values = new float[256];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i / 255f - mean) / std;
        }
        return values;
    }
}
