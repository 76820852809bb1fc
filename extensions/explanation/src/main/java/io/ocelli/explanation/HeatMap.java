package io.ocelli.explanation;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import io.ocelli.boxes.Bbox;
import io.ocelli.image.Image;
import io.ocelli.image.PngWriter;
import io.ocelli.image.Size;
import io.ocelli.image.Strips;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/**
 * Where in a picture something is: a number for each cell of a grid over the part of the picture that the network sees. Immutable,
 * safe for any number of threads.
 *
 * <p>The numbers are as their method gives them, neither resized nor scaled; see {@link Method}. Whatever is shown of them is
 * relative to the largest, and what is negative counts as 0.
 */
public final class HeatMap {
    private final String label;
    private final int height;
    private final int width;
    private final float[] values;
    private final Bbox place;
    private final Size picture;

    /**
     * A map.
     *
     * @param label the name of the class that it is of
     * @param values row by row from the top; they are copied
     * @param place the part of the picture that the grid lies over, in the picture's pixels
     * @param picture the picture's size
     * @throws IllegalArgumentException if the numbers do not fit the grid, or one is not finite
     */
    public HeatMap(String label, int height, int width, float[] values, Bbox place, Size picture) {
        if (height < 1 || width < 1 || values.length != height * width) {
            throw new IllegalArgumentException("A heat map has a number for each of its height x width cells, received "
                    + height + " x " + width + " and " + values.length + " numbers");
        }
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("The numbers of a heat map are finite, received " + value
                        + ": the network's weights are not, or too large");
            }
        }
        this.label = Objects.requireNonNull(label, "label");
        this.height = height;
        this.width = width;
        this.values = values.clone();
        this.place = Objects.requireNonNull(place, "place");
        this.picture = Objects.requireNonNull(picture, "picture");
    }

    /** The name of the class that it is of. */
    public String label() {
        return label;
    }

    /** Rows of the grid. */
    public int height() {
        return height;
    }

    /** Columns of the grid. */
    public int width() {
        return width;
    }

    /** The numbers, row by row from the top; a copy. */
    public float[] values() {
        return values.clone();
    }

    /** The number of a cell. */
    public float at(int row, int column) {
        return values[
                Preconditions.checkElementIndex(row, height) * width + Preconditions.checkElementIndex(column, width)];
    }

    /** The part of the picture that the grid lies over, in the picture's pixels; it may reach beyond a picture that was padded. */
    public Bbox place() {
        return place;
    }

    /** The largest of the numbers, or 0 if none is positive. */
    public float largest() {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, value);
        }
        return largest;
    }

    /**
     * The numbers over each pixel of the picture, row by row, between the grid's by bilinear interpolation; 0 where the network
     * sees nothing.
     */
    public float[] overPicture() {
        int top = Math.max(0, (int) Math.round(place.y()));
        int left = Math.max(0, (int) Math.round(place.x()));
        int bottom = Math.min(picture.height(), (int) Math.round(place.y() + place.height()));
        int right = Math.min(picture.width(), (int) Math.round(place.x() + place.width()));
        float[] all = new float[Math.multiplyExact(picture.height(), picture.width())];
        for (int y = top; y < bottom; y++) {
            double down = Math.min(height - 1, Math.max(0, (y + 0.5 - place.y()) * height / place.height() - 0.5));
            for (int x = left; x < right; x++) {
                double across = Math.min(width - 1, Math.max(0, (x + 0.5 - place.x()) * width / place.width() - 0.5));
                all[y * picture.width() + x] = between(down, across);
            }
        }
        return all;
    }

    private float between(double down, double across) {
        int y = (int) down;
        int x = (int) across;
        int below = Math.min(y + 1, height - 1) * width;
        int right = Math.min(x + 1, width - 1);
        double share = across - x;
        double upper = values[y * width + x] + share * (values[y * width + right] - (double) values[y * width + x]);
        double lower = values[below + x] + share * (values[below + right] - (double) values[below + x]);
        return (float) (upper + (down - y) * (lower - upper));
    }

    /**
     * The picture under the map: half the picture, half a colour from dark blue (0) over green to yellow (the largest number). What
     * the network does not see stays as it is.
     *
     * @param image the picture that was explained, gray or red, green, blue, with 8 bits
     * @return red, green, blue
     * @throws IllegalArgumentException if it is of another size, or has other channels or 16 bits
     */
    public Image overlay(Image image) {
        return overlay(image, largest());
    }

    /**
     * As {@link #overlay(Image)}, with a scale that several maps share.
     *
     * @param full the number that is yellow, above 0 where any is
     */
    public Image overlay(Image image, double full) {
        if (!image.size().equals(picture)) {
            throw new IllegalArgumentException(
                    "A heat map lies over the picture it is of, " + picture + ", received one of " + image.size());
        }
        byte[] samples = image.toChannels(3).samples();
        float[] heat = overPicture();
        byte[] blended = samples.clone();
        for (int p = 0; p < heat.length; p++) {
            if (isSeen(p / picture.width(), p % picture.width())) {
                int colour = ColourMap.VIRIDIS.at(full > 0 ? heat[p] / full : 0);
                for (int c = 0; c < 3; c++) {
                    blended[3 * p + c] = (byte) (((samples[3 * p + c] & 255) + (colour >> 16 - 8 * c & 255) + 1) / 2);
                }
            }
        }
        return Image.of(picture.height(), picture.width(), 3, blended);
    }

    private boolean isSeen(int y, int x) {
        return y + 0.5 > place.y()
                && y + 0.5 < place.y() + place.height()
                && x + 0.5 > place.x()
                && x + 0.5 < place.x() + place.width();
    }

    /** The {@link #overlay(Image)} as the bytes of a PNG file. */
    public byte[] png(Image image) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            PngWriter.write(Strips.of(overlay(image)), file);
        } catch (IOException e) {
            throw new UncheckedIOException("Memory takes what is written to it", e);
        }
        return file.toByteArray();
    }

    /**
     * Boxes around the parts of the picture in which the map reaches a share of its largest number, the largest part first; pixels
     * touch by sides and corners. None where no number is positive.
     *
     * @param threshold above 0 and at most 1; 0.2 is common for Grad-CAM
     * @throws IllegalArgumentException if it is not
     */
    public List<Bbox> boxes(double threshold) {
        if (!(threshold > 0 && threshold <= 1)) {
            throw new IllegalArgumentException(
                    "A threshold of boxes is a share of the largest number, above 0 and at most 1, received "
                            + threshold);
        }
        float largest = largest();
        if (largest == 0) {
            return ImmutableList.of();
        }
        float[] heat = overPicture();
        float reached = 0;
        for (float value : heat) {
            reached = Math.max(reached, value);
        }
        // Between the grid's numbers the pixels of a small picture may miss the largest.
        double least = Math.min(reached, threshold * largest);
        boolean[] hot = new boolean[heat.length];
        for (int i = 0; i < hot.length; i++) {
            hot[i] = heat[i] > 0 && heat[i] >= least;
        }
        return Regions.of(hot, picture.width()).boxes();
    }

    /** The place of the largest number, as the middle of its cell in the picture's pixels: {@code {y, x}}. */
    public double[] peak() {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return new double[] {
            place.y() + (best / width + 0.5) * place.height() / height,
            place.x() + (best % width + 0.5) * place.width() / width
        };
    }

    @Override
    public String toString() {
        return "HeatMap of " + label + ", " + height + " x " + width + ", at most " + largest();
    }
}
