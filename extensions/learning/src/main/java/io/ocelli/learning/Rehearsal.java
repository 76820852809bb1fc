package io.ocelli.learning;

import io.ocelli.graph.Value;
import io.ocelli.training.Loss;
import io.ocelli.training.NamedTerm;
import io.ocelli.training.Step;
import java.util.Objects;

/**
 * Experience replay: the labels of pictures from memory are learnt beside those of the new ones, by a batch of them in each step.
 * The memory holds some of the new ones already, or batch norms would tell old from new by the batch ({@link
 * PictureMemory#pictures(java.util.List, io.ocelli.data.DataSet)}).
 *
 * <pre>{@code
 * Training.defaults()
 *     .objective(Objective.labels(Loss.crossEntropy()).plus(Rehearsal.of("memory", Loss.crossEntropy()).objective()))
 *     .stream("memory", memory.pictures(labels, newPictures))
 * }</pre>
 *
 * <p>Immutable and safe for any number of threads.
 *
 * @param stream the name of the memory's pictures in the recipe
 * @param loss of their logits against their labels
 */
public record Rehearsal(String stream, Loss loss) implements NamedTerm {
    /** What the term is reported as. */
    public static final String NAME = "rehearsal";

    public Rehearsal {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(loss, "loss");
    }

    /** Of a stream's labels. */
    public static Rehearsal of(String stream, Loss loss) {
        return new Rehearsal(stream, loss);
    }

    @Override
    public String name() {
        return NAME;
    }

    /** The scalar, on a stream's batch. */
    @Override
    public Value of(Step step) {
        return loss.of(step.network(stream).logits(), step.targets(stream));
    }
}
