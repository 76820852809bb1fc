package io.ocelli.image;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A picture: samples in rows from the top, each row from the left, the channels of a pixel side by side (H W C). One
 * channel is gray, three are red, green, blue. Samples have 8 bits, or 16 as medical and industrial ones do.
 *
 * <p>An image does not copy the array it is given, and hands out that array; who shares an image does not write to it.
 */
public final class Image {
    /** What a sample is. */
    public enum Depth {
        /** 0 to 255, in bytes. */
        UINT8(0, 255),
        /** 0 to 65535, in shorts. */
        UINT16(0, 65535),
        /** -32768 to 32767, in shorts. */
        INT16(-32768, 32767);

        private final int least;
        private final int largest;

        Depth(int least, int largest) {
            this.least = least;
            this.largest = largest;
        }

        /** The least value of a sample. */
        public int least() {
            return least;
        }

        /** The largest value of a sample. */
        public int largest() {
            return largest;
        }
    }

    private static final byte[] NO_BYTES = {};

    private final int height;
    private final int width;
    private final int channels;
    private final byte[] samples;
    private final short @Nullable [] words;
    private final Depth depth;

    private Image(int height, int width, int channels, byte[] samples, short @Nullable [] words, Depth depth) {
        this.height = height;
        this.width = width;
        this.channels = channels;
        this.samples = samples;
        this.words = words;
        this.depth = depth;
    }

    /**
     * An image over an array of {@code height * width * channels} samples.
     *
     * @throws IllegalArgumentException if an extent is not positive, or the array is of another length
     */
    public static Image of(int height, int width, int channels, byte[] samples) {
        checkLength(height, width, channels, samples.length);
        return new Image(height, width, channels, samples, null, Depth.UINT8);
    }

    /**
     * An image over an array of {@code height * width * channels} samples of 16 bits.
     *
     * @param depth what they are: {@link Depth#UINT16} or {@link Depth#INT16}
     * @throws IllegalArgumentException if an extent is not positive, the array is of another length, or the depth of 8 bits
     */
    public static Image of(int height, int width, int channels, short[] samples, Depth depth) {
        checkLength(height, width, channels, samples.length);
        if (depth == Depth.UINT8) {
            throw new IllegalArgumentException("Samples in shorts are UINT16 or INT16, received " + depth);
        }
        return new Image(height, width, channels, NO_BYTES, samples, depth);
    }

    private static void checkLength(int height, int width, int channels, int length) {
        if (height < 1 || width < 1 || channels < 1) {
            throw new IllegalArgumentException("An image's height, width and channels are positive, received " + height
                    + " x " + width + " x " + channels);
        }
        if (length != (long) height * width * channels) {
            throw new IllegalArgumentException("An image of " + height + " x " + width + " x " + channels + " has "
                    + (long) height * width * channels + " samples, received " + length);
        }
    }

    /** A black image, to be written into through {@link #samples()} before it is shared. */
    public static Image black(int height, int width, int channels) {
        return of(height, width, channels, new byte[Math.multiplyExact(Math.multiplyExact(height, width), channels)]);
    }

    /** An image of zeros, to be written into through {@link #samples()} or {@link #words()} before it is shared. */
    public static Image black(int height, int width, int channels, Depth depth) {
        return depth == Depth.UINT8
                ? black(height, width, channels)
                : of(
                        height,
                        width,
                        channels,
                        new short[Math.multiplyExact(Math.multiplyExact(height, width), channels)],
                        depth);
    }

    public int height() {
        return height;
    }

    public int width() {
        return width;
    }

    public int channels() {
        return channels;
    }

    /** Height and width. */
    public Size size() {
        return new Size(height, width);
    }

    /** What a sample is. */
    public Depth depth() {
        return depth;
    }

    /**
     * The samples themselves, not a copy: (y * width + x) * channels + c.
     *
     * @throws IllegalArgumentException if they have 16 bits
     */
    public byte[] samples() {
        if (words != null) {
            throw new IllegalArgumentException("A picture's samples() have 8 bits, received " + this
                    + ". Read its words() or sample(y, x, channel), or bring it to 8 bits by toBytes(low, high).");
        }
        return samples;
    }

    /**
     * The samples of 16 bits themselves, not a copy: (y * width + x) * channels + c. Those of {@link Depth#UINT16} are read
     * by {@code & 65535}.
     *
     * @throws IllegalArgumentException if they have 8 bits
     */
    public short[] words() {
        if (words == null) {
            throw new IllegalArgumentException(
                    "A picture's words() have 16 bits, received " + this + ", which has 8. Read its samples().");
        }
        return words;
    }

    /** The sample at a place, in the range of the {@link #depth}. */
    public int sample(int y, int x, int channel) {
        int i = (y * width + x) * channels + channel;
        return words == null ? samples[i] & 255 : word(words[i]);
    }

    private int word(short word) {
        return depth == Depth.INT16 ? word : word & 65535;
    }

    /**
     * This picture in 8 bits: what is {@code low} or less becomes 0, {@code high} or more becomes 255, and what lies between
     * is spread evenly, rounded to nearest. Doctors call it a window.
     *
     * @throws IllegalArgumentException if {@code low} is not below {@code high}
     */
    public Image toBytes(int low, int high) {
        if (low >= high) {
            throw new IllegalArgumentException("A window has low < high, received " + low + " and " + high);
        }
        byte[] bytes = new byte[words == null ? samples.length : words.length];
        for (int i = 0; i < bytes.length; i++) {
            int value = words == null ? samples[i] & 255 : word(words[i]);
            long above = Math.max(0, Math.min((long) high - low, (long) value - low));
            bytes[i] = (byte) Math.round(above * 255.0 / ((long) high - low));
        }
        return of(height, width, channels, bytes);
    }

    /**
     * This picture with one channel (gray) or three (red, green, blue); itself if it has them.
     *
     * @throws IllegalArgumentException if that conversion is not known
     */
    public Image toChannels(int count) {
        if (count == channels) {
            return this;
        }
        if (count == 1) {
            return toGray();
        }
        if (count != 3 || channels != 1) {
            throw new IllegalArgumentException("A picture turns from 1 channel to 3 or from 3 to 1, received "
                    + channels + " to " + count + ". An ImageSource of your own gives pictures of other channels.");
        }
        if (words != null) {
            short[] colour = new short[Math.multiplyExact(words.length, 3)];
            for (int o = 0; o < colour.length; o++) {
                colour[o] = words[o / 3];
            }
            return of(height, width, 3, colour, depth);
        }
        byte[] colour = new byte[Math.multiplyExact(samples.length, 3)];
        for (int i = 0, o = 0; i < samples.length; i++) {
            byte value = samples[i];
            colour[o++] = value;
            colour[o++] = value;
            colour[o++] = value;
        }
        return of(height, width, 3, colour);
    }

    /**
     * This picture in gray, one channel, by the luma of ITU-R BT.601 in 16 fractional bits; itself if it is gray.
     *
     * @throws IllegalArgumentException if it has neither one nor three channels
     */
    public Image toGray() {
        if (channels == 1) {
            return this;
        }
        if (channels != 3) {
            throw new IllegalArgumentException("A picture of 1 or 3 channels turns gray, received " + channels);
        }
        if (words != null) {
            short[] gray = new short[words.length / 3];
            for (int i = 0, o = 0; o < gray.length; i += 3) {
                gray[o++] = (short)
                        ((19595L * word(words[i]) + 38470L * word(words[i + 1]) + 7471L * word(words[i + 2]) + 0x8000)
                                >> 16);
            }
            return of(height, width, 1, gray, depth);
        }
        byte[] gray = new byte[samples.length / 3];
        for (int i = 0, o = 0; o < gray.length; i += 3) {
            gray[o++] = (byte) ((19595 * (samples[i] & 255)
                            + 38470 * (samples[i + 1] & 255)
                            + 7471 * (samples[i + 2] & 255)
                            + 0x8000)
                    >> 16);
        }
        return of(height, width, 1, gray);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Image
                && height == ((Image) other).height
                && width == ((Image) other).width
                && channels == ((Image) other).channels
                && depth == ((Image) other).depth
                && Arrays.equals(samples, ((Image) other).samples)
                && Arrays.equals(words, ((Image) other).words);
    }

    @Override
    public int hashCode() {
        return (words == null ? Arrays.hashCode(samples) : Arrays.hashCode(words)) * 31 + width;
    }

    @Override
    public String toString() {
        return "Image " + height + " x " + width + " x " + channels + (words == null ? "" : " of " + depth);
    }
}
