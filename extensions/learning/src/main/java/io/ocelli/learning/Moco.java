package io.ocelli.learning;

import io.ocelli.graph.Value;
import io.ocelli.image.Randomness;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.NamedTerm;
import io.ocelli.training.Step;
import java.util.Objects;

/**
 * MoCo (He et al. 2020) on the logits of two views of each picture: {@link TwoViews#moco}. The keys are those of the network's
 * running average, so the recipe says {@code average(}{@link TeacherAverage}{@code )}; the queue of earlier keys goes from step to
 * step, and into checkpoints. It begins as random directions.
 *
 * <p>Immutable and safe for any number of threads.
 *
 * @param view the name of the second view in the recipe
 * @param temperature what cosines are divided by, above 0
 * @param length of the queue, at least that of a batch
 * @param seed of what it begins with
 */
public record Moco(String view, double temperature, int length, long seed) implements NamedTerm {
    /** What the term is reported as. */
    public static final String NAME = "moco";

    private static final String QUEUE = NAME + ".queue";

    public Moco {
        Objects.requireNonNull(view, "view");
        Temperatures.require(temperature);
        if (length < 1) {
            throw new IllegalArgumentException("A queue has 1 key or more, received " + length);
        }
    }

    /** At a temperature of 0.2 with 4,096 keys. */
    public static Moco with(String view) {
        return new Moco(view, 0.2, 4096, 0);
    }

    /** The same at another temperature. */
    public Moco temperature(double temperature) {
        return new Moco(view, temperature, length, seed);
    }

    /** The same with a queue of another length. */
    public Moco length(int keys) {
        return new Moco(view, temperature, keys, seed);
    }

    @Override
    public String name() {
        return NAME;
    }

    /**
     * The scalar, on both views of a step's batch.
     *
     * @throws IllegalArgumentException if the recipe keeps no averages
     */
    @Override
    public Value of(Step step) {
        Value queries = step.network().logits();
        Value keys = step.average(view).logits();
        Value queue = step.kept(QUEUE, directions(step.shape(queries).at(1)));
        step.keep(QUEUE, TwoViews.queue(keys, queue, length));
        return TwoViews.moco(queries, keys, queue, temperature);
    }

    private Tensor directions(int width) {
        Randomness randomness = Randomness.of(seed).split(QUEUE);
        float[] values = new float[Math.multiplyExact(length, width)];
        for (int row = 0; row < length; row++) {
            double squares = 0;
            for (int i = row * width; i < (row + 1) * width; i++) {
                values[i] = (float) randomness.nextGaussian();
                squares += values[i] * values[i];
            }
            for (int i = row * width; i < (row + 1) * width; i++) {
                values[i] /= (float) Math.sqrt(squares);
            }
        }
        return Tensor.of(Shape.of(length, width), values);
    }
}
