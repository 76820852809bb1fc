package io.ocelli.training;

import io.ocelli.training.TrainingEvent.EpochEnded;
import java.util.List;

/**
 * Ends a training that makes no more progress: once the best epoch is so many epochs ago. It looks at the history alone, so
 * that a training which was resumed ends where it would have.
 *
 * @param patience epochs without progress that are borne
 * @param least by how much less a validation loss is progress; where nothing was validated, the training loss counts
 */
record EarlyStopping(int patience, double least) implements TrainingListener {
    EarlyStopping {
        if (patience < 1 || !(least >= 0)) {
            throw new IllegalArgumentException(
                    "Early stopping bears 1 epoch or more, and progress is 0 or more; received " + patience + " and "
                            + least);
        }
    }

    @Override
    public void on(TrainingEvent event, Session session) {
        if (event instanceof EpochEnded) {
            int since = since(session.history().epochs());
            if (since >= patience) {
                session.stop("the validation loss has made no progress for " + since + " epochs");
            }
        }
    }

    private int since(List<History.Epoch> epochs) {
        double best = Double.POSITIVE_INFINITY;
        int since = 0;
        for (History.Epoch epoch : epochs) {
            boolean progress = epoch.watchedLoss() < best - least || Double.isInfinite(best);
            best = progress ? epoch.watchedLoss() : best;
            since = progress ? 0 : since + 1;
        }
        return since;
    }

    @Override
    public String toString() {
        return patience + (least == 0 ? "" : ", " + least);
    }
}
