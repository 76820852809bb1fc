package io.ocelli.training;

import com.google.common.collect.ImmutableList;
import io.ocelli.data.DataSet;
import io.ocelli.engine.Device;
import io.ocelli.training.TrainingEvent.StepEnded;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How the loss goes as the learning rate grows from step to step: what tells which rate a training bears (Smith 2017, as
 * fastai's {@code lr_find}). Immutable; {@link #toString} is a table.
 *
 * @param points in order, until the loss ran away
 */
public record LearningRates(List<Point> points) {
    private static final double FIRST = 1e-7;
    private static final double LAST = 10;
    /** How many rates are tried at most. */
    public static final int STEPS = 100;

    /** The loss has run away once it is so many times the lowest. */
    private static final double AWAY = 4;
    /** The share of the smoothed loss that stays at a step. */
    private static final double SMOOTHING = 0.9;

    public LearningRates {
        points = ImmutableList.copyOf(points);
    }

    /**
     * A step.
     *
     * @param loss a running mean of the losses until then, from which the start at zero was taken out
     */
    public record Point(double rate, double loss) {}

    /**
     * Trains for at most a hundred steps at rates from 1e-7 to 10, each larger by the same factor, and forgets what was learnt.
     *
     * @param recipe of the training that is to follow; its epochs, schedule and checkpoints do not count; its listeners are told of
     *     each step
     * @param engine as for {@link Plan#of}
     */
    public static LearningRates find(
            Learner learner, DataSet training, Training recipe, @Nullable String engine, Device device) {
        Choices choices = recipe.choices();
        int batches = Math.max(1, (training.size() + choices.batchSize() - 1) / choices.batchSize());
        double base = choices.optimizer(learner.onlyHeadLearns()).learningRate();
        Finder finder = new Finder();
        Training steps = recipe.withoutCompany()
                .epochs((STEPS * choices.accumulate() + batches - 1) / batches)
                .schedule(progress -> rate(progress.step()) / base)
                .listener(finder);
        for (TrainingListener listener : choices.listeners()) {
            steps = steps.listener(listener);
        }
        try {
            // Nothing is measured on these but that the plan is sound: a handful will do.
            DataSet few = training.subset(firsts(training));
            new Loop(Plan.of(learner, training, few, steps, engine, device)).run();
        } catch (DivergedException e) {
            finder.ended(); // which is what it was about
        }
        return new LearningRates(finder.points);
    }

    private static double rate(int step) {
        return FIRST * Math.pow(LAST / FIRST, (double) step / (STEPS - 1));
    }

    /** The first picture of each class. */
    private static int[] firsts(DataSet pictures) {
        List<Integer> seen = new ArrayList<>();
        List<Integer> firsts = new ArrayList<>();
        int[] labels = pictures.labels();
        for (int i = 0; i < labels.length; i++) {
            if (!seen.contains(labels[i])) {
                seen.add(labels[i]);
                firsts.add(i);
            }
        }
        return firsts.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Writes the losses down, and ends the training where they run away. */
    private static final class Finder implements TrainingListener {
        private final List<Point> points = new ArrayList<>();
        private double mean;
        private double lowest = Double.POSITIVE_INFINITY;
        private boolean ended;

        @Override
        public void on(TrainingEvent event, Session session) {
            if (event instanceof StepEnded && !ended) {
                StepEnded step = (StepEnded) event;
                mean = SMOOTHING * mean + (1 - SMOOTHING) * step.loss();
                double loss = mean / (1 - Math.pow(SMOOTHING, points.size() + 1));
                lowest = Math.min(lowest, loss);
                points.add(new Point(step.learningRate(), loss));
                if (points.size() >= STEPS || loss > AWAY * lowest) {
                    ended();
                    session.stop("the learning rates were tried");
                }
            }
        }

        void ended() {
            ended = true;
        }
    }

    /**
     * Where the loss falls fastest, before it is lowest: a rate to train at.
     *
     * @throws IllegalStateException if it never fell
     */
    public double suggestion() {
        int lowest = 0;
        for (int i = 1; i < points.size(); i++) {
            lowest = points.get(i).loss() < points.get(lowest).loss() ? i : lowest;
        }
        int best = -1;
        double steepest = 0;
        for (int i = 1; i < lowest; i++) {
            double slope = points.get(i + 1).loss() - points.get(i - 1).loss();
            if (slope < steepest) {
                steepest = slope;
                best = i;
            }
        }
        if (best < 0) {
            throw new IllegalStateException("A learning rate is suggested where the loss falls, and it did not fall in "
                    + points.size() + " steps:\n" + this);
        }
        return points.get(best).rate();
    }

    @Override
    public String toString() {
        StringBuilder table = new StringBuilder("learning rate    loss\n");
        for (Point point : points) {
            table.append(String.format(Locale.ROOT, "%13.3g  %6.4f\n", point.rate(), point.loss()));
        }
        return table.toString();
    }
}
