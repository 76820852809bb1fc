package io.ocelli.heads;

import io.ocelli.graph.Compare;
import io.ocelli.graph.Reduce;
import io.ocelli.graph.Value;

/**
 * Logits that an embedding is learnt by: cosines of the angles between pictures and classes, from which the own class's is taken
 * something away, so that pictures of a class come nearer than they need be. Multiplied by a scale, they go into {@link
 * io.ocelli.training.Loss#crossEntropy}:
 *
 * <pre>{@code
 * Value cosines = Margins.cosines(embedding, classes);
 * Loss.crossEntropy().of(Margins.arcFace(cosines, targets, 0.5, Margins.Beyond.LINE).times(64), targets)
 * }</pre>
 *
 * <p>Targets are float32 N K, 1 for the own class; where they are a distribution, each class has its share of the margin.
 */
public final class Margins {
    /** Under the root of a sine, whose slope at 0 is infinite. */
    private static final double LEAST = 1e-12;

    /** What ArcFace does where the angle and its margin together are beyond half a turn, where the cosine rises again. */
    public enum Beyond {
        /** Nothing. */
        COSINE,
        /** cos(a) - m sin(m) in the place of cos(a + m), which goes on falling: the usual. */
        LINE,
        /** No margin where the angle is a right one or more ({@code easy_margin}). */
        EASY
    }

    private Margins() {}

    /**
     * The cosines between embeddings and classes, N K: times a scale, the logits of a normalised softmax (Wang et al. 2017).
     *
     * @param embedding N D
     * @param classes K D, learnt
     */
    public static Value cosines(Value embedding, Value classes) {
        return embedding.l2Normalize().matmul(classes.l2Normalize().transpose());
    }

    /**
     * ArcFace (Deng et al. 2019): cos(a + m) for the own class, cos(a) for the others, N K.
     *
     * @param margin m, an angle; 0.5 is usual, with a scale of 64
     */
    public static Value arcFace(Value cosines, Value targets, double margin, Beyond beyond) {
        Value cosine = cosines.clamp(-1, 1);
        Value sine = cosine.squared().negate().plus(1).clamp(LEAST, 1).sqrt();
        Value moved = cosine.times(Math.cos(margin)).minus(sine.times(Math.sin(margin)));
        if (beyond == Beyond.LINE) {
            Value line = cosine.minus(Math.sin(Math.PI - margin) * margin);
            moved = cosine.is(Compare.Kind.GREATER, Math.cos(Math.PI - margin)).where(moved, line);
        } else if (beyond == Beyond.EASY) {
            moved = cosine.is(Compare.Kind.GREATER, 0).where(moved, cosine);
        }
        return own(cosines, targets, moved);
    }

    /**
     * CosFace (Wang et al. 2018): cos(a) - m for the own class, cos(a) for the others, N K. After {@link #arcFace}, the two
     * margins together: cos(a + m2) - m3.
     *
     * @param margin m; 0.35 is usual, with a scale of 64
     */
    public static Value cosFace(Value cosines, Value targets, double margin) {
        return cosines.minus(targets.times(margin));
    }

    /**
     * SphereFace (Liu et al. 2017), logits as they are, not to be scaled: the embedding's length times cos(a), and for the own
     * class times (annealing cos(a) + psi(a)) / (1 + annealing), where psi(a) = (-1)^k cos(m a) - 2k with k = floor(m a / pi),
     * which falls all the way from 0 to half a turn. N K.
     *
     * @param embedding N D
     * @param classes K D, learnt
     * @param margin m, a whole number of at least 1; 4 is usual
     * @param annealing at least 0; large in the beginning, falling to 5 or 0
     * @throws IllegalArgumentException if margin or annealing are out of range
     */
    public static Value sphereFace(Value embedding, Value classes, Value targets, int margin, double annealing) {
        if (margin < 1 || !(annealing >= 0)) {
            throw new IllegalArgumentException("SphereFace has a margin of at least 1 and an annealing of at least 0,"
                    + " received " + margin + " and " + annealing);
        }
        Value cosine = cosines(embedding, classes).clamp(-1, 1);
        // k counts how many of the angles pi / m, 2 pi / m, ... are passed: no arc cosine is needed.
        Value psi = multiple(cosine, margin);
        Value turns = null;
        for (int j = 1; j < margin; j++) {
            Value passed = cosine.is(Compare.Kind.LESS_OR_EQUAL, Math.cos(j * Math.PI / margin));
            psi = psi.times(passed.times(-2).plus(1));
            turns = turns == null ? passed : turns.plus(passed);
        }
        psi = turns == null ? psi : psi.minus(turns.times(2));
        Value moved = cosine.times(annealing).plus(psi).dividedBy(1 + annealing);
        Value length = embedding.squared().keeping(Reduce.Kind.SUM, 1).sqrt();
        return own(cosine, targets, moved).times(length);
    }

    /** cos(m a) of cos(a), by Chebyshev's cos(m a) = 2 cos(a) cos((m - 1) a) - cos((m - 2) a). */
    private static Value multiple(Value cosine, int times) {
        Value before = cosine.times(0).plus(1);
        Value now = cosine;
        for (int i = 1; i < times; i++) {
            Value next = cosine.times(now).times(2).minus(before);
            before = now;
            now = next;
        }
        return now;
    }

    private static Value own(Value cosines, Value targets, Value moved) {
        return cosines.plus(targets.times(moved.minus(cosines)));
    }
}
