package io.ocelli.samples.cli;

import io.ocelli.training.Session;
import io.ocelli.training.TrainingEvent;
import io.ocelli.training.TrainingListener;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar for people who watch a terminal; where nobody does, nothing. */
final class TrainingProgress implements TrainingListener, AutoCloseable {
    private final boolean watched = System.console() != null;
    private @Nullable ProgressBar bar;
    private @Nullable String task;
    private int steps;

    @Override
    public void on(TrainingEvent event, Session session) {
        if (!watched) {
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
