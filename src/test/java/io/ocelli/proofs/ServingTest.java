package io.ocelli.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.Answer;
import io.ocelli.Backbone;
import io.ocelli.Classifier;
import io.ocelli.Prediction;
import io.ocelli.engine.Device;
import io.ocelli.engine.Engines;
import io.ocelli.engine.Precision;
import io.ocelli.engine.Preset;
import io.ocelli.engine.Processor;
import io.ocelli.image.Image;
import io.ocelli.image.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Many callers get what one gets, nothing is left behind, and the engines agree, on real pictures. */
@Tag("proof")
class ServingTest {
    private static final int CALLS = Integer.getInteger("ocelli.calls", 20_000);
    private static final int THREADS = 16;
    private static final double MOST_GROWTH_MIB = 50;

    private static List<Path> files;

    @BeforeAll
    static void find() throws IOException {
        files = list(folder());
    }

    private static Path folder() {
        return SharedData.unpacked("imagenet-125");
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().collect(Collectors.toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void sixteenThreadsGetWhatOneGets(Preset preset) throws Exception {
        Memory.inAProcess(Callers.class, preset.name(), files.get(0).getParent().toString(), Integer.toString(CALLS));
    }

    /** Calls one classifier from many threads. */
    static final class Callers {
        private Callers() {}

        public static void main(String[] args) throws Exception {
            Preset preset = Preset.valueOf(args[0]);
            List<Image> images =
                    list(Path.of(args[1])).stream().limit(32).map(Images::read).collect(Collectors.toList());
            try (Classifier classifier =
                    Classifier.efficientnetLite0().pretrained().serving(preset).open()) {
                run(classifier, images, preset, Integer.parseInt(args[2]));
            }
            System.exit(0);
        }

        private static void run(Classifier classifier, List<Image> images, Preset preset, int calls) throws Exception {
            List<float[]> alone = images.stream()
                    .map(image -> classifier.classify(image).probabilities())
                    .collect(Collectors.toList());
            AtomicInteger call = new AtomicInteger();
            double[] early = {0};
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                all.add(threads.submit(() -> {
                    for (int i = call.getAndIncrement(); i < calls; i = call.getAndIncrement()) {
                        if (i == calls / 10) {
                            early[0] = Memory.resident();
                        }
                        int picture = i % images.size();
                        assertThat(classifier.classify(images.get(picture)).probabilities())
                                .isEqualTo(alone.get(picture)); // bit for bit
                    }
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
            double late = Memory.resident();
            System.out.printf(
                    "%d calls of %d threads, %s: %.0f MiB after a tenth, %.0f MiB at the end%n",
                    calls, THREADS, preset, early[0], late);
            assertThat(late - early[0]).isLessThan(MOST_GROWTH_MIB);
        }
    }

    @Test
    void streamsLeaveNothingBehind() throws Exception {
        Memory.inAProcess(Streams.class, folder().toString(), Integer.toString(Math.max(10, CALLS / 1000)));
    }

    /** Classifies a folder as a stream, again and again. */
    static final class Streams {
        private Streams() {}

        public static void main(String[] args) throws IOException {
            List<Path> files = list(Path.of(args[0]));
            try (Classifier classifier =
                    Classifier.efficientnetLite0().pretrained().open()) {
                String what = "streams of " + files.size() + " files";
                assertThat(Memory.growth(what, Integer.parseInt(args[1]), () -> classifyAll(classifier, files)))
                        .isLessThan(MOST_GROWTH_MIB);
            }
        }

        private static void classifyAll(Classifier classifier, List<Path> files) {
            try (Stream<Answer<Path>> answers = classifier.classifyAll(files.stream())) {
                assertThat(answers.filter(answer -> !answer.failed()).count()).isEqualTo(files.size());
            }
        }
    }

    @Test
    void theEnginesAgree() {
        try (Classifier onnxruntime = Classifier.efficientnetLite0()
                        .pretrained()
                        .engine("onnxruntime")
                        .open();
                Classifier pytorch = Classifier.efficientnetLite0()
                        .pretrained()
                        .engine("pytorch")
                        .open()) {
            double worst = 0;
            for (Path file : files) {
                Image image = Images.read(file);
                float[] one = onnxruntime.logits(image);
                float[] other = pytorch.logits(image);
                double largest = 0;
                double difference = 0;
                for (int i = 0; i < one.length; i++) {
                    largest = Math.max(largest, Math.abs(other[i]));
                    difference = Math.max(difference, Math.abs(one[i] - other[i]));
                }
                worst = Math.max(worst, difference / largest);
            }
            System.out.printf(
                    "the engines differ by %.2g of the largest logit at most, on %d pictures%n", worst, files.size());
            assertThat(worst).isLessThan(1e-4);
        }
    }

    /** At least 99 % of the first labels, and logits within 5 % of their range. */
    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "openvino"})
    void bfloat16SaysWhatFloat32Says(String engine) {
        Assumptions.assumeFalse(Processor.here().lacksBfloat16(), "skipped: this processor has no bfloat16");
        String refused = Engines.named(engine).refuses(Device.CPU);
        Assumptions.assumeTrue(refused == null, "skipped: " + refused);
        Backbone lite0 = Classifier.efficientnetLite0().pretrained();
        try (Classifier mixed = lite0.engine(engine).precision(Precision.MIXED).open();
                Classifier exact = lite0.open()) {
            int same = 0;
            double worst = 0;
            for (Path file : files) {
                Image image = Images.read(file);
                float[] said = mixed.logits(image);
                float[] expected = exact.logits(image);
                DoubleSummaryStatistics range = new DoubleSummaryStatistics();
                double difference = 0;
                for (int i = 0; i < said.length; i++) {
                    range.accept(expected[i]);
                    difference = Math.max(difference, Math.abs(said[i] - expected[i]));
                }
                worst = Math.max(worst, difference / (range.getMax() - range.getMin()));
                same += mixed.classify(image).index() == exact.classify(image).index() ? 1 : 0;
            }
            System.out.printf(
                    "%s in bfloat16: %d of %d first labels, logits off by %.4f of their range at most%n",
                    engine, same, files.size(), worst);
            assertThat(same).isGreaterThanOrEqualTo((int) Math.floor(0.99 * files.size()));
            assertThat(worst).isLessThan(0.05);
        }
    }

    @Test
    void aStreamAnswersAsSingleCalls() {
        try (Classifier classifier = Classifier.efficientnetLite0().pretrained().open()) {
            List<Prediction> together = classifier.classify(files);
            for (int i = 0; i < files.size(); i++) {
                assertThat(together.get(i).probabilities())
                        .containsExactly(classifier.classify(files.get(i)).probabilities(), within(1e-5f));
            }
        }
    }
}
