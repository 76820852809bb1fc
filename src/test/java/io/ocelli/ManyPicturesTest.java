package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.data.ImageSource;
import io.ocelli.engine.Preset;
import io.ocelli.error.ImageException;
import io.ocelli.image.Image;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lists and streams of pictures give what the pictures give one by one. */
class ManyPicturesTest {
    @TempDir
    static Path folder;

    private static Classifier classifier;
    private static List<Path> files;
    private static List<Prediction> alone;

    @BeforeAll
    static void open() {
        classifier = Classifier.efficientnetLite0().pretrained().open();
        files = IntStream.range(0, 20).mapToObj(i -> Rendered.file(folder, i)).collect(Collectors.toList());
        alone = files.stream().map(classifier::classify).collect(Collectors.toList());
    }

    @AfterAll
    static void close() {
        classifier.close();
    }

    private static void same(List<Prediction> actual) {
        assertThat(actual).hasSameSizeAs(alone);
        for (int i = 0; i < alone.size(); i++) {
            assertThat(actual.get(i).probabilities())
                    .containsExactly(alone.get(i).probabilities(), within(1e-5f));
        }
    }

    @Test
    void aListInItsOrder() {
        same(classifier.classify(files));
    }

    @Test
    void anEmptyListGivesNoAnswer() {
        assertThat(classifier.classify(List.of())).isEmpty();
    }

    @Test
    void imagesInMemory() {
        List<Image> images = IntStream.range(0, 20).mapToObj(Rendered::image).collect(Collectors.toList());

        same(classifier.classifyImages(images));
    }

    @ParameterizedTest
    @EnumSource
    void aStreamInItsOrder(Preset preset) {
        try (Classifier chosen =
                Classifier.efficientnetLite0().pretrained().serving(preset).open()) {
            List<Answer<Path>> answers = chosen.classifyAll(files.stream()).collect(Collectors.toList());

            assertThat(answers).extracting(Answer::picture).isEqualTo(files);
            same(answers.stream().map(Answer::prediction).collect(Collectors.toList()));
        }
    }

    @Test
    void aListOnTheCallersThreadWithTheErrorsInTheirPlaces() {
        List<Path> some = new ArrayList<>(files);
        Path absent = folder.resolve("absent.png");
        some.add(9, absent);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();

        List<Answer<Path>> answers = classifier.classifyHere(some, file -> {
            threads.add(Thread.currentThread());
            return ImageSource.of(file);
        });

        assertThat(answers).extracting(Answer::picture).isEqualTo(some);
        assertThat(answers.get(9).error()).hasMessage("There is no picture " + absent);
        same(answers.stream()
                .filter(answer -> !answer.failed())
                .map(Answer::prediction)
                .collect(Collectors.toList()));
        assertThat(threads).containsExactly(Thread.currentThread());
        assertThat(classifier.classifyHere(List.<Path>of(), ImageSource::of)).isEmpty();
    }

    @Test
    void aBrokenPictureOfAListIsThrown() throws Exception {
        List<Path> some = new ArrayList<>(files);
        some.add(3, Files.write(folder.resolve("broken.png"), new byte[] {1, 2, 3}));

        assertThatThrownBy(() -> classifier.classify(some))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("broken.png");
    }

    @Test
    void aBrokenPictureOfAStreamIsItsAnswer() {
        Path absent = folder.resolve("absent.png");
        List<Answer<Path>> answers = classifier
                .classifyAll(Stream.of(files.get(0), absent, files.get(1)))
                .collect(Collectors.toList());

        assertThat(answers).extracting(Answer::failed).containsExactly(false, true, false);
        assertThat(answers.get(1).error()).hasMessage("There is no picture " + absent);
        assertThatThrownBy(() -> answers.get(1).prediction()).isInstanceOf(ImageException.class);
        assertThat(answers.get(2).prediction().index()).isEqualTo(alone.get(1).index());
    }

    @Test
    void anEndlessStreamIsReadAsFarAsAnswersAreTaken() {
        AtomicInteger taken = new AtomicInteger();
        AtomicBoolean closed = new AtomicBoolean();
        Stream<Integer> endless = Stream.generate(taken::getAndIncrement).onClose(() -> closed.set(true));
        Image image = Rendered.image(1);
        try (Stream<Answer<Integer>> answers = classifier.classifyAll(endless, number -> ImageSource.of(image))) {
            assertThat(taken).hasValue(0);
            Iterator<Answer<Integer>> iterator = answers.iterator();
            for (int i = 0; i < 10; i++) {
                assertThat(iterator.next().picture()).isEqualTo(i);
            }
        }

        assertThat(taken).hasValueLessThan(10 + 17 * Runtime.getRuntime().availableProcessors() + 8);
        assertThat(closed).isTrue();
    }

    @Test
    void aStreamThatWasReadOrClosedLeavesNoThread() throws Exception {
        classifier.classifyAll(files.stream()).forEach(answer -> {});
        try (Stream<Answer<Path>> answers = classifier.classifyAll(files.stream())) {
            answers.iterator().next();
        }

        for (int tries = 0; threads() > 0 && tries < 500; tries++) {
            Thread.sleep(10);
        }
        assertThat(threads()).isZero();
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("ocelli-classify"))
                .count();
    }

    @Test
    void anErrorOfTheSourceEndsTheStream() {
        Stream<Path> failing = files.stream().peek(file -> {
            if (file.equals(files.get(9))) {
                throw new IllegalArgumentException("the source failed");
            }
        });

        assertThatThrownBy(() -> classifier.classifyAll(failing).count()).hasMessage("the source failed");
    }

    @Test
    void timingsTellTheStages() {
        TimedPrediction timed = classifier.timed(files.get(0));

        assertThat(timed.prediction().probabilities()).isEqualTo(alone.get(0).probabilities());
        assertThat(timed.timings().decode()).isPositive();
        assertThat(timed.timings().transform()).isPositive();
        assertThat(timed.timings().network()).isPositive();
        assertThat(timed.timings().toString())
                .matches("decode [0-9.]+ ms, transform [0-9.]+ ms, network [0-9.]+ ms, decorators [0-9.]+ ms,"
                        + " total [0-9.]+ ms");
    }

    @Test
    void afterCloseEveryCallSaysSo() {
        Classifier closed = Classifier.efficientnetLite0().pretrained().open();
        Stream<Answer<Path>> answers = closed.classifyAll(files.stream());
        closed.close();
        closed.close();

        String message = "A classifier answers until it is closed, and this one was closed; load or open another";
        Image image = Rendered.image(0);
        assertThatThrownBy(() -> closed.classify(image))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> closed.classify(files)).hasMessage(message);
        assertThatThrownBy(() -> closed.features(image)).hasMessage(message);
        assertThatThrownBy(() -> closed.classifyAll(files.stream())).hasMessage(message);
        assertThatThrownBy(() -> answers.iterator().next()).hasMessage(message);
    }
}
