package io.ocelli.spring;

import io.ocelli.image.Image;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a classifier does.
 *
 * @param engine the name of the engine that it runs on
 * @param classes how many classes it knows
 * @param opened when the model that answers was opened
 * @param reloadError why the last reload failed, the old model being kept; null where it did not
 */
public record ClassifierStatus(
        String engine,
        int classes,
        Instant opened,
        @Nullable String reloadError) {
    private static final int SIDE = 32;

    static ClassifierStatus of(ReloadableClassifier classifier) {
        RuntimeException error = classifier.reloadError();
        return new ClassifierStatus(
                classifier.engine(),
                classifier.labels().size(),
                classifier.opened(),
                error == null ? null : error.getMessage());
    }

    /**
     * The status of a classifier that was just asked about a black picture; no meter counts it.
     *
     * @throws RuntimeException what the classifier threw
     */
    public static ClassifierStatus checked(ReloadableClassifier classifier) {
        classifier.logits(Image.black(SIDE, SIDE, 3));
        return of(classifier);
    }
}
