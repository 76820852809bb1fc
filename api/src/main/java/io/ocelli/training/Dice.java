package io.ocelli.training;

import io.ocelli.graph.Value;
import io.ocelli.image.Parameters;

/**
 * Dice loss (Milletari et al. 2016): with p = sigmoid(x), the mean over the samples of
 *
 * <pre>{@code
 * 1 - (2 sum(p t) + smooth) / (sum(p) + sum(t) + smooth)
 * }</pre>
 *
 * <p>where the sums go over all that a sample has: its classes, or the pixels of a mask, N K H W.
 *
 * @param smooth above 0
 */
public record Dice(double smooth) implements Loss {
    public Dice {
        if (!(smooth > 0 && smooth < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("smooth is above 0, received " + smooth);
        }
    }

    @Override
    public Value of(Value logits, Value targets) {
        Value probability = logits.sigmoid().flatten();
        Value wanted = targets.flatten();
        Value both = probability.times(wanted).sum(1).times(2).plus(smooth);
        Value all = probability.sum(1).plus(wanted.sum(1)).plus(smooth);
        return both.dividedBy(all).negate().plus(1).mean();
    }

    @Override
    public String name() {
        return "dice";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none().with("smooth", smooth);
    }

    @Override
    public String toString() {
        return "Loss.dice(" + smooth + ")";
    }
}
