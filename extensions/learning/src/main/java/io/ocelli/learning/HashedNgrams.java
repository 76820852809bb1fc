package io.ocelli.learning;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A text as counts of its words and of pairs of words that follow each other, in as many numbers as are asked for: each goes by its
 * hash to one of them and counts 1 or -1 there (Weinberger et al. 2009), and the whole has length 1. Nothing has to be known of
 * the words before. Murmur3 of UTF-8, so that it is the same everywhere.
 */
public final class HashedNgrams {
    private static final HashFunction HASH = Hashing.murmur3_32_fixed();

    private HashedNgrams() {}

    /**
     * The numbers of a text; zeros of one without a letter or digit.
     *
     * @param buckets how many, 1 or more
     */
    public static float[] of(String text, int buckets) {
        float[] counts = new float[buckets];
        String before = "";
        for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
            if (!word.isEmpty()) {
                count(word, counts);
                if (!before.isEmpty()) {
                    count(before + " " + word, counts);
                }
                before = word;
            }
        }
        double squares = 0;
        for (float count : counts) {
            squares += count * count;
        }
        for (int i = 0; i < buckets && squares > 0; i++) {
            counts[i] /= (float) Math.sqrt(squares);
        }
        return counts;
    }

    private static void count(String gram, float[] counts) {
        int hash = HASH.hashString(gram, StandardCharsets.UTF_8).asInt();
        counts[Integer.remainderUnsigned(hash >>> 1, counts.length)] += (hash & 1) == 0 ? 1 : -1;
    }
}
