package io.ocelli.training;

import com.google.common.collect.ImmutableList;
import io.ocelli.data.SkippedPicture;
import io.ocelli.weights.Weights;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * What came of a training.
 *
 * @param weights the network's numbers
 * @param position how far it had come with them
 * @param history epoch by epoch
 * @param skipped training and validation pictures that could not be read
 */
public record Learnt(Weights weights, Position position, History history, List<SkippedPicture> skipped) {
    public Learnt {
        skipped = ImmutableList.copyOf(skipped);
    }

    /** This and what another training went on with from here: its weights, and the epochs of both. */
    Learnt and(Learnt next) {
        return new Learnt(
                next.weights,
                new Position(
                        position.epoch() + next.position.epoch(),
                        next.position.batch(),
                        position.updates() + next.position.updates()),
                history.and(next.history),
                ImmutableList.copyOf(new LinkedHashSet<>(ImmutableList.<SkippedPicture>builder()
                        .addAll(skipped)
                        .addAll(next.skipped)
                        .build())));
    }
}
