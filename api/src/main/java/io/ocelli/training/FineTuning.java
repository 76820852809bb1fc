package io.ocelli.training;

import com.google.common.collect.ImmutableList;
import io.ocelli.data.DataSet;
import io.ocelli.engine.Device;
import io.ocelli.engine.Optimizer;
import io.ocelli.model.Architecture;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Trainings of one network after the other, in which more and more of it learns: first the new head, whose gradients would
 * spoil the backbone while it knows nothing, then the rest. An immutable value.
 *
 * <pre>{@code
 * FineTuning.of(5)                      // the head for an epoch, then all for five, as fastai's fine_tune
 * FineTuning.gradually(2, recipe)       // the head, then with each phase one stage more (Howard and Ruder 2018)
 * }</pre>
 *
 * @param phases in order
 */
public record FineTuning(List<Phase> phases) {
    /** Published weights change by a hundredth of the head's rate at their first stage, of four. */
    private static final double STAGE_DECAY = 0.3;

    private static final double HEAD_RATE = 2e-3;
    /** At five times this rate all of an EfficientNet-Lite0 lost three points on ants and bees. */
    private static final double RATE = 2e-4;

    public FineTuning {
        phases = ImmutableList.copyOf(phases);
        if (phases.isEmpty()) {
            throw new IllegalArgumentException("Fine-tuning has a phase, received none");
        }
    }

    /**
     * A training of a part of the network.
     *
     * @param learns from where on
     */
    public record Phase(Part learns, Training recipe) {}

    /** From where on a network learns. */
    public enum Part {
        /** What follows the backbone. */
        HEAD,
        /** The head, and of the stages one more than in the phase before. */
        ONE_STAGE_MORE,
        ALL
    }

    /** The head for one epoch, then all of the network for so many. */
    public static FineTuning of(int epochs) {
        return of(1, epochs, Training.defaults());
    }

    /**
     * The head, then all of the network, the backbone's stages at lower and lower rates towards the pixels. Each phase is one
     * cycle of AdamW (Smith and Topin 2018).
     *
     * @param headEpochs of the head alone
     * @param epochs of all
     * @param recipe what else holds for both; its optimizer, schedule and stageDecay are replaced
     */
    public static FineTuning of(int headEpochs, int epochs, Training recipe) {
        Training cycle = recipe.schedule(Schedule.oneCycle());
        return new FineTuning(ImmutableList.of(
                new Phase(Part.HEAD, cycle.epochs(headEpochs).optimizer(Optimizer.adamW(HEAD_RATE))),
                new Phase(
                        Part.ALL,
                        cycle.epochs(epochs).optimizer(Optimizer.adamW(RATE)).stageDecay(STAGE_DECAY))));
    }

    /**
     * The head, and then with each phase one stage more, the last first, until all learns.
     *
     * @param stages how many phases add one; the last phase is all of the network
     * @param recipe of each phase
     */
    public static FineTuning gradually(int stages, Training recipe) {
        ImmutableList.Builder<Phase> phases = ImmutableList.builder();
        phases.add(new Phase(Part.HEAD, recipe));
        for (int i = 0; i < stages; i++) {
            phases.add(new Phase(Part.ONE_STAGE_MORE, recipe));
        }
        return new FineTuning(phases.add(new Phase(Part.ALL, recipe)).build());
    }

    /**
     * Trains phase after phase; the history is that of all. What stops one phase by {@link Training#stopWhen} or an interruption
     * stops those behind it before they learn; early stopping ends its own phase. Where a phase's recipe has {@linkplain
     * Training#checkpoints checkpoints}, they lie in {@code phase-1}, {@code phase-2}, ... of its folder, so that all goes on where
     * it was.
     *
     * @param learner the network; what of it is frozen is the phases' word
     * @throws TrainingException if it fails after it learnt something, in whichever phase
     * @throws IllegalArgumentException if there are not so many stages
     */
    public Learnt run(Learner learner, DataSet training, DataSet validation, @Nullable String engine, Device device) {
        Architecture architecture = learner.architecture();
        List<Learner> learners = learners(learner);
        Learnt before = null;
        for (int i = 0; i < phases.size(); i++) {
            Learner next = before == null
                    ? learners.get(i)
                    : new Learner(
                            architecture,
                            before.weights(),
                            learner.preprocessing(),
                            learners.get(i).frozen());
            try {
                Learnt learnt = Plan.of(next, training, validation, recipe(i), engine, device)
                        .run();
                before = before == null ? learnt : before.and(learnt);
            } catch (TrainingException e) {
                throw before == null ? e : new TrainingException(message(i, e), before.and(e.learnt()), e);
            } catch (RuntimeException e) {
                if (before == null) {
                    throw e;
                }
                throw new TrainingException(message(i, e), before, e);
            }
        }
        if (before == null) {
            throw new IllegalStateException("Fine-tuning has a phase");
        }
        return before;
    }

    private static String message(int phase, RuntimeException e) {
        return "Phase " + (phase + 1) + " of the fine-tuning failed, and what it had learnt is kept in learnt(): "
                + e.getMessage();
    }

    private Training recipe(int phase) {
        Training said = phases.get(phase).recipe();
        // Features can be kept while the head learns alone.
        Training recipe = phases.get(phase).learns() == Part.HEAD ? said : said.withoutCachedViews();
        Checkpoints checkpoints = recipe.choices().checkpoints();
        return checkpoints == null ? recipe : recipe.checkpoints(checkpoints.in("phase-" + (phase + 1)));
    }

    /** The network as each phase has it. */
    private List<Learner> learners(Learner learner) {
        Architecture architecture = learner.architecture();
        List<String> ends = new ArrayList<>(architecture.stages().values());
        List<Learner> learners = new ArrayList<>();
        int stages = 0;
        for (Phase phase : phases) {
            String frozen = null;
            if (phase.learns() == Part.HEAD) {
                frozen = architecture.features();
            } else if (phase.learns() == Part.ONE_STAGE_MORE) {
                stages++;
                if (stages >= ends.size()) {
                    throw new IllegalArgumentException(architecture.name() + " has the stages "
                            + architecture.stages().keySet() + ", of which " + (ends.size() - 1)
                            + " can learn while others are frozen, received " + phases.size() + " phases");
                }
                frozen = ends.get(ends.size() - 1 - stages);
            }
            learners.add(new Learner(architecture, learner.weights(), learner.preprocessing(), frozen));
        }
        return learners;
    }
}
