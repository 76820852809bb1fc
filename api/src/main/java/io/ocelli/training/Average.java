package io.ocelli.training;

import io.ocelli.image.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * A running average of the weights and of the norms' statistics, which is validated and is what a training gives in the end: a
 * function of how many updates there were. The factories give values that compare, print as the calls that make them, and are
 * saved with a recipe; a lambda is an average too.
 */
@FunctionalInterface
public interface Average {
    /**
     * The share of the average that stays in an update; the rest is taken from the weights as the update leaves them.
     *
     * @param updates with this one, from 1
     * @param ofEpoch how many updates an epoch has; where broken pictures are skipped, as many as it would have with them
     * @return 0 to take the weights as they are, 1 to leave the average as it is
     */
    double kept(long updates, int ofEpoch);

    /** The name under which a recipe is saved with it; null, which is the default, where it is not the library's own. */
    default @Nullable String name() {
        return null;
    }

    /** What it is saved with, from which it is read back. */
    default Parameters parameters() {
        return Parameters.none();
    }

    /**
     * An exponential moving average (EMA).
     *
     * @param decay the share that stays in each update, from 0 to below 1; 0.99 to 0.9999 are usual
     * @throws IllegalArgumentException if it is out of this range
     */
    static Exponential exponential(double decay) {
        return new Exponential(decay, false);
    }

    /**
     * Stochastic weight averaging (Izmailov et al. 2018): the mean of what the weights were at the end of each epoch from one on;
     * before its end, the weights as they are. A learning rate that stays high from there on is usual. The norms' statistics are
     * averaged as the weights are, in the place of the pass over the pictures that the paper ends with.
     *
     * @param epoch the first that counts, from 1; after three quarters of the epochs is usual
     * @throws IllegalArgumentException if it is below 1
     */
    static Equal equal(int epoch) {
        return new Equal(epoch);
    }

    /**
     * An exponential moving average.
     *
     * @param decay the share that stays in each update, from 0 to below 1
     * @param warmUp whether at most (1 + n) / (10 + n) stays in update n, as with TensorFlow's {@code num_updates}: what the
     *     weights began at is forgotten soon, and short trainings can have a large decay
     */
    record Exponential(double decay, boolean warmUp) implements Average {
        public Exponential {
            if (!(decay >= 0 && decay < 1)) {
                throw new IllegalArgumentException("average is from 0 to below 1, received " + decay);
            }
        }

        /** The same, which forgets faster in the beginning. */
        public Exponential warmup() {
            return new Exponential(decay, true);
        }

        @Override
        public double kept(long updates, int ofEpoch) {
            return warmUp ? Math.min(decay, (1.0 + updates) / (10 + updates)) : decay;
        }

        @Override
        public String name() {
            return "exponential";
        }

        @Override
        public Parameters parameters() {
            return Parameters.none().with("decay", decay).with("warmup", warmUp);
        }

        @Override
        public String toString() {
            return "Average.exponential(" + decay + ")" + (warmUp ? ".warmup()" : "");
        }
    }

    /**
     * The mean of the weights at the ends of epochs.
     *
     * @param epoch the first that counts, from 1
     */
    record Equal(int epoch) implements Average {
        public Equal {
            if (epoch < 1) {
                throw new IllegalArgumentException("An average of epochs begins with one from 1 on, received " + epoch);
            }
        }

        @Override
        public double kept(long updates, int ofEpoch) {
            long since = updates - (long) epoch * ofEpoch;
            if (since < 0) {
                return 0;
            }
            long before = since / ofEpoch;
            return since % ofEpoch == 0 ? (double) before / (before + 1) : 1;
        }

        @Override
        public String name() {
            return "equal";
        }

        @Override
        public Parameters parameters() {
            return Parameters.none().with("epoch", epoch);
        }

        @Override
        public String toString() {
            return "Average.equal(" + epoch + ")";
        }
    }
}
