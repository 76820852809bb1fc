package io.ocelli.training;

import com.google.common.collect.ImmutableList;
import io.ocelli.graph.Value;
import io.ocelli.image.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * What compares logits with targets: a function of values, so that an application's own loss is a lambda and runs on the engine
 * too. The factories give values that compare, print as the calls that make them, and are saved with a recipe.
 */
@FunctionalInterface
public interface Loss {
    /**
     * The loss.
     *
     * @param logits N K
     * @param targets the probability of each class, or 1 for each class that is there, float32 N K; one for the true class
     *     where labels are plain
     * @return a scalar: the mean over the batch
     */
    Value of(Value logits, Value targets);

    /**
     * Refuses a number of classes that it is not for, before a training begins; a loss is for any number unless it says so.
     *
     * @throws IllegalArgumentException if it has numbers of classes, and these are not as many
     */
    default void check(int classes) {}

    /** The name under which a recipe is saved with it; null, which is the default, where it is not the library's own. */
    default @Nullable String name() {
        return null;
    }

    /** What it is saved with, from which it is read back. */
    default Parameters parameters() {
        return Parameters.none();
    }

    /** The cross-entropy between the targets and the softmax of the logits: for pictures of one class each. */
    static CrossEntropy crossEntropy() {
        return new CrossEntropy(0, ImmutableList.of());
    }

    /**
     * Focal loss (Lin et al. 2017): cross-entropy that counts little where the network is sure already.
     *
     * @param gamma at least 0, where it is cross-entropy; 2 is usual
     * @throws IllegalArgumentException if gamma is negative or not finite
     */
    static Focal focal(double gamma) {
        return new Focal(gamma, ImmutableList.of());
    }

    /** Binary cross-entropy of each class by itself: for pictures of any number of classes. */
    static BinaryCrossEntropy binary() {
        return new BinaryCrossEntropy(ImmutableList.of());
    }

    /**
     * Focal loss of each class by itself (Lin et al. 2017), as torchvision's {@code sigmoid_focal_loss}.
     *
     * @param alpha what a class that is there counts, 0 to 1; one that is not counts the rest; 0.25 is usual
     * @param gamma at least 0; 2 is usual
     * @throws IllegalArgumentException if one is out of its range
     */
    static SigmoidFocal sigmoidFocal(double alpha, double gamma) {
        return new SigmoidFocal(alpha, gamma);
    }

    /**
     * Asymmetric loss of each class by itself (Ridnik et al. 2021): classes that are not there, which are most, count little
     * once they are unlikely.
     *
     * @param gammaNegative the focus on classes that are not there, at least 0; 4 is usual
     * @param gammaPositive that on classes that are there, at least 0; 0 or 1 is usual
     * @param clip the probability below which a class that is not there does not count, from 0 to below 1; 0.05 is usual
     * @throws IllegalArgumentException if one is out of its range
     */
    static Asymmetric asymmetric(double gammaNegative, double gammaPositive, double clip) {
        return new Asymmetric(gammaNegative, gammaPositive, clip);
    }

    /**
     * Dice loss (Milletari et al. 2016): one less the overlap of what is likely with what is there.
     *
     * @param smooth added above and below, so that nothing in nothing is a full overlap; above 0, 1 is usual
     * @throws IllegalArgumentException if it is not positive
     */
    static Dice dice(double smooth) {
        return new Dice(smooth);
    }
}
