package io.ocelli.serving;

import io.ocelli.image.Image;
import io.ocelli.image.Transform;
import io.ocelli.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * What answers inside of all decorators. Its natives are shared by classifiers that differ in what is around it, and go with
 * the last of these. Thread-safe.
 */
abstract class Served {
    private int users = 1;

    /** One more classifier uses the natives. */
    synchronized void share() {
        if (users == 0) {
            throw new IllegalStateException(Serving.CLOSED);
        }
        users++;
    }

    /** One classifier less; after the last, waits for the calls that run and closes the natives. */
    void release() {
        synchronized (this) {
            users--;
            if (users > 0) {
                return;
            }
        }
        closeNatives();
    }

    /** Waits for the calls that run, and closes the natives. */
    abstract void closeNatives();

    /** The name of the engine. */
    abstract String engine();

    /** What it runs on and why, for people to read. */
    abstract String placement();

    abstract List<String> labels();

    /** What gathering single pictures has done. */
    abstract Batching.Figures batching();

    /** What is done first to a picture that nothing outside looks at. */
    abstract Transform transform();

    /** A view of a picture that nothing outside looks at. */
    abstract View view(Image image);

    /**
     * The scorer that decorators are put around.
     *
     * @param many for calls of which many run at a time, rather than for one that somebody waits for
     */
    abstract Scorer scorer(boolean many);

    /** The result of each of the backbone's stages, by its name and in order. */
    abstract Map<String, Tensor> stages(Image image);
}
