package io.ocelli.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ocelli.Answer;
import io.ocelli.Classifier;
import io.ocelli.Frames;
import io.ocelli.PictureClassifier;
import io.ocelli.TimedPrediction;
import io.ocelli.data.ImageSource;
import io.ocelli.decisions.FeatureDrift;
import io.ocelli.error.ImageException;
import io.ocelli.image.Image;
import io.ocelli.serving.Batching;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ClassifierMetricsTest {
    private static final ImageSource BROKEN = () -> {
        throw new ImageException("it is torn");
    };

    private static Classifier classifier;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ClassifierMetrics metrics = ClassifierMetrics.of(registry, Tags.of("classifier", "small"));
    private final PictureClassifier monitored = metrics.monitor(classifier);

    @BeforeAll
    static void open() {
        classifier = Classifier.model("resnet20_cifar").head(2).untrained();
    }

    @AfterAll
    static void close() {
        classifier.close();
    }

    @Test
    void picturesThatWaitToBePutTogetherAreSeen() throws InterruptedException {
        Batching pairs = Batching.of(2).waiting(Duration.ofHours(1));
        try (Classifier gathering =
                Classifier.model("resnet20_cifar").batching(pairs).head(2).untrained()) {
            PictureClassifier asked = ClassifierMetrics.of(registry, Tags.of("classifier", "gathering"))
                    .monitor(gathering);
            Thread first = new Thread(() -> asked.classify(image(1)));
            first.start();
            Gauge waiting = registry.get("ocelli.batching.waiting")
                    .tag("classifier", "gathering")
                    .gauge();
            while (waiting.value() < 1) {
                Thread.sleep(1);
            }
            asked.classify(image(2));
            first.join();

            assertThat(waiting.value()).isZero();
            assertThat(registry.get("ocelli.batching.size")
                            .tag("classifier", "gathering")
                            .gauge()
                            .value())
                    .isEqualTo(2);
        }
        assertThat(gauge("ocelli.batching.waiting")).as("nothing is gathered").isZero();
        assertThat(gauge("ocelli.batching.size")).isNaN();
    }

    private static Image image(int gray) {
        Image image = Image.black(48, 48, 3);
        Arrays.fill(image.samples(), (byte) gray);
        return image;
    }

    private double gauge(String name) {
        return registry.get(name).tag("classifier", "small").gauge().value();
    }

    private double classified(String outcome) {
        return registry.get("ocelli.classified")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private Timer stage(String stage) {
        return registry.get("ocelli.classify.stage").tag("stage", stage).timer();
    }

    @Test
    void aCallIsTimedAsAWholeAndByItsStages() {
        assertThat(gauge("ocelli.refused.ratio")).isNaN();
        TimedPrediction first = monitored.timed(image(40));
        double confidence = monitored.classify(image(200)).confidence();

        Timer whole = registry.get("ocelli.classify").tag("outcome", "success").timer();
        assertThat(whole.count()).isEqualTo(2);
        double sum = 0;
        for (String stage : List.of("decode", "transform", "network", "decorators")) {
            assertThat(stage(stage).count()).as(stage).isEqualTo(2);
            sum += stage(stage).totalTime(TimeUnit.NANOSECONDS);
        }
        assertThat(sum).isEqualTo(whole.totalTime(TimeUnit.NANOSECONDS), within(10.0));
        assertThat(stage("network").max(TimeUnit.MILLISECONDS))
                .isGreaterThanOrEqualTo(first.timings().network() - 1e-3);
        assertThat(classified("success")).isEqualTo(2);
        assertThat(registry.get("ocelli.confidence").summary().totalAmount())
                .isEqualTo(confidence + first.prediction().confidence(), within(1e-6));
        assertThat(gauge("ocelli.classify.pending")).isZero();
        assertThat(gauge("ocelli.refused.ratio")).isZero();
        assertThat(registry.find("ocelli.drift.distance").gauge()).isNull();
    }

    @Test
    void whatFailsIsCountedByItsKind() {
        assertThatThrownBy(() -> monitored.classify(BROKEN)).hasMessage("it is torn");
        assertThatThrownBy(() -> monitored.classify((ImageSource) () -> {
                    throw new IllegalStateException("the disk is gone");
                }))
                .hasMessage("the disk is gone");

        assertThat(classified("unreadable")).isEqualTo(1);
        assertThat(classified("error")).isEqualTo(1);
        assertThat(registry.get("ocelli.classify")
                        .tag("outcome", "unreadable")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(gauge("ocelli.classify.pending")).isZero();
    }

    @Test
    void picturesOfListsAndStreamsAreCountedOneByOne() {
        monitored.classifyImages(List.of(image(1), image(2), image(3)));
        try (Stream<Answer<Integer>> answers = monitored.classifyAll(
                Stream.of(1, 2, 3, 4), number -> number == 3 ? BROKEN : ImageSource.of(image(number)))) {
            assertThat(answers.filter(Answer::failed).count()).isEqualTo(1);
        }

        assertThat(classified("success")).isEqualTo(6);
        assertThat(classified("unreadable")).isEqualTo(1);
        assertThat(stage("decode").count()).isEqualTo(6);
        assertThat(registry.get("ocelli.confidence").summary().count()).isEqualTo(6);
        assertThat(gauge("ocelli.classify.pending")).isZero();
    }

    @Test
    void theQueueIsWhatWasAskedAndIsNotAnswered() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Thread caller = new Thread(() -> monitored.classify(List.of(1, 2, 3, 4), number -> () -> {
            asked.countDown();
            await(goOn);
            return image(number);
        }));
        caller.start();
        await(asked);
        assertThat(gauge("ocelli.classify.pending")).isEqualTo(4);
        goOn.countDown();
        caller.join();
        assertThat(gauge("ocelli.classify.pending")).isZero();

        try (Stream<Answer<Integer>> answers = monitored.classifyAll(
                IntStream.iterate(0, i -> i + 1).boxed(), number -> ImageSource.of(image(number % 256)))) {
            assertThat(answers.findFirst()).isPresent();
            assertThat(gauge("ocelli.classify.pending")).as("taken ahead").isPositive();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A shift that an alarm has to see: dark pictures where the training had all shades. */
    @Test
    void anOperatorSeesRefusalsAndDrift() {
        float[][] training = IntStream.range(0, 64)
                .mapToObj(i -> classifier.features(image(4 * i)))
                .toArray(float[][]::new);
        FeatureDrift drift = FeatureDrift.from(training).every(1).window(64);
        try (Classifier watched = classifier.with(drift);
                Classifier sure = watched.withThreshold(1)) {
            PictureClassifier served = metrics.monitor(sure);
            assertThat(gauge("ocelli.drift.distance")).isNaN();
            for (int i = 0; i < 64; i++) {
                served.classify(image(4 * i));
            }
            assertThat(gauge("ocelli.drift.distance")).isLessThan(gauge("ocelli.drift.expected"));
            for (int i = 0; i < 64; i++) {
                served.classify(image(i % 4));
            }
            assertThat(gauge("ocelli.drift.expected")).isEqualTo(0.125);
            assertThat(gauge("ocelli.drift.distance")).isGreaterThan(3 * gauge("ocelli.drift.expected"));
            assertThat(classified("refused")).isEqualTo(128);
            assertThat(gauge("ocelli.refused.ratio")).isEqualTo(1);
        }
    }

    @Test
    void framesAreMeasured() throws InterruptedException {
        CountDownLatch looking = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (Frames frames = Frames.of(classifier)) {
            new FramesMetrics(frames, Tags.of("classifier", "small", "camera", "north")).bindTo(registry);
            frames.offer(() -> {
                looking.countDown();
                await(goOn);
                return image(1);
            });
            await(looking);
            frames.offer(ImageSource.of(image(2)));
            frames.offer(BROKEN);
            assertThat(gauge("ocelli.frames.pending")).isEqualTo(2);
            goOn.countDown();
            frames.await();

            assertThat(gauge("ocelli.frames.pending")).isZero();
            for (String outcome : List.of("answered", "dropped", "failed")) {
                assertThat(registry.get("ocelli.frames")
                                .tag("outcome", outcome)
                                .functionCounter()
                                .count())
                        .as(outcome)
                        .isEqualTo(1);
            }
            assertThat(registry.get("ocelli.frames.latency")
                            .tag("phi", "0.95")
                            .timeGauge()
                            .value(TimeUnit.MILLISECONDS))
                    .isEqualTo(frames.figures().latency(95), within(1e-6));
        }
    }
}
