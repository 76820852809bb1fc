package io.ocelli.learning;

import io.ocelli.graph.Compare;
import io.ocelli.graph.Value;
import io.ocelli.model.Network;
import io.ocelli.training.Loss;
import io.ocelli.training.NamedTerm;
import io.ocelli.training.Objective;
import io.ocelli.training.Step;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Dark experience replay (Buzzega et al. 2020): of pictures from memory the network is to say what it said when they were new. The
 * term is the mean over samples and classes of the squares of what lies between both logits. {@link #plusPlus} adds the labels of a
 * second draw from memory.
 *
 * <p>What was said is carried by the memory's pictures as a row, as the paper has it and {@link PictureMemory} keeps it, or said
 * anew by the network as it was before the new pictures came. The paper's head has all classes from the first; where a head grows
 * ({@link io.ocelli.Successor#classes}), classes that were not known then stand behind those that were, nothing was said of them,
 * and they are free: NaN in a row, which the mean leaves out. Labels alone tell old pictures from new classes.
 *
 * <p>Immutable and safe for any number of threads.
 *
 * @param stream the name of the memory's pictures in the recipe
 * @param carried under which name they carry their logits as a row of {@code width}; null where {@code old} says them
 * @param width of the rows, 1 or more
 * @param old the network as it was, or null where they are carried
 */
public record DarkExperience(
        String stream,
        @Nullable String carried,
        int width,
        @Nullable Network old) implements NamedTerm {
    /** What the term is reported as; it counts alpha times, 0.1 to 0.3. */
    public static final String NAME = "dark_experience";

    public DarkExperience {
        Objects.requireNonNull(stream, "stream");
        if (width < 1) {
            throw new IllegalArgumentException("Logits are those of 1 class or more, received " + width);
        }
    }

    /**
     * With logits that the pictures carry, NaN where they have none.
     *
     * @param name of the row
     * @param width its numbers
     */
    public static DarkExperience carried(String stream, String name, int width) {
        return new DarkExperience(stream, Objects.requireNonNull(name, "name"), width, null);
    }

    /** With what the network said before, of each picture as it is seen now. */
    public static DarkExperience of(String stream, Network old) {
        return new DarkExperience(stream, null, old.architecture().classes(), old);
    }

    @Override
    public String name() {
        return NAME;
    }

    /**
     * DER++: alpha times this, and beta times the labels of a second stream from the same memory.
     *
     * @param second the stream's name
     * @param beta 0.5 to 1 is usual
     */
    public Objective plusPlus(double alpha, String second, double beta) {
        return times(alpha).plus(Rehearsal.of(second, Loss.crossEntropy()).times(beta));
    }

    /**
     * The scalar, on a stream's batch.
     *
     * @throws IllegalArgumentException if the pictures carry no such row, or fewer classes are known than were
     */
    @Override
    public Value of(Step step) {
        if (step.classes() < width) {
            throw new IllegalArgumentException("Classes are added to those that were known, and of " + width
                    + " there are " + step.classes() + " now. Say Successor.of(classifier).classes(old and new).");
        }
        Value said = old == null
                ? step.value(stream + "." + carried)
                : step.frozen("before", old, stream).logits();
        Value now = step.network(stream).logits().slice(1, 0, width);
        if (old != null) {
            return now.minus(said.stopGradient()).squared().mean();
        }
        Value known = said.is(Compare.Kind.EQUAL, said); // NaN is not
        Value way = now.minus(known.where(said, said.constant(0))).times(known);
        return way.squared().sum().dividedBy(known.sum().maximum(known.constant(1)));
    }
}
