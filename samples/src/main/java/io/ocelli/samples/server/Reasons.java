package io.ocelli.samples.server;

import io.javalin.http.HttpStatus;
import io.ocelli.Classifier;
import io.ocelli.data.ImageSource;
import io.ocelli.explanation.Explain;
import io.ocelli.explanation.Explainer;
import io.ocelli.explanation.HeatMap;
import io.ocelli.explanation.Method;
import io.ocelli.image.Image;
import io.ocelli.image.Preprocessing;
import org.jspecify.annotations.Nullable;

/** Why a classifier says what it says, as heat maps. Thread-safe; takes no memory before the first one is asked for. */
final class Reasons implements AutoCloseable {
    private final Classifier classifier;
    private @Nullable Explainer explainer;
    private boolean closed;

    /**
     * A reason.
     *
     * @param map where the picture speaks for the class
     * @param png the picture under the map
     */
    record Reason(HeatMap map, byte[] png) {}

    Reasons(Classifier classifier) {
        this.classifier = classifier;
    }

    /**
     * The reason for what is said of a picture.
     *
     * @param source of a picture that was classified before
     */
    Reason of(ImageSource source) {
        Explainer opened = explainer();
        Preprocessing preprocessing = classifier.preprocessing();
        Image picture = source.read();
        Image seen = preprocessing.intensities() == null ? picture : source.readWhole();
        HeatMap map = opened.of(seen.toChannels(preprocessing.channels()));
        return new Reason(map, map.png(picture));
    }

    private synchronized Explainer explainer() {
        if (closed) {
            throw new Refusal(HttpStatus.SERVICE_UNAVAILABLE, "The server is ending; ask the one that follows it");
        }
        if (explainer == null) {
            try {
                explainer =
                        Explain.by(Method.of(classifier.network()), classifier).open();
            } catch (IllegalArgumentException | IllegalStateException e) {
                throw new Refusal(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        "What this model says is not explained: " + e.getMessage() + " Ask without explain.");
            }
        }
        return explainer;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (explainer != null) {
            explainer.close();
            explainer = null;
        }
    }
}
