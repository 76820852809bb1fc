package io.ocelli.compression;

import io.ocelli.data.DataSet;
import io.ocelli.model.Network;
import org.jspecify.annotations.Nullable;

/**
 * How much a channel matters: the mean over the layers of its group of what each says of it, divided by the mean over the group's
 * channels. Biases, depthwise convolutions and running statistics do not count, as in torch-pruning.
 *
 * <p>Safe for any number of threads where what it is made of is.
 */
public interface Importance {

    /** What layers say. */
    @FunctionalInterface
    interface Scores {
        /**
         * A number of 0 or more for each entry of a member's axis, or null where the member does not count. Of a convolution in
         * groups that reads the channels, one for each position within a group.
         */
        double @Nullable [] of(GroupMember member);
    }

    /** What it is called on the command line and in reports. */
    String name();

    /** The scores of a network's layers. */
    Scores of(Network network);

    /** The sum of the magnitudes of all weights (Li et al. 2017). */
    static Importance l1() {
        return new Magnitude(1);
    }

    /** The sum of the squares of all weights. */
    static Importance l2() {
        return new Magnitude(2);
    }

    /** The magnitude of the batch norms' weights (Liu et al. 2017); groups without a batch norm stay whole. */
    static Importance batchNormScale() {
        return new BatchNormScale();
    }

    /**
     * How much the loss would change, to first order: the sum of |w g| over all weights, norms aside, with g the gradient of the mean
     * cross-entropy over pictures (Molchanov et al. 2019).
     *
     * @param pictures labelled with the network's classes by number ({@link DataSet#relabel}), as its own preprocessing has them
     * @throws IllegalArgumentException if there are none
     */
    static Importance taylor(DataSet pictures) {
        return new Taylor(pictures);
    }

    /** Numbers that have no meaning: what every other importance is to be better than. */
    static Importance random(long seed) {
        return new RandomImportance(seed);
    }
}
