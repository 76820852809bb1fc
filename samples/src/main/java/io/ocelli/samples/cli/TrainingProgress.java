package io.ocelli.samples.cli;

import io.ocelli.training.History;
import io.ocelli.training.Session;
import io.ocelli.training.TrainingEvent;
import io.ocelli.training.TrainingListener;
import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar with the time left for people who watch a terminal; where nobody does, a line an epoch and a line a tenth. */
final class TrainingProgress implements TrainingListener, AutoCloseable {
    private static final int TENTHS = 10;

    private final boolean watched = System.console() != null;
    private final PrintWriter out;
    private @Nullable ProgressBar bar;
    private @Nullable String task;
    private int epochs;
    private int steps;
    private int toldTenth;
    private long began;
    /** Where a training that goes on began. */
    private long behind;

    private double accuracy = Double.NaN;

    TrainingProgress(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void on(TrainingEvent event, Session session) {
        if (event instanceof TrainingEvent.FeaturesComputed features) {
            features(features);
        } else if (event instanceof TrainingEvent.Began start) {
            began(start, session);
        } else if (event instanceof TrainingEvent.StepEnded step) {
            step(step);
        } else if (event instanceof TrainingEvent.EpochEnded ended) {
            epoch(ended.epoch());
        }
    }

    private void features(TrainingEvent.FeaturesComputed features) {
        if (watched) {
            bar("Features", features.total()).stepTo(features.done());
        } else if (passes(features.done(), features.total())) {
            out.printf("Features of %d of %d pictures%n", features.done(), features.total());
        }
    }

    private void began(TrainingEvent.Began start, Session session) {
        epochs = start.epochs();
        steps = start.steps();
        began = System.nanoTime();
        behind = (long) session.position().epoch() * steps + session.position().batch();
        toldTenth = (int) (TENTHS * behind / Math.max(1, all()));
        if (watched) {
            bar("Training on " + start.engine(), all()).stepTo(behind);
        } else {
            out.printf("Training on %s, %d epochs of %d steps%n", start.engine(), epochs, steps);
            if (behind > 0) {
                out.printf("It goes on in %s%n", session.position());
            }
        }
    }

    private long all() {
        return (long) epochs * steps;
    }

    private void step(TrainingEvent.StepEnded step) {
        long done = (step.epoch() - 1L) * steps + step.step();
        if (watched && bar != null) {
            bar.stepTo(done);
            bar.setExtraMessage(figures(step));
        } else if (!watched && epochs < TENTHS && step.step() < steps && passes(done, all())) {
            long left = (System.nanoTime() - began) / (done - behind) * (all() - done) / 1_000_000_000;
            out.printf(
                    Locale.ROOT,
                    "Epoch %d, step %d of %d:%s, %d:%02d min left%n",
                    step.epoch(),
                    step.step(),
                    steps,
                    figures(step),
                    left / 60,
                    left % 60);
        }
    }

    /** The loss, of what it is the sum, and the rate. */
    private String figures(TrainingEvent.StepEnded step) {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, " loss %.4f", step.loss()));
        step.terms().forEach((name, term) -> text.append(String.format(Locale.ROOT, ", %s %.4f", name, term)));
        text.append(String.format(Locale.ROOT, ", rate %.3g", step.learningRate()));
        if (watched && !Double.isNaN(accuracy)) {
            text.append(String.format(Locale.ROOT, ", accuracy %.2f %%", 100 * accuracy));
        }
        return text.toString();
    }

    private void epoch(History.Epoch epoch) {
        accuracy = epoch.validationAccuracy();
        if (!watched) {
            toldTenth = (int) ((long) TENTHS * epoch.epoch() / epochs);
            out.printf(
                    Locale.ROOT,
                    "Epoch %d: loss %.4f, validation loss %.4f%s%s, %.1f s%n",
                    epoch.epoch(),
                    epoch.trainingLoss(),
                    epoch.validationLoss(),
                    figure(", accuracy %.2f %%", 100 * epoch.validationAccuracy()),
                    figure(", without labels %.4f", epoch.judged()),
                    epoch.seconds());
        }
    }

    /** Nothing where there was nothing to measure. */
    private static String figure(String format, double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
    }

    /** Whether another tenth of the work is done than when something was told last. */
    private boolean passes(long done, long all) {
        int tenth = (int) (TENTHS * done / Math.max(1, all));
        boolean passes = tenth > toldTenth;
        toldTenth = Math.max(toldTenth, tenth);
        return passes;
    }

    private ProgressBar bar(String name, long maximum) {
        if (bar == null || !name.equals(task)) {
            close();
            task = name;
            bar = new ProgressBarBuilder()
                    .setTaskName(name)
                    .setInitialMax(maximum)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(200)
                    .build();
        }
        return bar;
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
