package io.ocelli.heads;

import io.ocelli.graph.Value;
import java.util.List;

/** Heads that weigh channels and pixels by what is there. */
public final class Attention {
    private Attention() {}

    /**
     * Squeeze and excitation (Hu, Shen and Sun 2018): each channel times sigmoid(W2 relu(W1 mean + b1) + b2), N C H W.
     *
     * @param map N C H W
     * @param reduce W1, R C
     * @param reduceBias b1, R
     * @param expand W2, C R
     * @param expandBias b2, C
     */
    public static Value squeezeExcitation(Value map, Value reduce, Value reduceBias, Value expand, Value expandBias) {
        Value hidden =
                map.mean(2, 3).matmul(reduce.transpose()).plus(reduceBias).relu();
        Value gate = hidden.matmul(expand.transpose()).plus(expandBias).sigmoid();
        return map.times(gate.unsqueeze(2).unsqueeze(3));
    }

    /**
     * Class-specific residual attention, CSRA (Zhu and Wu 2021), for pictures of several classes: the mean over the pixels of a
     * class's scores s, and lambda times their mean weighted by softmax(T s), N K.
     *
     * @param map N C H W
     * @param classes K C, learnt
     * @param temperature T; 1 is usual
     * @param lambda 0.1 to 0.5 are usual
     */
    public static Value classSpecific(Value map, Value classes, double temperature, double lambda) {
        // K C times N C HW.
        Value scores = classes.matmul(map.reshape(0, 0, -1));
        Value attended = scores.times(temperature).softmax(2).times(scores).sum(2);
        return scores.mean(2).plus(attended.times(lambda));
    }

    /**
     * Class attention (Touvron et al. 2021, CaiT) as timm's {@code ClassAttn}: the first token asks, and all tokens answer, itself
     * too. N D.
     *
     * @param tokens N T D
     * @param weights of the queries, keys, values and of the projection behind them, each a weight D D and a bias D
     * @param heads by which D can be divided
     * @throws IllegalArgumentException if there are not eight weights, or no head
     */
    public static Value classToken(Value tokens, List<Value> weights, int heads) {
        if (weights.size() != 8 || heads < 1) {
            throw new IllegalArgumentException(
                    "Class attention has 8 weights and 1 head at least, received " + weights.size() + " and " + heads);
        }
        Value query = heads(linear(tokens.slice(1, 0, 1), weights, 0), heads);
        Value keys = heads(linear(tokens, weights, 2), heads);
        Value values = heads(linear(tokens, weights, 4), heads);
        // The scale is 1 / sqrt(D / heads), and a vector knows its D.
        Value scale = query.count(3).sqrt().reciprocal();
        Value answers = query.matmul(keys.permute(0, 1, 3, 2)).times(scale).softmax(3);
        Value joined = answers.matmul(values).permute(0, 2, 1, 3).flatten();
        return linear(joined, weights, 6);
    }

    private static Value linear(Value rows, List<Value> weights, int first) {
        return rows.matmul(weights.get(first).transpose()).plus(weights.get(first + 1));
    }

    /** N H T D/H. */
    private static Value heads(Value tokens, int heads) {
        return tokens.unsqueeze(2).reshape(0, 0, heads, -1).permute(0, 2, 1, 3);
    }
}
