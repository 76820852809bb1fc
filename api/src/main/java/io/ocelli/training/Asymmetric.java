package io.ocelli.training;

import io.ocelli.graph.Value;
import io.ocelli.image.Parameters;

/**
 * Asymmetric loss (Ridnik et al. 2021) as timm's {@code AsymmetricLossMultiLabel} that differentiates its focus too: with
 * p = sigmoid(x) and p' = max(p - clip, 0), the sum over classes and the mean over samples of
 *
 * <pre>{@code
 * - (t (1 - p)^gammaPositive log p + (1 - t) p'^gammaNegative log(1 - p'))
 * }</pre>
 *
 * @param gammaNegative at least 0
 * @param gammaPositive at least 0
 * @param clip from 0 to below 1
 */
public record Asymmetric(double gammaNegative, double gammaPositive, double clip) implements Loss {
    /** The least probability whose logarithm is taken. */
    private static final double LEAST = 1e-8;

    public Asymmetric {
        Focusing.check("gammaNegative", gammaNegative);
        Focusing.check("gammaPositive", gammaPositive);
        if (!(clip >= 0 && clip < 1)) {
            throw new IllegalArgumentException("clip is from 0 to below 1, received " + clip);
        }
    }

    @Override
    public Value of(Value logits, Value targets) {
        Value others = targets.negate().plus(1);
        Value positive = logits.sigmoid();
        Value negative = positive.negate().plus(1 + clip).minimum(positive.constant(1));
        Value log = targets.times(positive.maximum(positive.constant(LEAST)).log())
                .plus(others.times(negative.maximum(negative.constant(LEAST)).log()));
        Value right = positive.times(targets).plus(negative.times(others));
        Value gamma = targets.times(gammaPositive).plus(others.times(gammaNegative));
        return log.times(Focusing.factor(right, gamma)).sum(1).mean().negate();
    }

    @Override
    public String name() {
        return "asymmetric";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none()
                .with("gammaNegative", gammaNegative)
                .with("gammaPositive", gammaPositive)
                .with("clip", clip);
    }

    @Override
    public String toString() {
        return "Loss.asymmetric(" + gammaNegative + ", " + gammaPositive + ", " + clip + ")";
    }
}
