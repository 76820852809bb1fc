package io.ocelli.image;

import java.util.Arrays;

/**
 * A picture: 8-bit samples in rows from the top, each row from the left, the channels of a pixel side by side (H W C).
 * One channel is gray, three are red, green, blue.
 *
 * <p>An image does not copy the array it is given, and hands out that array; who shares an image does not write to it.
 */
public final class Image {
    private final int height;
    private final int width;
    private final int channels;
    private final byte[] samples;

    private Image(int height, int width, int channels, byte[] samples) {
        this.height = height;
        this.width = width;
        this.channels = channels;
        this.samples = samples;
    }

    /**
     * An image over an array of {@code height * width * channels} samples.
     *
     * @throws IllegalArgumentException if an extent is not positive, or the array is of another length
     */
    public static Image of(int height, int width, int channels, byte[] samples) {
        if (height < 1 || width < 1 || channels < 1) {
            throw new IllegalArgumentException("An image's height, width and channels are positive, received " + height
                    + " x " + width + " x " + channels);
        }
        if (samples.length != (long) height * width * channels) {
            throw new IllegalArgumentException("An image of " + height + " x " + width + " x " + channels + " has "
                    + (long) height * width * channels + " samples, received " + samples.length);
        }
        return new Image(height, width, channels, samples);
    }

    /** A black image, to be written into through {@link #samples()} before it is shared. */
    public static Image black(int height, int width, int channels) {
        return of(height, width, channels, new byte[Math.multiplyExact(Math.multiplyExact(height, width), channels)]);
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

    /** The samples themselves, not a copy: (y * width + x) * channels + c. */
    public byte[] samples() {
        return samples;
    }

    /** The sample at a place, 0 to 255. */
    public int sample(int y, int x, int channel) {
        return samples[(y * width + x) * channels + channel] & 255;
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
            throw new IllegalArgumentException(
                    "A picture turns from 1 channel to 3 or from 3 to 1, received " + channels + " to " + count);
        }
        byte[] colour = new byte[Math.multiplyExact(samples.length, 3)];
        for (int i = 0, o = 0; i < samples.length; i++) {
            byte value = samples[i];
            colour[o++] = value;
            colour[o++] = value;
            colour[o++] = value;
        }
        return new Image(height, width, 3, colour);
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
        byte[] gray = new byte[samples.length / 3];
        for (int i = 0, o = 0; o < gray.length; i += 3) {
            gray[o++] = (byte) ((19595 * (samples[i] & 255)
                            + 38470 * (samples[i + 1] & 255)
                            + 7471 * (samples[i + 2] & 255)
                            + 0x8000)
                    >> 16);
        }
        return new Image(height, width, 1, gray);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Image
                && height == ((Image) other).height
                && width == ((Image) other).width
                && channels == ((Image) other).channels
                && Arrays.equals(samples, ((Image) other).samples);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(samples) * 31 + width;
    }

    @Override
    public String toString() {
        return "Image " + height + " x " + width + " x " + channels;
    }
}
