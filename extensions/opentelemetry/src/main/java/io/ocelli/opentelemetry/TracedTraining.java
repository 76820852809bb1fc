package io.ocelli.opentelemetry;

import io.ocelli.training.History;
import io.ocelli.training.Session;
import io.ocelli.training.TrainingEvent;
import io.ocelli.training.TrainingEvent.Began;
import io.ocelli.training.TrainingEvent.Ended;
import io.ocelli.training.TrainingEvent.EpochEnded;
import io.ocelli.training.TrainingEvent.Failed;
import io.ocelli.training.TrainingEvent.FeaturesComputed;
import io.ocelli.training.TrainingListener;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A training as a span, with one below it for the features and for each epoch. */
final class TracedTraining implements TrainingListener {
    private static final String TRAINING = "ocelli.training.";
    private static final AttributeKey<Long> EPOCHS = AttributeKey.longKey(TRAINING + "epochs");
    private static final AttributeKey<Long> BATCHES = AttributeKey.longKey(TRAINING + "batches");
    private static final AttributeKey<Long> PICTURES = AttributeKey.longKey(TRAINING + "pictures");
    private static final AttributeKey<Boolean> CACHED = AttributeKey.booleanKey(TRAINING + "cached");
    private static final AttributeKey<String> REASON = AttributeKey.stringKey(TRAINING + "end_reason");
    private static final AttributeKey<Long> EPOCH = AttributeKey.longKey(TRAINING + "epoch");
    private static final AttributeKey<Double> LOSS = AttributeKey.doubleKey(TRAINING + "loss");
    private static final AttributeKey<Double> VALIDATION_LOSS = AttributeKey.doubleKey("ocelli.validation.loss");
    private static final AttributeKey<Double> ACCURACY = AttributeKey.doubleKey("ocelli.validation.accuracy");
    private static final AttributeKey<String> ENGINE = AttributeKey.stringKey("ocelli.engine.name");

    private final Spans spans;
    /** Null between trainings. */
    private @Nullable Span fit;
    /** Where what is told next began. */
    private Instant since = Instant.EPOCH;

    private long features;

    TracedTraining(Spans spans) {
        this.spans = spans;
    }

    @Override
    public void on(TrainingEvent event, Session session) {
        Span span = fit == null ? start() : fit;
        if (event instanceof FeaturesComputed) {
            features = ((FeaturesComputed) event).done();
        } else if (event instanceof Began) {
            began(span, (Began) event);
        } else if (event instanceof EpochEnded) {
            epoch(span, ((EpochEnded) event).epoch());
        } else if (event instanceof Ended) {
            span.setAttribute(REASON, ((Ended) event).reason());
            end(span);
        } else if (event instanceof Failed) {
            Spans.fail(span, ((Failed) event).cause());
            end(span);
        }
    }

    private Span start() {
        Span span = spans.start("fit");
        fit = span;
        since = Instant.now();
        features = 0;
        return span;
    }

    private void end(Span span) {
        span.end();
        fit = null;
    }

    private void began(Span span, Began training) {
        span.setAttribute(EPOCHS, (long) training.epochs());
        span.setAttribute(BATCHES, (long) training.steps());
        span.setAttribute(PICTURES, (long) training.images());
        span.setAttribute(CACHED, training.cached());
        span.setAttribute(ENGINE, training.engine());
        if (features > 0) {
            Span computed = below(span, "features");
            computed.setAttribute(Spans.SIZE, features);
            endBelow(computed);
        }
        since = Instant.now();
    }

    private void epoch(Span above, History.Epoch epoch) {
        Span span = below(above, "epoch");
        span.setAttribute(EPOCH, (long) epoch.epoch());
        measured(span, LOSS, epoch.trainingLoss());
        measured(span, VALIDATION_LOSS, epoch.validationLoss());
        measured(span, ACCURACY, epoch.validationAccuracy());
        endBelow(span);
    }

    private Span below(Span above, String name) {
        return spans.below(above, name).setStartTimestamp(since).startSpan();
    }

    private void endBelow(Span span) {
        since = Instant.now();
        span.end(since);
    }

    private static void measured(Span span, AttributeKey<Double> key, double figure) {
        if (!Double.isNaN(figure)) {
            span.setAttribute(key, figure);
        }
    }
}
