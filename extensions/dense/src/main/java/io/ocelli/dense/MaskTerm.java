package io.ocelli.dense;

import io.ocelli.graph.Value;
import io.ocelli.training.NamedTerm;
import io.ocelli.training.Step;
import java.util.Objects;

/**
 * A training's term that compares the masks a network says with those that pictures carry. Pictures without one count nothing:
 * a mask of -1 is one of which nothing is known.
 *
 * @param output the network's output of logits, N K H W
 * @param mask what the pictures carry it as, a {@link io.ocelli.data.Datum.Kind#MASK}
 * @param channels K
 */
public record MaskTerm(String output, String mask, int channels, MaskLoss loss) implements NamedTerm {
    public MaskTerm {
        Objects.requireNonNull(output, "output");
        Objects.requireNonNull(mask, "mask");
        Objects.requireNonNull(loss, "loss");
    }

    @Override
    public Value of(Step step) {
        return loss.of(Segmentation.of(step.network().output(output), step.value(mask), channels));
    }

    /** What the mask is called. */
    @Override
    public String name() {
        return mask;
    }

    @Override
    public String toString() {
        return loss + " of '" + mask + "'";
    }
}
