package io.ocelli.opentelemetry;

import io.ocelli.PictureClassifier;
import io.ocelli.training.TrainingListener;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerBuilder;

/**
 * Classifications and trainings as spans of OpenTelemetry.
 *
 * <pre>{@code
 * OcelliTelemetry telemetry = OcelliTelemetry.create(openTelemetry);
 * PictureClassifier insects = telemetry.wrap(classifier, "insects");
 * spec.fit(training, validation, recipe.listener(telemetry.newTrainingListener("insects")));
 * }</pre>
 *
 * <table>
 * <caption>Spans, of kind internal</caption>
 * <tr><th>name</th><th>of</th><th>attributes</th></tr>
 * <tr><td>{@code classify insects}</td><td>a call about one picture</td><td>{@code ocelli.confidence}, 0 to 1;
 * {@code ocelli.decision.refused}, where something decides; {@code ocelli.decode.duration}, {@code ocelli.transform.duration},
 * {@code ocelli.network.duration}, {@code ocelli.decorators.duration}, in seconds</td></tr>
 * <tr><td>{@code classify insects}</td><td>a list, or a stream from the call to its end</td><td>{@code ocelli.batch.size}:
 * pictures that were answered; {@code ocelli.batch.failed}: those of them that could not be read</td></tr>
 * <tr><td>{@code evaluate insects}</td><td>an evaluation</td><td>{@code ocelli.batch.size}</td></tr>
 * <tr><td>{@code fit insects}</td><td>a training, from the first that its listeners are told: the first features of a frozen
 * backbone, or its begin</td><td>{@code ocelli.training.epochs}, as planned; {@code ocelli.training.batches} and {@code
 * ocelli.training.pictures} of an epoch; {@code ocelli.training.cached}; {@code ocelli.engine.name}; {@code
 * ocelli.training.end_reason}</td></tr>
 * <tr><td>{@code features}, below it</td><td>the features of a frozen backbone</td><td>{@code ocelli.batch.size}</td></tr>
 * <tr><td>{@code epoch}, below it</td><td>an epoch with its validation</td><td>{@code ocelli.training.epoch}, from 1;
 * {@code ocelli.training.loss}, {@code ocelli.validation.loss}, {@code ocelli.validation.accuracy}, where they are
 * measured</td></tr>
 * </table>
 *
 * <p>All but the two below a training have {@code ocelli.model.name}. What fails has the status ERROR, the exception as an event,
 * and its class as {@code error.type}. What a picture shows is in no attribute: traces are read by more people than pictures are.
 * Safe for any number of threads.
 */
public final class OcelliTelemetry {
    private static final String SCOPE = "io.ocelli";

    private final Tracer tracer;

    private OcelliTelemetry(Tracer tracer) {
        this.tracer = tracer;
    }

    /** Spans that go to this. */
    public static OcelliTelemetry create(OpenTelemetry openTelemetry) {
        TracerBuilder builder = openTelemetry.tracerBuilder(SCOPE);
        String version = OcelliTelemetry.class.getPackage().getImplementationVersion();
        return new OcelliTelemetry(
                version == null
                        ? builder.build()
                        : builder.setInstrumentationVersion(version).build());
    }

    /**
     * What answers as a classifier does, with a span around each call; closing it closes the classifier. Pictures are read within
     * the span, on whatever thread.
     *
     * @param name of the model, one of few: it stands in the spans' names
     */
    public PictureClassifier wrap(PictureClassifier classifier, String name) {
        return new TracedClassifier(classifier, new Spans(tracer, name));
    }

    /**
     * A listener that makes a span of each training that tells it; trainings that go on at once have one each. The span is below
     * the one that is current where the training begins.
     *
     * @param name of the model, one of few: it stands in the span's name
     */
    public TrainingListener newTrainingListener(String name) {
        return new TracedTraining(new Spans(tracer, name));
    }
}
