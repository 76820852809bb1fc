package io.ocelli.training;

import io.ocelli.training.TrainingEvent.Ended;
import io.ocelli.training.TrainingEvent.EpochEnded;
import io.ocelli.training.TrainingEvent.StepEnded;
import org.jspecify.annotations.Nullable;

/** Writes one training's checkpoints when they are due. */
final class CheckpointWriter implements TrainingListener {
    private final Checkpoints checkpoints;
    private long last = System.nanoTime();
    private @Nullable Position written;

    CheckpointWriter(Checkpoints checkpoints) {
        this.checkpoints = checkpoints;
    }

    @Override
    public void on(TrainingEvent event, Session session) {
        boolean due = event instanceof StepEnded && late()
                || event instanceof EpochEnded && session.position().epoch() % checkpoints.epochs() == 0
                || event instanceof Ended;
        if (due && !session.position().equals(written)) {
            checkpoints.save(session.checkpoint());
            written = session.position();
            last = System.nanoTime();
        }
    }

    private boolean late() {
        return checkpoints.every() != null
                && System.nanoTime() - last >= checkpoints.every().toNanos();
    }
}
