package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.data.DataSet;
import io.ocelli.data.ImageSource;
import io.ocelli.data.OnBroken;
import io.ocelli.error.ImageException;
import io.ocelli.image.Image;
import io.ocelli.metrics.Evaluation;
import io.ocelli.metrics.Metric;
import io.ocelli.metrics.MultiLabelEvaluation;
import io.ocelli.serving.Scores;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class FramesTest {
    private static final ImageSource FRAME = ImageSource.of(Image.black(1, 1, 3));

    /** Classifies one picture for each permit; all are of one class. */
    private static final class Slow implements PictureClassifier {
        final Semaphore permits = new Semaphore(0);
        final Semaphore begun = new Semaphore(0);

        @Override
        public List<String> labels() {
            return List.of("only");
        }

        @Override
        public Prediction classify(ImageSource source) {
            begun.release();
            permits.acquireUninterruptibly();
            source.read();
            return new Prediction(labels(), Scores.of(new float[] {0}, new float[] {1}));
        }

        @Override
        public <T> List<Prediction> classify(List<T> elements, Function<? super T, ImageSource> source) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> Stream<Answer<T>> classifyAll(Stream<T> elements, Function<? super T, ImageSource> source) {
            throw new UnsupportedOperationException();
        }

        @Override
        public TimedPrediction timed(ImageSource source) {
            throw new UnsupportedOperationException();
        }

        @Override
        public float[] logits(ImageSource source) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Evaluation evaluate(DataSet pictures, OnBroken onBroken, Metric... metrics) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MultiLabelEvaluation evaluateLabels(DataSet pictures, OnBroken onBroken) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    private final Slow slow = new Slow();
    private final List<Long> answered = Collections.synchronizedList(new ArrayList<>());

    @Test
    void theLatestWinsWhereTheClassifierIsSlow() throws InterruptedException {
        try (Frames frames = Frames.of(slow, answer -> answered.add(answer.number()))) {
            assertThat(frames.offer(FRAME)).isTrue();
            slow.begun.acquire(); // 0 is looked at
            assertThat(frames.offer(FRAME)).as("1 waits").isTrue();
            assertThat(frames.offer(FRAME)).as("2 takes its place").isFalse();
            assertThat(frames.offer(FRAME)).as("3 takes its place").isFalse();
            slow.permits.release(2);
            frames.await();

            assertThat(answered).containsExactly(0L, 3L);
            assertThat(frames.latest().number()).isEqualTo(3);
            FrameFigures figures = frames.figures();
            assertThat(figures.offered()).isEqualTo(4);
            assertThat(figures.answered()).isEqualTo(2);
            assertThat(figures.dropped()).isEqualTo(2);
            assertThat(figures.latencies()).hasSize(2).isSorted();
            assertThat(figures.latency(100)).isEqualTo(figures.latencies()[1] / 1e6);
        }
    }

    @Test
    void nothingIsDroppedWhereTheClassifierKeepsUp() throws InterruptedException {
        slow.permits.release(50);
        try (Frames frames = Frames.of(slow)) {
            for (int i = 0; i < 50; i++) {
                assertThat(frames.offer(FRAME)).isTrue();
                frames.await();
            }
            assertThat(frames.figures().answered()).isEqualTo(50);
            assertThat(frames.figures().dropped()).isZero();
        }
    }

    @Test
    void aBrokenFrameIsAnAnswerAndTheStreamGoesOn() throws InterruptedException {
        slow.permits.release(2);
        try (Frames frames = Frames.of(slow, answer -> answered.add(answer.number()))) {
            frames.offer(() -> {
                throw new ImageException("a lost packet");
            });
            frames.await();
            assertThat(frames.latest().prediction()).isNull();
            assertThat(frames.latest().error()).hasMessageContaining("a lost packet");
            frames.offer(FRAME);
            frames.await();
            assertThat(frames.latest().prediction().label()).isEqualTo("only");
            assertThat(frames.figures().failed()).isEqualTo(1);
        }
    }

    @Test
    void itEndsWithTheFrameThatIsLookedAt() throws InterruptedException {
        Frames frames = Frames.of(slow, answer -> answered.add(answer.number()));
        frames.offer(FRAME);
        slow.begun.acquire();
        frames.offer(FRAME);
        Thread closing = new Thread(frames::close);
        closing.start();
        while (frames.figures().dropped() == 0) {
            Thread.sleep(1);
        }
        slow.permits.release();
        closing.join();

        assertThat(answered).containsExactly(0L);
        assertThatThrownBy(() -> frames.offer(FRAME)).hasMessageContaining("were closed");
    }

    @Test
    void aListenerThatThrowsEndsTheStreamAndIsHeardOf() {
        slow.permits.release(1);
        Frames frames = Frames.of(slow, answer -> {
            throw new IllegalArgumentException("no screen");
        });
        frames.offer(FRAME);
        assertThatThrownBy(frames::await).hasMessageContaining("no screen");
        assertThatThrownBy(frames::close).hasMessageContaining("no screen");
    }

    @Test
    void percentilesAreByNearestRank() {
        long[] rising = new long[100];
        for (int i = 0; i < 100; i++) {
            rising[99 - i] = (i + 1) * 1_000_000L;
        }
        FrameFigures figures = new FrameFigures(100, 100, 0, 0, rising);
        assertThat(figures.latency(50)).isEqualTo(50);
        assertThat(figures.latency(95)).isEqualTo(95);
        assertThat(figures.latency(99.5)).isEqualTo(100);
        assertThatThrownBy(() -> figures.latency(0)).hasMessageContaining("received 0.0");
    }
}
