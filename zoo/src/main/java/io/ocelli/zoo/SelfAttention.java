package io.ocelli.zoo;

import io.ocelli.graph.Attention;
import io.ocelli.graph.Gather;
import io.ocelli.graph.Slice;
import org.jspecify.annotations.Nullable;

/** Attention of several heads among tokens N T C, or among those of each window of N W T C. */
final class SelfAttention {
    private SelfAttention() {}

    /**
     * The attention among tokens.
     *
     * @param qkv queries, keys and values, each of C channels, one after the other along the last dimension
     * @param windows whether there is a dimension of windows
     * @param bias what is added to the products, or null
     * @param scale factor of the products
     * @return as many channels as {@code qkv} has thirds
     */
    static Layers attend(Layers qkv, int heads, boolean windows, @Nullable Layers bias, double scale) {
        return attend(
                part(qkv, 0, heads, windows),
                part(qkv, 1, heads, windows),
                part(qkv, 2, heads, windows),
                windows,
                bias,
                scale);
    }

    /** The same from queries, keys and values that {@link #part} gave. */
    static Layers attend(Layers q, Layers k, Layers v, boolean windows, @Nullable Layers bias, double scale) {
        Attention attention = new Attention(scale);
        Layers y = bias == null
                ? q.join("attention", attention, q.channels(), k, v)
                : q.join("attention", attention, q.channels(), k, v, bias);
        return windows
                ? y.permute(0, 1, 3, 2, 4).reshape(0, 0, 0, y.channels())
                : y.permute(0, 2, 1, 3).reshape(0, 0, y.channels());
    }

    /** One third of qkv, its heads in front of its tokens: N heads T d, or N W heads T d. */
    static Layers part(Layers qkv, int number, int heads, boolean windows) {
        int width = qkv.channels() / 3;
        Layers third = qkv.then("part", new Slice(-1, number * width, (number + 1) * width, 1), width);
        return windows
                ? third.reshape(0, 0, 0, heads, width / heads).permute(0, 1, 3, 2, 4)
                : third.reshape(0, 0, heads, width / heads).permute(0, 2, 1, 3);
    }

    /** Rows of a table by relative position as a bias for attention in windows of so many tokens: 1 1 heads T T. */
    static Layers bias(Layers table, Layers index, int heads, int tokens) {
        return table.join("gather", new Gather(), heads, index)
                .reshape(1, 1, tokens, tokens, heads)
                .permute(0, 1, 4, 2, 3);
    }
}
