package io.ocelli.training;

import com.google.common.collect.ImmutableList;
import io.ocelli.data.SkippedPicture;
import io.ocelli.weights.Weights;
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
}
