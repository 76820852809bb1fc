package io.ocelli.transforms;

import io.ocelli.image.Image;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;

/** Changes of single samples by a table. */
final class Tables {
    private Tables() {}

    static Image apply(Image image, IntUnaryOperator function) {
        byte[] table = table(function);
        byte[] from = image.samples();
        byte[] to = new byte[from.length];
        for (int i = 0; i < from.length; i++) {
            to[i] = table[from[i] & 255];
        }
        return Image.of(image.height(), image.width(), image.channels(), to);
    }

    /** A table of its own for each channel, made from the channel's histogram. */
    static Image applyByHistogram(Image image, Function<int[], IntUnaryOperator> functions) {
        int channels = image.channels();
        byte[] from = image.samples();
        byte[] to = new byte[from.length];
        for (int c = 0; c < channels; c++) {
            int[] histogram = new int[256];
            for (int i = c; i < from.length; i += channels) {
                histogram[from[i] & 255]++;
            }
            byte[] table = table(functions.apply(histogram));
            for (int i = c; i < from.length; i += channels) {
                to[i] = table[from[i] & 255];
            }
        }
        return Image.of(image.height(), image.width(), channels, to);
    }

    private static byte[] table(IntUnaryOperator function) {
        byte[] table = new byte[256];
        for (int i = 0; i < 256; i++) {
            table[i] = (byte) Math.max(0, Math.min(255, function.applyAsInt(i)));
        }
        return table;
    }
}
