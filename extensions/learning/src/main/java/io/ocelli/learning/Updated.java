package io.ocelli.learning;

import io.ocelli.Classifier;
import io.ocelli.data.Split;
import java.util.Locale;

/**
 * What came of an {@link Update}: a classifier that knows more, and how much it has forgotten. It holds the classifier until it is
 * closed.
 */
public final class Updated implements AutoCloseable {
    /** Three of sixty pictures are five points, and a little more in binary. */
    private static final double ROUNDING = 1e-9;

    private final Update update;
    private final Split pictures;
    private final Classifier classifier;
    private final double before;
    private final double after;
    private final double learnt;

    Updated(Update update, Split pictures, Classifier classifier, double before, double after, double learnt) {
        this.update = update;
        this.pictures = pictures;
        this.classifier = classifier;
        this.before = before;
        this.after = after;
        this.learnt = learnt;
    }

    /** The classifier after the update, accepted or not. */
    public Classifier classifier() {
        return classifier;
    }

    /** The share of old pictures, which it has never learnt from, that were right before. */
    public double before() {
        return before;
    }

    /** That share now. */
    public double after() {
        return after;
    }

    /** The share of new pictures, held out, that are right; not a number where each class had one picture alone. */
    public double learnt() {
        return learnt;
    }

    /** Whether it has forgotten no more than the update allows. */
    public boolean accepted() {
        return before - after <= update.forgetting() + ROUNDING;
    }

    /** Why it is refused, and what to do; or that it is not. */
    public String reason() {
        String figures = String.format(
                Locale.ROOT, "of the old pictures %.2f %% were right and %.2f %% are now", 100 * before, 100 * after);
        return accepted()
                ? figures
                : figures + ", which is more than the " + 100 * update.forgetting()
                        + " points that may be forgotten; give the memory more pictures, "
                        + (update.whole() ? "teach the head alone, " : "")
                        + "learn fewer epochs at a lower rate, or allow more";
    }

    /**
     * Puts the new pictures into the memory, with what the classifier says of them now, once the classifier is in use.
     *
     * @throws IllegalStateException if it was refused
     * @throws io.ocelli.error.ImageException if a picture cannot be read, or the folder not be written
     */
    public void remember() {
        if (!accepted()) {
            throw new IllegalStateException("What was refused is not remembered: " + reason());
        }
        update.remember(classifier, pictures);
    }

    /** Closes the classifier. */
    @Override
    public void close() {
        classifier.close();
    }
}
