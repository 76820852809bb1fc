package io.ocelli.transforms;

import io.ocelli.image.Image;
import io.ocelli.image.Parameters;
import io.ocelli.image.Transform;
import java.util.Arrays;
import java.util.Collections;

/**
 * Blurs a picture of 8 bits or 16 by a normal distribution, mirrored at the edges, as torchvision does.
 *
 * @param kernelHeight how many rows are mixed, odd
 * @param kernelWidth how many columns are mixed, odd
 * @param sigmaY the deviation down, in pixels, over 0
 * @param sigmaX the deviation across, in pixels, over 0
 */
public record GaussianBlur(int kernelHeight, int kernelWidth, double sigmaY, double sigmaX) implements Transform {
    /**
     * @throws IllegalArgumentException if a kernel is not odd and positive, or a deviation not positive
     */
    public GaussianBlur {
        if (kernelHeight < 1 || kernelWidth < 1 || kernelHeight % 2 == 0 || kernelWidth % 2 == 0) {
            throw new IllegalArgumentException(
                    "A blur's kernel is odd, received " + kernelHeight + " x " + kernelWidth);
        }
        if (!(sigmaY > 0 && sigmaX > 0)) {
            throw new IllegalArgumentException(
                    "A blur's deviations are positive, received " + sigmaY + " and " + sigmaX);
        }
    }

    /**
     * @throws IllegalArgumentException if the picture is not larger than half the kernel
     */
    @Override
    public Image apply(Image image) {
        int top = kernelHeight / 2;
        int left = kernelWidth / 2;
        if (image.height() <= top || image.width() <= left) {
            throw new IllegalArgumentException("A blurred picture is larger than half its kernel of " + kernelHeight
                    + " x " + kernelWidth + ", received " + image);
        }
        Image padded = new Pad(left, top, left, top, PadMode.REFLECT, Collections.singletonList(0)).apply(image);
        int channels = image.channels();
        int row = padded.width() * channels;
        int[] from = Depths.values(padded);
        float[] down = kernel(kernelHeight, sigmaY);
        float[] across = kernel(kernelWidth, sigmaX);
        Image result = Image.black(image.height(), image.width(), channels, image.depth());
        float[] sums = new float[image.width() * channels];
        for (int y = 0; y < image.height(); y++) {
            Arrays.fill(sums, 0);
            for (int k = 0; k < kernelHeight * kernelWidth; k++) {
                // One kernel of two dimensions, summed up in floats row by row: other orders round otherwise.
                float weight = down[k / kernelWidth] * across[k % kernelWidth];
                add(sums, from, (y + k / kernelWidth) * row + k % kernelWidth * channels, weight);
            }
            for (int i = 0; i < sums.length; i++) {
                Depths.put(result, y * sums.length + i, Math.rint(sums[i]));
            }
        }
        return result;
    }

    private static void add(float[] sums, int[] samples, int offset, float weight) {
        for (int i = 0; i < sums.length; i++) {
            // The product is exact in a double, so this rounds once, like a fused multiply-add.
            sums[i] = (float) ((double) weight * samples[offset + i] + sums[i]);
        }
    }

    private static float[] kernel(int length, double sigma) {
        float[] kernel = new float[length];
        float sum = 0;
        for (int i = 0; i < length; i++) {
            float x = i - (length - 1) / 2f;
            float scaled = x / (float) sigma;
            kernel[i] = (float) StrictMath.exp(-0.5f * (scaled * scaled));
            sum += kernel[i];
        }
        for (int i = 0; i < length; i++) {
            kernel[i] /= sum;
        }
        return kernel;
    }

    @Override
    public String name() {
        return "GaussianBlur";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none()
                .with("kernelHeight", kernelHeight)
                .with("kernelWidth", kernelWidth)
                .with("sigmaY", sigmaY)
                .with("sigmaX", sigmaX);
    }

    static GaussianBlur read(Parameters saved) {
        return new GaussianBlur(
                saved.integer("kernelHeight"),
                saved.integer("kernelWidth"),
                saved.number("sigmaY"),
                saved.number("sigmaX"));
    }
}
