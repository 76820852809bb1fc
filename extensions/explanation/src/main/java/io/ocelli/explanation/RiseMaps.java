package io.ocelli.explanation;

import io.ocelli.image.Randomness;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;

/** Maps of what the network says of pictures that show through random masks. */
final class RiseMaps implements Maps {
    private final int masks;
    private final int cells;
    private final double shown;
    private final long seed;
    private final Logits logits;

    RiseMaps(Explanation asked, int masks, int cells, double shown, long seed) {
        this.masks = masks;
        this.cells = cells;
        this.shown = shown;
        this.seed = seed;
        this.logits = new Logits(asked);
    }

    @Override
    public Seen of(Tensor input, int... labels) {
        int[] chosen = Logits.chosen(logits.of(input), labels);
        Shape shape = input.shape();
        int pixels = shape.at(2) * shape.at(3);
        double[][] maps = new double[labels.length][pixels];
        double[] pictures = input.toDoubles();
        int size = pictures.length / labels.length;
        for (int i = 0; i < masks; i++) {
            double[] mask = mask(
                    shape.at(2), shape.at(3), Randomness.of(seed).split("rise").split(i));
            float[] masked = new float[pictures.length];
            for (int j = 0; j < masked.length; j++) {
                masked[j] = (float) (pictures[j] * mask[j % size % pixels]);
            }
            float[][] rows = logits.of(Tensor.of(shape, masked));
            for (int n = 0; n < labels.length; n++) {
                double probability = Softmax.of(rows[n], chosen[n]);
                for (int p = 0; p < pixels; p++) {
                    maps[n][p] += probability * mask[p] / (masks * shown);
                }
            }
        }
        float[] values = new float[labels.length * pixels];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) maps[i / pixels][i % pixels];
        }
        return new Seen(Tensor.of(Shape.of(labels.length, shape.get(2), shape.get(3)), values), chosen);
    }

    /** Cells that are shown or not, resized to one cell more than the picture, from which the picture's size is cut at random. */
    private double[] mask(int height, int width, Randomness random) {
        float[] grid = new float[cells * cells];
        for (int i = 0; i < grid.length; i++) {
            grid[i] = random.nextBoolean(shown) ? 1 : 0;
        }
        int cellHeight = (height + cells - 1) / cells;
        int cellWidth = (width + cells - 1) / cells;
        int across = (cells + 1) * cellWidth;
        double[] whole = new Bilinear(cells, cells, (cells + 1) * cellHeight, across, false).of(grid, 0);
        int top = random.nextInt(cellHeight);
        int left = random.nextInt(cellWidth);
        double[] mask = new double[height * width];
        for (int y = 0; y < height; y++) {
            System.arraycopy(whole, (top + y) * across + left, mask, y * width, width);
        }
        return mask;
    }

    @Override
    public void close() {
        logits.close();
    }
}
