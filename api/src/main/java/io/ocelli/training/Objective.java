package io.ocelli.training;

import com.google.common.collect.ImmutableList;
import io.ocelli.engine.Projection;
import io.ocelli.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a training makes small: a sum of terms, each with a name under which it is reported, and a weight. A value: it prints,
 * compares and composes.
 *
 * <pre>{@code
 * Objective distilled = Objective.labels(Loss.crossEntropy()).times(0.1)
 *     .plus(Objective.of("distillation", step -> divergence(
 *             step.network().logits(), step.frozen("teacher", teacher).logits(), 4)).times(0.9 * 16));
 * }</pre>
 *
 * @param terms in the order they were said
 */
public record Objective(List<Weighted> terms) {
    /** The name of the term that compares logits with labels. */
    public static final String LABELS = "labels";

    public Objective {
        terms = ImmutableList.copyOf(terms);
        List<String> names = new ArrayList<>();
        terms.forEach(term -> names.add(term.name()));
        for (String name : names) {
            if (names.indexOf(name) != names.lastIndexOf(name)) {
                throw new IllegalArgumentException("Terms are reported by name, and '" + name + "' stands twice");
            }
        }
    }

    /**
     * A term and what it counts.
     *
     * @param weight by what it is multiplied
     * @param schedule by what besides, as the training goes on; null for 1
     */
    public record Weighted(
            String name, Term term, double weight, @Nullable Schedule schedule) {
        public Weighted {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(term, "term");
            if (term instanceof Constraint && (weight != 1 || schedule != null)) {
                throw new IllegalArgumentException("A constraint is not added and has no weight, and '" + name
                        + "' got one. Say times(...) of what is made small alone, and plus(constraint) behind it.");
            }
        }

        @Override
        public String toString() {
            return name + (weight == 1 ? "" : " * " + weight) + (schedule == null ? "" : " * " + schedule);
        }
    }

    /** An objective of one term. */
    public static Objective of(String name, Term term) {
        return new Objective(ImmutableList.of(new Weighted(name, term, 1, null)));
    }

    /** The loss between the network's logits and the labels; auxiliary logits count as their architecture says. */
    public static Objective labels(Loss loss) {
        return of(LABELS, new OfLabels(loss));
    }

    /** The terms of both. */
    public Objective plus(Objective other) {
        return new Objective(ImmutableList.<Weighted>builder()
                .addAll(terms)
                .addAll(other.terms)
                .build());
    }

    /** Every term {@code factor} times. */
    public Objective times(double factor) {
        ImmutableList.Builder<Weighted> scaled = ImmutableList.builder();
        for (Weighted term : terms) {
            scaled.add(new Weighted(term.name(), term.term(), term.weight() * factor, term.schedule()));
        }
        return new Objective(scaled.build());
    }

    /**
     * Every term as often as a schedule says of the progress, in the place of a schedule that it had. It comes to the engine as a
     * number of each step.
     */
    public Objective times(Schedule schedule) {
        ImmutableList.Builder<Weighted> scheduled = ImmutableList.builder();
        for (Weighted term : terms) {
            scheduled.add(new Weighted(term.name(), term.term(), term.weight(), schedule));
        }
        return new Objective(scheduled.build());
    }

    /** The rule of its constraints; null where it has none. */
    @Nullable
    Projection projection() {
        Projection rule = null;
        for (Weighted each : terms) {
            if (each.term() instanceof Constraint) {
                Projection own = ((Constraint) each.term()).projection();
                if (rule != null && !rule.equals(own)) {
                    throw new IllegalArgumentException("The constraints of an objective have one projection, and '"
                            + each.name() + "' has " + own + " where another has " + rule);
                }
                rule = own;
            }
        }
        return rule;
    }

    /** The loss of a term that compares logits with labels; null where it is another's. */
    static @Nullable Loss loss(Term term) {
        return term instanceof OfLabels ? ((OfLabels) term).loss() : null;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        terms.forEach(term -> text.append(text.length() == 0 ? "" : " + ").append(term));
        return text.toString();
    }

    /** The loss of logits and of auxiliary logits against labels. */
    private record OfLabels(Loss loss) implements Term {
        @Override
        public Value of(Step step) {
            return step.labelled(loss);
        }
    }
}
