package io.ocelli.opentelemetry;

import static io.opentelemetry.sdk.testing.assertj.OpenTelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.Answer;
import io.ocelli.Classifier;
import io.ocelli.PictureClassifier;
import io.ocelli.TimedPrediction;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageSource;
import io.ocelli.error.ImageException;
import io.ocelli.image.Image;
import io.ocelli.training.Training;
import io.ocelli.training.TrainingEvent.StepEnded;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OcelliTelemetryTest {
    private static final ImageSource BROKEN = () -> {
        throw new ImageException("it is torn");
    };

    private static Classifier classifier;

    private final InMemorySpanExporter exported = InMemorySpanExporter.create();
    private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exported))
                    .build())
            .build();
    private final Tracer tracer = sdk.getTracer("the application");
    private final OcelliTelemetry telemetry = OcelliTelemetry.create(sdk);
    private final PictureClassifier wrapped = telemetry.wrap(classifier, "small");

    @BeforeAll
    static void open() {
        classifier = Classifier.model("resnet20_cifar").head(2).untrained();
    }

    @AfterAll
    static void close() {
        classifier.close();
    }

    private static Image image(int gray) {
        Image image = Image.black(32, 32, 3);
        Arrays.fill(image.samples(), (byte) gray);
        return image;
    }

    private SpanData span(String name) {
        List<SpanData> named = exported.getFinishedSpanItems().stream()
                .filter(each -> each.getName().equals(name))
                .toList();
        assertThat(named).as(name).hasSize(1);
        return named.get(0);
    }

    private static Double number(SpanData span, String key) {
        return span.getAttributes().get(AttributeKey.doubleKey(key));
    }

    private static Long count(SpanData span, String key) {
        return span.getAttributes().get(AttributeKey.longKey(key));
    }

    @Test
    void aCallIsASpanBelowTheCallersOwn() {
        Span request = tracer.spanBuilder("GET /insects").startSpan();
        TimedPrediction answer;
        try (Scope scope = request.makeCurrent()) {
            answer = wrapped.timed(() -> {
                tracer.spanBuilder("fetch").startSpan().end();
                return image(40);
            });
        }
        request.end();

        SpanData span = span("classify small");
        assertThat(span).hasKind(SpanKind.INTERNAL).hasStatus(StatusData.unset());
        assertThat(span.getParentSpanId()).isEqualTo(request.getSpanContext().getSpanId());
        assertThat(span("fetch").getParentSpanId())
                .as("a picture is read within the span")
                .isEqualTo(span.getSpanId());
        assertThat(span.getInstrumentationScopeInfo().getName()).isEqualTo("io.ocelli");
        assertThat(span.getAttributes().get(AttributeKey.stringKey("ocelli.model.name")))
                .isEqualTo("small");
        assertThat(number(span, "ocelli.confidence"))
                .isEqualTo((double) answer.prediction().confidence());
        assertThat(number(span, "ocelli.network.duration"))
                .isEqualTo(answer.timings().network() / 1000);
        assertThat(number(span, "ocelli.decode.duration")).isNotNull();
        assertThat(number(span, "ocelli.transform.duration")).isNotNull();
        assertThat(number(span, "ocelli.decorators.duration")).isNotNull();
        assertThat(span.getAttributes().get(AttributeKey.booleanKey("ocelli.decision.refused")))
                .as("nothing decides")
                .isNull();
        assertThat(span.getAttributes().asMap().values())
                .as("what a picture shows stays with the caller")
                .doesNotContain(answer.prediction().label());
    }

    @Test
    void aRefusalIsToldAndNoError() {
        try (Classifier careful = classifier.withThreshold(1)) {
            telemetry.wrap(careful, "careful").classify(image(3));
        }
        SpanData span = span("classify careful");
        assertThat(span.getAttributes().get(AttributeKey.booleanKey("ocelli.decision.refused")))
                .isTrue();
        assertThat(span).hasStatus(StatusData.unset());
    }

    @Test
    void whatFailsIsAnErrorOfItsClass() {
        assertThatThrownBy(() -> wrapped.classify(BROKEN)).hasMessage("it is torn");

        SpanData span = span("classify small");
        assertThat(span).hasStatus(StatusData.error()).hasException(new ImageException("it is torn"));
        assertThat(span.getAttributes().get(AttributeKey.stringKey("error.type")))
                .isEqualTo("io.ocelli.error.ImageException");
    }

    @Test
    void aListIsOneSpanAndItsPicturesAreReadWithinIt() {
        wrapped.classify(List.of(1, 2, 3), gray -> () -> {
            tracer.spanBuilder("fetch " + gray).startSpan().end();
            return image(gray);
        });

        SpanData span = span("classify small");
        assertThat(count(span, "ocelli.batch.size")).isEqualTo(3);
        for (int gray = 1; gray <= 3; gray++) {
            assertThat(span("fetch " + gray).getParentSpanId()).isEqualTo(span.getSpanId());
        }
    }

    @Test
    void aStreamIsOneSpanToItsEndOrToItsClosing() {
        Stream<Answer<Integer>> whole =
                wrapped.classifyAll(Stream.of(1, 2, 3), gray -> gray == 2 ? BROKEN : ImageSource.of(image(gray)));
        assertThat(exported.getFinishedSpanItems()).isEmpty();
        assertThat(whole.count()).isEqualTo(3);
        SpanData span = span("classify small");
        assertThat(count(span, "ocelli.batch.size")).isEqualTo(3);
        assertThat(count(span, "ocelli.batch.failed")).isEqualTo(1);

        exported.reset();
        try (Stream<Answer<Integer>> endless = wrapped.classifyAll(
                IntStream.iterate(0, i -> (i + 1) % 256).boxed(), gray -> ImageSource.of(image(gray)))) {
            assertThat(endless.findFirst()).isPresent();
        }
        assertThat(count(span("classify small"), "ocelli.batch.size")).isEqualTo(1);
    }

    @Test
    void anEvaluationIsASpan() {
        wrapped.evaluate(
                DataSet.of(List.of(image(1), image(2)), wrapped.labels().toArray(new String[0])));

        assertThat(count(span("evaluate small"), "ocelli.batch.size")).isEqualTo(2);
    }

    private static Classifier fit(Training recipe) {
        List<Image> images = IntStream.range(0, 8)
                .mapToObj(i -> image(i % 2 == 0 ? 30 : 200))
                .toList();
        String[] names = IntStream.range(0, 8)
                .mapToObj(i -> i % 2 == 0 ? "dark" : "light")
                .toArray(String[]::new);
        DataSet pictures = DataSet.of(images, names);
        return Classifier.model("resnet20_cifar")
                .freezeBackbone()
                .head(2)
                .fit(pictures, pictures, recipe.batchSize(4).epochs(2));
    }

    @Test
    void aTrainingIsASpanWithItsEpochsBelow() {
        try (Classifier trained = fit(Training.defaults().listener(telemetry.newTrainingListener("small")))) {
            SpanData fit = span("fit small");
            assertThat(count(fit, "ocelli.training.epochs")).isEqualTo(2);
            assertThat(count(fit, "ocelli.training.batches")).isEqualTo(2);
            assertThat(count(fit, "ocelli.training.pictures")).isEqualTo(8);
            assertThat(fit.getAttributes().get(AttributeKey.stringKey("ocelli.engine.name")))
                    .isEqualTo("onnxruntime");
            assertThat(fit.getAttributes().get(AttributeKey.stringKey("ocelli.training.end_reason")))
                    .isEqualTo("all epochs are over");
            List<SpanData> below = exported.getFinishedSpanItems().stream()
                    .filter(each -> each.getParentSpanId().equals(fit.getSpanId()))
                    .toList();
            assertThat(below).extracting(SpanData::getName).containsExactly("features", "epoch", "epoch");
            for (int i = 0; i < below.size(); i++) {
                assertThat(below.get(i).getStartEpochNanos())
                        .as("where what was before it ended")
                        .isBetween(
                                i == 0
                                        ? fit.getStartEpochNanos()
                                        : below.get(i - 1).getEndEpochNanos(),
                                below.get(i).getEndEpochNanos());
            }
            assertThat(number(below.get(2), "ocelli.validation.loss"))
                    .isEqualTo(trained.history().epochs().get(1).validationLoss());
            assertThat(count(below.get(2), "ocelli.training.epoch")).isEqualTo(2);
        }
    }

    @Test
    void aTrainingThatFailsIsAnError() {
        Training failing = Training.defaults()
                .listener(telemetry.newTrainingListener("small"))
                .listener((event, session) -> {
                    if (event instanceof StepEnded) {
                        throw new IllegalStateException("it broke");
                    }
                });
        assertThatThrownBy(() -> fit(failing)).hasMessageContaining("it broke");

        assertThat(span("fit small")).hasStatus(StatusData.error());
    }
}
