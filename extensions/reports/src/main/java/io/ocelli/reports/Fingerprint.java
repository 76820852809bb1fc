package io.ocelli.reports;

import io.ocelli.image.Image;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * A picture in a kilobyte: its mean colours in 16 x 16 cells, each of the same share of the picture, and a digest of its pixels.
 *
 * <p>The distance of two is the root of the mean squared difference of their cells. Where cells are averaged, of all
 * pictures together, it can only become smaller (Jensen): so those at a distance are told apart by few numbers.
 */
final class Fingerprint {
    private static final int CELLS = 16;
    private static final int CHANNELS = 3;

    /** Copies are nearer than this, in levels of 255: of 2,000 pictures of 32 x 32 at a JPEG quality of 60, all. */
    static final double FARTHEST = 9;

    /** A picture that varies less is plain: it looks like every other of its colour. */
    private static final double PLAIN = 3;

    /** Below so many pixels, what a JPEG loses shows in the cells, which are then averaged to half as many. */
    private static final int SMALL = 64;

    /** Copies differ by no more than these parts of what the picture varies: one, and one that falls with its side. */
    private static final double TOLERANCE = 0.05;

    private static final double TOLERANCE_PIXELS = 8;
    private static final double LARGEST_TOLERANCE = 0.35;

    private final byte[] pixels;
    private final int side;
    private final float[] fine;
    private final float[] half;
    private final float[] coarse;
    private final double mean;
    private final double deviation;

    private Fingerprint(byte[] pixels, int side, float[] fine) {
        this.pixels = pixels;
        this.side = side;
        this.fine = fine;
        this.half = halved(fine, CELLS);
        this.coarse = halved(half, CELLS / 2);
        double[] means = new double[CHANNELS];
        for (int i = 0; i < fine.length; i++) {
            means[i % CHANNELS] += fine[i] * CHANNELS / fine.length;
        }
        double squares = 0;
        for (int i = 0; i < fine.length; i++) {
            squares += Math.pow(fine[i] - means[i % CHANNELS], 2);
        }
        this.mean = Arrays.stream(means).sum() / CHANNELS;
        this.deviation = Math.sqrt(squares / fine.length);
    }

    static Fingerprint of(Image picture) {
        Image bytes = picture.depth() == Image.Depth.UINT8
                ? picture
                : picture.toBytes(picture.depth().least(), picture.depth().largest());
        return new Fingerprint(digest(picture), Math.min(picture.height(), picture.width()), cells(bytes));
    }

    /** The mean of all its numbers, 0 to 255: copies are no farther apart in it than {@link #FARTHEST}. */
    double mean() {
        return mean;
    }

    /** Whether two pictures are the same pixel for pixel. */
    boolean equalPixels(Fingerprint other) {
        return Arrays.equals(pixels, other.pixels);
    }

    /** Whether one of two pictures is the other, perhaps encoded anew or resized. */
    boolean isCopy(Fingerprint other) {
        if (equalPixels(other)) {
            return true;
        }
        double varies = Math.min(deviation, other.deviation);
        int smaller = Math.min(side, other.side);
        double part = Math.min(LARGEST_TOLERANCE, TOLERANCE + TOLERANCE_PIXELS / smaller);
        double most = Math.min(FARTHEST, part * varies);
        return varies >= PLAIN
                && near(coarse, other.coarse, most)
                && near(half, other.half, most)
                && (smaller < SMALL || near(fine, other.fine, most));
    }

    private static boolean near(float[] a, float[] b, double most) {
        double left = most * most * a.length;
        for (int i = 0; i < a.length && left >= 0; i++) {
            double difference = a[i] - b[i];
            left -= difference * difference;
        }
        return left >= 0;
    }

    /** Each cell of {@code size / 2} rows and columns is the mean of four. */
    private static float[] halved(float[] cells, int size) {
        int half = size / 2;
        float[] means = new float[half * half * CHANNELS];
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                for (int c = 0; c < CHANNELS; c++) {
                    means[(y / 2 * half + x / 2) * CHANNELS + c] += cells[(y * size + x) * CHANNELS + c] / 4;
                }
            }
        }
        return means;
    }

    /** The mean of each cell; a pixel that lies in several counts in each by its share. */
    private static float[] cells(Image picture) {
        double[] sums = new double[CELLS * CELLS * CHANNELS];
        double[] row = new double[CELLS * CHANNELS];
        double height = (double) CELLS / picture.height();
        double width = (double) CELLS / picture.width();
        byte[] samples = picture.samples();
        int channels = picture.channels();
        for (int y = 0; y < picture.height(); y++) {
            Arrays.fill(row, 0);
            for (int x = 0; x < picture.width(); x++) {
                int at = (y * picture.width() + x) * channels;
                double left = x * width;
                double right = left + width;
                for (int cell = (int) left; cell < right && cell < CELLS; cell++) {
                    double share = Math.min(right, cell + 1) - Math.max(left, cell);
                    for (int c = 0; c < CHANNELS; c++) {
                        row[cell * CHANNELS + c] += share * (samples[at + (channels < CHANNELS ? 0 : c)] & 255);
                    }
                }
            }
            double top = y * height;
            double bottom = top + height;
            for (int cell = (int) top; cell < bottom && cell < CELLS; cell++) {
                double share = Math.min(bottom, cell + 1) - Math.max(top, cell);
                for (int i = 0; i < row.length; i++) {
                    sums[cell * row.length + i] += share * row[i];
                }
            }
        }
        float[] cells = new float[sums.length];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = (float) sums[i];
        }
        return cells;
    }

    private static byte[] digest(Image picture) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(4 * Integer.BYTES)
                    .putInt(picture.height())
                    .putInt(picture.width())
                    .putInt(picture.channels())
                    .putInt(picture.depth().ordinal())
                    .array());
            if (picture.depth() == Image.Depth.UINT8) {
                return digest.digest(picture.samples());
            }
            short[] words = picture.words();
            ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(words.length, Short.BYTES));
            bytes.asShortBuffer().put(words);
            return digest.digest(bytes.array());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}
