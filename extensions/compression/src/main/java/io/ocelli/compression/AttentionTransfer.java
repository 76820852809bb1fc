package io.ocelli.compression;

import com.google.common.collect.ImmutableList;
import io.ocelli.graph.Value;
import io.ocelli.model.Network;
import io.ocelli.training.NamedTerm;
import io.ocelli.training.Step;
import java.util.List;
import java.util.Objects;

/**
 * Attention transfer (AT, Zagoruyko and Komodakis 2017): a student is to look where its teacher looks, in several stages; the sum
 * over these of {@link DistillationLosses#attentionTransfer}. Where maps are of different sizes the larger is averaged down. As
 * these are means over pixels of small numbers, it counts 1000 times and more beside cross-entropy.
 *
 * <pre>{@code
 * Objective.labels(Loss.crossEntropy()).plus(AttentionTransfer.from(teacher, "layer1", "layer2", "layer3").times(1000))
 * }</pre>
 *
 * <p>Immutable and safe for any number of threads.
 *
 * @param teacher one network
 * @param stages where both are looked at, one pair or more
 * @param power of what is averaged over channels, 1 or more
 */
public record AttentionTransfer(Teacher teacher, List<StagePair> stages, double power) implements NamedTerm {
    /** What the term is reported as. */
    public static final String NAME = "attention_transfer";

    public AttentionTransfer {
        Objects.requireNonNull(teacher, "teacher");
        stages = StagePair.some(stages);
        if (!(power >= 1) || Double.isInfinite(power)) {
            throw new IllegalArgumentException("Maps are taken to a power of 1 or more, received " + power);
        }
    }

    /** Between stages of one name, squared. */
    public static AttentionTransfer from(Network teacher, String... stages) {
        return new AttentionTransfer(Teacher.of(teacher), StagePair.same(stages), 2);
    }

    /** Between these stages. */
    public AttentionTransfer between(StagePair... pairs) {
        return new AttentionTransfer(teacher, ImmutableList.copyOf(pairs), power);
    }

    /** The same with another power. */
    public AttentionTransfer power(double power) {
        return new AttentionTransfer(teacher, stages, power);
    }

    @Override
    public String name() {
        return NAME;
    }

    /**
     * The scalar, on the labelled pictures of a step.
     *
     * @throws IllegalArgumentException if a network has no such stage, or it ends in no map N C H W
     */
    @Override
    public Value of(Step step) {
        return StagePair.sum(stages, pair -> {
            StagePair.Maps maps = pair.maps(step, teacher);
            return DistillationLosses.attentionTransfer(maps.student(), maps.teacher(), power);
        });
    }

    @Override
    public String toString() {
        return "AttentionTransfer.from(" + teacher + ").between(" + stages + ").power(" + power + ")";
    }
}
