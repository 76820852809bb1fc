package io.ocelli.explanation;

import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;

/** Maps of what the logit loses behind a square of zeros. */
final class OcclusionMaps implements Maps {
    private final int window;
    private final int stride;
    private final Logits logits;

    OcclusionMaps(Explanation asked, int window, int stride) {
        this.window = window;
        this.stride = stride;
        this.logits = new Logits(asked);
    }

    @Override
    public Seen of(Tensor input, int... labels) {
        Shape shape = input.shape();
        int height = shape.at(2);
        int width = shape.at(3);
        float[] maps = new float[labels.length * height * width];
        int[] chosen = Logits.chosen(logits.of(input), labels);
        for (int n = 0; n < labels.length; n++) {
            float[] pixels = pixels(windows(Batching.sample(input, n), chosen[n]), height, width);
            System.arraycopy(pixels, 0, maps, n * pixels.length, pixels.length);
        }
        return new Seen(Tensor.of(Shape.of(labels.length, height, width), maps), chosen);
    }

    /** What the logit of a class loses by each window, by rows of windows. */
    double[][] windows(Tensor picture, int label) {
        float[] values = picture.toFloats();
        int height = picture.shape().at(2);
        int width = picture.shape().at(3);
        int rows = count(height);
        int columns = count(width);
        double whole = logits.of(picture)[0][label];
        double[] covered = logits.of(rows * columns, label, (i, sample) -> {
            System.arraycopy(values, 0, sample, 0, values.length);
            int top = i / columns * stride;
            int left = i % columns * stride;
            for (int row = 0; row < values.length / width; row++) {
                int y = row % height;
                for (int x = left; y >= top && y < top + window && x < Math.min(width, left + window); x++) {
                    sample[row * width + x] = 0;
                }
            }
        });
        double[][] lost = new double[rows][columns];
        for (int i = 0; i < covered.length; i++) {
            lost[i / columns][i % columns] = whole - covered[i];
        }
        return lost;
    }

    /** The mean, for each pixel, of what the windows that cover it lose. */
    float[] pixels(double[][] lost, int height, int width) {
        float[] pixels = new float[height * width];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) mean(lost, i / width, i % width);
        }
        return pixels;
    }

    /** How many windows it takes to reach the end. */
    private int count(int extent) {
        return (Math.max(0, extent - window) + stride - 1) / stride + 1;
    }

    private double mean(double[][] lost, int y, int x) {
        double sum = 0;
        int covering = 0;
        for (int i = first(y); i <= y / stride && i < lost.length; i++) {
            for (int j = first(x); j <= x / stride && j < lost[i].length; j++) {
                sum += lost[i][j];
                covering++;
            }
        }
        return sum / covering;
    }

    private int first(int at) {
        return at < window ? 0 : (at - window) / stride + 1;
    }

    @Override
    public void close() {
        logits.close();
    }
}
