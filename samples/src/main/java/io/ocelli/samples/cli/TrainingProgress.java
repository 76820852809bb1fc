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

/** A bar for people who watch a terminal; where nobody does, a line an epoch. */
final class TrainingProgress implements TrainingListener, AutoCloseable {
    private final boolean watched = System.console() != null;
    private final PrintWriter out;
    private @Nullable ProgressBar bar;
    private @Nullable String task;
    private int steps;

    TrainingProgress(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void on(TrainingEvent event, Session session) {
        if (!watched) {
            tell(event);
            return;
        }
        if (event instanceof TrainingEvent.FeaturesComputed features) {
            bar("Features", features.total()).stepTo(features.done());
        } else if (event instanceof TrainingEvent.Began began) {
            steps = began.steps();
            bar("Training on " + began.engine(), (long) began.epochs() * began.steps());
        } else if (event instanceof TrainingEvent.StepEnded step && bar != null) {
            bar.stepTo((step.epoch() - 1L) * steps + step.step());
        } else if (event instanceof TrainingEvent.EpochEnded ended && bar != null) {
            bar.setExtraMessage(String.format(
                    Locale.ROOT,
                    " epoch %d: %.2f %%",
                    ended.epoch().epoch(),
                    100 * ended.epoch().validationAccuracy()));
        }
    }

    private void tell(TrainingEvent event) {
        if (event instanceof TrainingEvent.Began began) {
            out.printf("Training on %s, %d epochs of %d steps%n", began.engine(), began.epochs(), began.steps());
        } else if (event instanceof TrainingEvent.EpochEnded ended) {
            History.Epoch epoch = ended.epoch();
            out.printf(
                    Locale.ROOT,
                    "Epoch %d: loss %.4f, validation loss %.4f, accuracy %.2f %%, %.1f s%n",
                    epoch.epoch(),
                    epoch.trainingLoss(),
                    epoch.validationLoss(),
                    100 * epoch.validationAccuracy(),
                    epoch.seconds());
        }
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
