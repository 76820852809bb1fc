package io.ocelli.learning;

import io.ocelli.error.ImageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A sound: one channel, -1 to 1. Immutable as long as nobody changes its array.
 *
 * @param samples in order
 * @param rate of samples in a second
 */
public record Sound(float[] samples, int rate) {
    private static final int RIFF = 0x46464952;
    private static final int WAVE = 0x45564157;
    private static final int FORMAT = 0x20746d66;
    private static final int DATA = 0x61746164;
    private static final int HEADER = 12;
    private static final int CHUNK = 8;
    private static final int LEAST_FORMAT = 16;
    private static final int PCM = 1;
    private static final int FLOAT = 3;
    private static final int EXTENSIBLE = 0xFFFE;
    private static final int SUBFORMAT = 24;

    /**
     * @throws IllegalArgumentException if there is no sample, or the rate is below 1
     */
    public Sound {
        if (samples.length == 0 || rate < 1) {
            throw new IllegalArgumentException(
                    "A sound has a sample and a rate of 1 or more, received " + samples.length + " samples at " + rate);
        }
    }

    /** Whether a file begins as a WAV file does. */
    static boolean isWav(byte[] file) {
        if (file.length < HEADER) {
            return false;
        }
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        return bytes.getInt(0) == RIFF && bytes.getInt(CHUNK) == WAVE;
    }

    /**
     * The sound in a WAV file of PCM with 8, 16, 24 or 32 bits, or of 32-bit floats; the mean of its channels.
     *
     * @param name what messages call it
     * @throws ImageException if it is another file, ends early, or holds samples of another kind
     */
    public static Sound wav(byte[] file, String name) {
        if (!isWav(file)) {
            throw new ImageException("A sound is a WAV file, and " + name + " is none");
        }
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int format = -1;
        for (long at = HEADER; at + CHUNK <= file.length; ) {
            int begin = (int) at + CHUNK;
            long size = bytes.getInt((int) at + 4) & 0xFFFFFFFFL;
            int kind = bytes.getInt((int) at);
            if (kind == FORMAT && size >= LEAST_FORMAT && begin + size <= file.length) {
                format = begin;
            } else if (kind == DATA && format >= 0) {
                return read(bytes, format, begin, Math.min(size, file.length - begin), name);
            }
            at = begin + size + (size & 1);
        }
        throw new ImageException("A WAV file has a format and samples, and " + name + " ends before these");
    }

    private static Sound read(ByteBuffer bytes, int format, int begin, long size, String name) {
        int kind = bytes.getShort(format) & 0xFFFF;
        if (kind == EXTENSIBLE && format + SUBFORMAT + 2 <= begin) {
            kind = bytes.getShort(format + SUBFORMAT) & 0xFFFF;
        }
        int channels = bytes.getShort(format + 2) & 0xFFFF;
        int rate = bytes.getInt(format + 4);
        int bits = bytes.getShort(format + 14) & 0xFFFF;
        boolean known = kind == PCM && bits % 8 == 0 && bits >= 8 && bits <= 32 || kind == FLOAT && bits == 32;
        if (!known || channels == 0 || rate < 1) {
            throw new ImageException("A WAV file holds PCM of 8, 16, 24 or 32 bits or floats of 32, and " + name
                    + " holds format " + kind + " of " + bits + " bits, " + channels + " channels at " + rate
                    + " Hz. Convert it: ffmpeg -i FILE -c:a pcm_s16le OUT.wav");
        }
        int width = bits / 8;
        int count = (int) (size / ((long) width * channels));
        if (count == 0) {
            throw new ImageException("A sound has a sample, and " + name + " has none");
        }
        float[] samples = new float[count];
        for (int i = 0; i < count; i++) {
            double sum = 0;
            for (int c = 0; c < channels; c++) {
                sum += sample(bytes, begin + (i * channels + c) * width, kind, width);
            }
            samples[i] = (float) (sum / channels);
        }
        return new Sound(samples, rate);
    }

    private static double sample(ByteBuffer bytes, int at, int kind, int width) {
        switch (width) {
            case 1:
                return ((bytes.get(at) & 255) - 128) / 128.0;
            case 2:
                return bytes.getShort(at) / 32768.0;
            case 3:
                return ((bytes.getShort(at) & 0xFFFF) | bytes.get(at + 2) << 16) / 8388608.0;
            default:
                return kind == FLOAT ? bytes.getFloat(at) : bytes.getInt(at) / 2147483648.0;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sound
                && rate == ((Sound) other).rate
                && Arrays.equals(samples, ((Sound) other).samples);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(samples);
    }

    @Override
    public String toString() {
        return samples.length + " samples at " + rate + " Hz";
    }
}
