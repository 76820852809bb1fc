package io.ocelli.training;

import com.google.common.collect.ImmutableList;
import io.ocelli.graph.Value;
import io.ocelli.image.Parameters;

/**
 * Focal loss of each class by itself (Lin et al. 2017), as torchvision's {@code sigmoid_focal_loss} with the mean over samples
 * and classes: the binary cross-entropy times (1 - p)^gamma, where p is what the network gives to what is so, and times alpha
 * where the class is there, 1 - alpha elsewhere.
 *
 * @param alpha 0 to 1
 * @param gamma the focus, at least 0
 */
public record SigmoidFocal(double alpha, double gamma) implements Loss {
    public SigmoidFocal {
        if (!(alpha >= 0 && alpha <= 1)) {
            throw new IllegalArgumentException("alpha is from 0 to 1, received " + alpha);
        }
        Focusing.check("gamma", gamma);
    }

    @Override
    public Value of(Value logits, Value targets) {
        Value probability = logits.sigmoid();
        Value others = targets.negate().plus(1);
        Value right =
                probability.times(targets).plus(probability.negate().plus(1).times(others));
        Value share = targets.times(alpha).plus(others.times(1 - alpha));
        return BinaryCrossEntropy.each(logits, targets, ImmutableList.of())
                .times(Focusing.factor(right, gamma))
                .times(share)
                .mean();
    }

    @Override
    public String name() {
        return "sigmoidFocal";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none().with("alpha", alpha).with("gamma", gamma);
    }

    @Override
    public String toString() {
        return "Loss.sigmoidFocal(" + alpha + ", " + gamma + ")";
    }
}
