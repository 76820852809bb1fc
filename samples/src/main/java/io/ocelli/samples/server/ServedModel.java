package io.ocelli.samples.server;

import io.javalin.http.HttpStatus;
import io.ocelli.Classifier;
import io.ocelli.learning.Columns;
import io.ocelli.serving.Replaceable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;

/** A classifier by its name, whose model can be opened again while it answers. Thread-safe. */
final class ServedModel implements AutoCloseable {
    private final String name;
    private final Supplier<Classifier> opening;
    private final Replaceable<Opened> model;

    /**
     * A classifier between two reloads.
     *
     * @param reasons why it says what it says
     * @param beside whether it looks at a form's fields beside the picture
     */
    record Opened(Classifier classifier, Reasons reasons, boolean beside, Instant at) {
        static Opened by(Supplier<Classifier> opening) {
            Classifier classifier = opening.get();
            return new Opened(
                    classifier,
                    new Reasons(classifier),
                    classifier.decorators().stream().anyMatch(Columns.class::isInstance),
                    Instant.now().truncatedTo(ChronoUnit.MILLIS));
        }

        void close() {
            reasons.close();
            classifier.close();
        }
    }

    ServedModel(String name, Supplier<Classifier> opening) {
        this.name = name;
        this.opening = opening;
        this.model = Replaceable.of(Opened.by(opening), Opened::close, "The server has ended");
    }

    String name() {
        return name;
    }

    /** What answers now, open until the use is closed. */
    Replaceable.Use<Opened> use() {
        try {
            return model.use();
        } catch (IllegalStateException e) {
            throw new Refusal(HttpStatus.SERVICE_UNAVAILABLE, "The server is ending; ask the one that follows it");
        }
    }

    /** What answers now, to be told of. */
    Opened current() {
        return model.current();
    }

    /**
     * Opens it again, from where it was; until that is done the old one answers, and where it fails the old one stays.
     *
     * @throws RuntimeException what opening throws
     */
    synchronized void reload() {
        use().close(); // refused after the end, before anything is opened
        model.replace(Opened.by(opening));
    }

    @Override
    public void close() {
        model.close();
    }
}
