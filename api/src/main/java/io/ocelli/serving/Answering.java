package io.ocelli.serving;

import com.google.common.collect.ImmutableList;
import io.ocelli.image.Transform;
import io.ocelli.model.Scoring;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a classifier answers, as data that is saved with it.
 *
 * @param scoring how logits become probabilities
 * @param transform what is done to pictures first, or null for what the preprocessing says: resize, crop
 * @param decorators what is around the network, the innermost first
 */
public record Answering(Scoring scoring, @Nullable Transform transform, List<Decorator> decorators) {
    /** One class a picture, the preprocessing's transform, nothing around. */
    public static final Answering PLAIN = new Answering(Scoring.SOFTMAX, null, ImmutableList.of());

    public Answering {
        decorators = ImmutableList.copyOf(decorators);
    }

    public Answering withScoring(Scoring other) {
        return new Answering(other, transform, decorators);
    }

    public Answering withTransform(@Nullable Transform other) {
        return new Answering(scoring, other, decorators);
    }

    public Answering withDecorators(List<Decorator> others) {
        return new Answering(scoring, transform, others);
    }
}
