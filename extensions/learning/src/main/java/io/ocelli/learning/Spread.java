package io.ocelli.learning;

import io.ocelli.graph.Reduce;
import io.ocelli.graph.Value;
import io.ocelli.training.Objective;
import io.ocelli.training.Session;
import io.ocelli.training.Step;
import io.ocelli.training.TrainingEvent;
import io.ocelli.training.TrainingListener;
import java.util.ArrayList;
import java.util.List;

/**
 * How far projections spread in each step, as a term that counts nothing; and who listens to it, and ends a training that has
 * collapsed. For one training.
 */
final class Spread implements TrainingListener {
    private static final String NAME = "spread";
    private static final double COLLAPSED = 0.05;

    private final List<Double> spreads = new ArrayList<>();
    private double sum;
    private int steps;

    /** The term, which is reported and learns nothing. */
    static Objective term() {
        return Objective.of(NAME, Spread::of).times(0);
    }

    private static Value of(Step step) {
        return of(step.network().logits()).stopGradient();
    }

    /** The mean deviation of the dimensions of rows of length 1, times the root of their number. */
    static Value of(Value rows) {
        Value directions = rows.l2Normalize();
        Value centred = directions.minus(directions.keeping(Reduce.Kind.MEAN, 0));
        Value deviations = centred.squared().mean(0).sqrt();
        return deviations.mean().times(rows.count(1).sqrt());
    }

    static boolean collapsed(double spread) {
        return !(spread > COLLAPSED);
    }

    /** The mean of each epoch so far. */
    List<Double> spreads() {
        return spreads;
    }

    @Override
    public void on(TrainingEvent event, Session session) {
        if (event instanceof TrainingEvent.StepEnded) {
            sum += ((TrainingEvent.StepEnded) event).terms().getOrDefault(NAME, Double.NaN);
            steps++;
        } else if (event instanceof TrainingEvent.EpochEnded) {
            double spread = sum / steps;
            spreads.add(spread);
            sum = 0;
            steps = 0;
            if (collapsed(spread)) {
                session.stop("the projections of all pictures became one: a collapse");
            }
        }
    }
}
