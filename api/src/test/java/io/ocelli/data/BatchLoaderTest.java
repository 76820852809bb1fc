package io.ocelli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.error.ImageException;
import io.ocelli.image.Image;
import io.ocelli.image.Randomness;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BatchLoaderTest {
    /** Adds noise of its own to every picture. */
    private record Noise(int level) implements Transform {
        @Override
        public Image apply(Image image) {
            byte[] samples = image.samples().clone();
            for (int i = 0; i < samples.length; i++) {
                samples[i] += (byte) level;
            }
            return Image.of(image.height(), image.width(), image.channels(), samples);
        }

        @Override
        public Transform draw(Size size, Randomness randomness) {
            return new Noise(randomness.nextInt(256));
        }
    }

    @AfterEach
    void noThreadIsLeft() {
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("ocelli-loader"));
    }

    @Test
    void batchesArePixelsSideBySide() {
        try (Batches batches = BatchLoader.of(numbered(5)).batchSize(2).epoch(0)) {
            Batch first = batches.next();
            assertThat(first.pixels().type()).isEqualTo(DType.UINT8);
            assertThat(first.pixels().shape()).isEqualTo(Shape.of(2, 2, 3, 3));
            assertThat(first.pixels().bytes().isDirect()).isTrue();
            assertThat(bytes(first)).startsWith(0, 0).endsWith(1, 1).hasSize(36);
            assertThat(first.labels()).containsExactly(0, 1);
            assertThat(first.indexes()).containsExactly(0, 1);
        }
    }

    @Test
    void theLastBatchIsSmaller() {
        BatchLoader loader = BatchLoader.of(numbered(5)).batchSize(2);
        assertThat(sizes(loader)).containsExactly(2, 2, 1);
        assertThat(loader.batches()).isEqualTo(3);
    }

    @Test
    void theLastBatchIsDropped() {
        BatchLoader loader = BatchLoader.of(numbered(5)).batchSize(2).lastBatch(LastBatch.DROP);
        assertThat(sizes(loader)).containsExactly(2, 2);
        assertThat(loader.batches()).isEqualTo(2);
        assertThat(sizes(loader.batchSize(6))).isEmpty();
    }

    @Test
    void theLastBatchIsPaddedWithBlack() {
        BatchLoader loader =
                BatchLoader.of(numbered(5).subset(3, 4, 2)).batchSize(2).lastBatch(LastBatch.PAD);
        try (Batches batches = loader.epoch(0)) {
            batches.next();
            Batch last = batches.next();
            assertThat(last.size()).isEqualTo(1);
            assertThat(last.pixels().shape().get(0)).isEqualTo(2);
            assertThat(bytes(last)).startsWith(2, 2).endsWith(0, 0);
            assertThat(batches.hasNext()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 16})
    void anyNumberOfThreadsGivesTheSame(int threads) {
        BatchLoader loader = BatchLoader.of(numbered(100))
                .batchSize(7)
                .transform(new Noise(0))
                .shuffle(true)
                .seed(3);
        assertThat(read(loader.threads(threads).ahead(threads), 2))
                .isEqualTo(read(loader.threads(1).ahead(1), 2));
    }

    @Test
    void eachEpochHasItsOwnOrderAndNoise() {
        BatchLoader loader = BatchLoader.of(numbered(10)).shuffle(true).transform(new Noise(0));
        assertThat(loader.order(0)).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(loader.order(0)).isNotEqualTo(loader.order(1));
        assertThat(read(loader.shuffle(false), 0)).isNotEqualTo(read(loader.shuffle(false), 1));
    }

    @Test
    void aSeedGivesTheSameOrderForEver() {
        assertThat(BatchLoader.of(numbered(8)).shuffle(true).seed(7).order(1)).containsExactly(6, 0, 2, 1, 3, 5, 4, 7);
    }

    @Test
    void aPicturesNoiseDoesNotDependOnItsPlace() {
        BatchLoader loader = BatchLoader.of(numbered(8)).transform(new Noise(0)).batchSize(1);
        List<String> ordered = read(loader, 0);
        List<String> shuffled = read(loader.shuffle(true), 0);
        assertThat(shuffled).containsExactlyInAnyOrderElementsOf(ordered);
    }

    @Test
    void grayPicturesTurnToColour() {
        DataSet gray = DataSet.of(List.of(Image.of(1, 1, 1, new byte[] {9})), "a");
        try (Batches batches = BatchLoader.of(gray).epoch(0)) {
            assertThat(bytes(batches.next())).containsExactly(9, 9, 9);
        }
    }

    @Test
    void picturesMayHaveAnyNumberOfChannels() {
        DataSet four = DataSet.of(List.of(Image.of(1, 1, 4, new byte[] {1, 2, 3, 4})), "a");
        try (Batches batches = BatchLoader.of(four).channels(4).epoch(0)) {
            assertThat(bytes(batches.next())).containsExactly(1, 2, 3, 4);
        }
    }

    @Test
    void loadingIsBounded() {
        AtomicInteger begun = new AtomicInteger();
        DataSet counted = rendered(100, i -> {
            begun.incrementAndGet();
            return picture(i);
        });
        try (Batches batches =
                BatchLoader.of(counted).batchSize(4).ahead(2).threads(4).epoch(0)) {
            batches.next();
            sleep(100);
            assertThat(begun.get()).isEqualTo(12);
        }
    }

    @Test
    void theMemoryOfABatchServesTheNextAndTheNextEpoch() {
        BatchLoader loader = BatchLoader.of(numbered(6)).batchSize(2);
        Batch first;
        try (Batches batches = loader.epoch(0)) {
            first = batches.next();
            Batch second = batches.next();
            assertThat(bytes(first)).isEqualTo(bytes(second)).startsWith(2);
        }
        try (Batches batches = loader.epoch(1)) {
            batches.next();
            assertThat(bytes(first)).startsWith(0);
        }
    }

    @Test
    void aBrokenPictureIsAnErrorAtItsBatch() {
        DataSet pictures = rendered(6, i -> {
            if (i == 3) {
                throw new ImageException("the JPEG ends early");
            }
            return picture(i);
        });
        try (Batches batches = BatchLoader.of(pictures).batchSize(2).threads(3).epoch(0)) {
            assertThat(batches.next().indexes()).containsExactly(0, 1);
            assertThatThrownBy(batches::next)
                    .isInstanceOf(ImageException.class)
                    .hasMessage("picture 3.jpg: the JPEG ends early. Remove or replace the picture, or choose"
                            + " OnBroken.SKIP, which leaves it out.");
            assertThat(batches.hasNext()).isFalse();
        }
    }

    @Test
    void brokenPicturesAreSkippedAndTheBatchesFilled() {
        DataSet pictures = rendered(7, i -> {
            if (i % 3 == 0) {
                throw new ImageException("broken");
            }
            return picture(i);
        });
        BatchLoader loader = BatchLoader.of(pictures).batchSize(2).onBroken(OnBroken.SKIP);
        try (Batches batches = loader.epoch(0)) {
            List<Integer> indexes = new ArrayList<>();
            for (Batch batch : batches) {
                assertThat(batch.size()).isEqualTo(2);
                for (int index : batch.indexes()) {
                    indexes.add(index);
                }
            }
            assertThat(indexes).containsExactly(1, 2, 4, 5);
            assertThat(batches.skipped())
                    .containsExactly(
                            new SkippedPicture(0, "picture 0.jpg", "broken"),
                            new SkippedPicture(3, "picture 3.jpg", "broken"),
                            new SkippedPicture(6, "picture 6.jpg", "broken"));
        }
    }

    @Test
    void wrongCodeIsNotSkipped() {
        DataSet pictures = numbered(2);
        Transform wrong = image -> {
            throw new IllegalArgumentException("A crop lies inside the picture");
        };
        try (Batches batches = BatchLoader.of(pictures)
                .transform(wrong)
                .onBroken(OnBroken.SKIP)
                .epoch(0)) {
            assertThatThrownBy(batches::next)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("picture 0.jpg: A crop lies inside the picture");
        }
    }

    @Test
    void anErrorOfTheMachineComesThrough() {
        DataSet pictures = rendered(2, i -> {
            throw new InternalError("a broken machine");
        });
        try (Batches batches = BatchLoader.of(pictures).onBroken(OnBroken.SKIP).epoch(0)) {
            assertThatThrownBy(batches::next).isInstanceOf(InternalError.class);
        }
    }

    @Test
    void aPictureThatDoesNotFitIntoTheMemoryIsBrokenAndTheOthersGoOn() {
        DataSet pictures = rendered(3, i -> {
            if (i == 1) {
                throw new OutOfMemoryError("Java heap space");
            }
            return picture(i);
        });
        try (Batches batches = BatchLoader.of(pictures).onBroken(OnBroken.SKIP).epoch(0)) {
            assertThat(batches.next().indexes()).containsExactly(0, 2);
            assertThat(batches.skipped())
                    .containsExactly(new SkippedPicture(
                            1, "picture 1.jpg", "it does not fit into the memory (Java heap space): raise -Xmx"));
        }
    }

    @Test
    void picturesOfABatchAreOfOneSize() {
        DataSet pictures = rendered(2, i -> Image.black(2, 2 + i, 3));
        try (Batches batches = BatchLoader.of(pictures).epoch(0)) {
            assertThatThrownBy(batches::next)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("The pictures of a batch are of one size after the transform, received Image 2 x 2 x 3"
                            + " from picture 0.jpg and Image 2 x 3 x 3 from picture 1.jpg. End the transform with a"
                            + " resize or crop to a fixed size.");
        }
    }

    @Test
    void noPicturesMakeNoBatch() {
        try (Batches batches =
                BatchLoader.of(DataSet.of(List.of("a"), List.of())).epoch(0)) {
            assertThat(batches.hasNext()).isFalse();
            assertThatThrownBy(batches::next).isInstanceOf(NoSuchElementException.class);
        }
    }

    @Test
    void batchesThatWereAllTakenAreClosed() {
        Batches batches = BatchLoader.of(numbered(5)).epoch(0);
        batches.forEachRemaining(batch -> {});
        noThreadIsLeft();
    }

    @Test
    void closingEarlyLeavesNoThread() {
        DataSet slow = rendered(1000, i -> {
            sleep(1);
            return picture(i);
        });
        Batches batches =
                BatchLoader.of(slow).batchSize(10).ahead(50).threads(4).epoch(0);
        batches.next();
        batches.close();
        noThreadIsLeft();
        assertThatThrownBy(batches::next).isInstanceOf(CancellationException.class);
    }

    @Test
    void closingFromAnotherThreadEndsTheWait() throws InterruptedException {
        CountDownLatch reading = new CountDownLatch(1);
        DataSet stuck = rendered(100, i -> {
            reading.countDown();
            sleep(200);
            return picture(i);
        });
        Batches batches = BatchLoader.of(stuck).threads(2).epoch(0);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread taker = new Thread(() -> {
            try {
                batches.next();
            } catch (Throwable e) {
                thrown.set(e);
            }
        });
        taker.start();
        reading.await();
        batches.close();
        taker.join(Duration.ofSeconds(10).toMillis());
        assertThat(thrown.get())
                .isInstanceOf(CancellationException.class)
                .hasMessage("The loading of epoch 0 ended before its last batch: it was closed");
    }

    @Test
    void anInterruptedTakerEndsTheLoading() throws InterruptedException {
        CountDownLatch reading = new CountDownLatch(1);
        DataSet stuck = rendered(100, i -> {
            reading.countDown();
            sleep(200);
            return picture(i);
        });
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> stillInterrupted = new AtomicReference<>();
        Thread taker = new Thread(() -> {
            try (Batches batches = BatchLoader.of(stuck).threads(2).epoch(0)) {
                batches.next();
            } catch (Throwable e) {
                thrown.set(e);
                stillInterrupted.set(Thread.currentThread().isInterrupted());
            }
        });
        taker.start();
        reading.await();
        taker.interrupt();
        taker.join(Duration.ofSeconds(10).toMillis());
        assertThat(thrown.get())
                .isInstanceOf(CancellationException.class)
                .hasMessage("The loading of epoch 0 ended before its last batch: its thread was interrupted");
        assertThat(stillInterrupted.get()).isTrue();
    }

    @Test
    void loadersRunBesideEachOther() {
        BatchLoader loader = BatchLoader.of(numbered(50))
                .batchSize(4)
                .transform(new Noise(0))
                .shuffle(true);
        List<String> alone = read(loader, 0);
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        try (Batches one = loader.epoch(0);
                Batches other = loader.epoch(0)) {
            while (one.hasNext() && other.hasNext()) {
                Batch a = one.next();
                Batch b = other.next();
                first.add(text(a));
                second.add(text(b));
            }
        }
        assertThat(first).isEqualTo(alone);
        assertThat(second).isEqualTo(alone);
    }

    @Test
    void refusesWhatCannotBe() {
        BatchLoader loader = BatchLoader.of(numbered(1));
        assertThatThrownBy(() -> loader.batchSize(0)).hasMessage("A batch loader's batchSize is positive, received 0");
        assertThatThrownBy(() -> loader.threads(-1)).hasMessage("A batch loader's threads is positive, received -1");
        assertThatThrownBy(() -> loader.channels(0)).hasMessage("A batch loader's channels is positive, received 0");
    }

    private interface Renderer {
        Image render(int i);
    }

    private static DataSet numbered(int count) {
        return rendered(count, BatchLoaderTest::picture);
    }

    private static DataSet rendered(int count, Renderer renderer) {
        List<String> classes = new ArrayList<>();
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int index = i;
            classes.add("class " + i);
            samples.add(new Sample("picture " + i + ".jpg", () -> renderer.render(index), i));
        }
        return DataSet.of(classes, samples);
    }

    /** Every sample is the number. */
    private static Image picture(int number) {
        Image image = Image.black(2, 3, 3);
        Arrays.fill(image.samples(), (byte) number);
        return image;
    }

    private static List<Integer> sizes(BatchLoader loader) {
        List<Integer> sizes = new ArrayList<>();
        try (Batches batches = loader.epoch(0)) {
            batches.forEach(batch -> sizes.add(batch.size()));
        }
        return sizes;
    }

    private static List<String> read(BatchLoader loader, int epoch) {
        List<String> read = new ArrayList<>();
        try (Batches batches = loader.epoch(epoch)) {
            batches.forEach(batch -> read.add(text(batch)));
        }
        return read;
    }

    private static String text(Batch batch) {
        return Arrays.toString(batch.indexes()) + Arrays.toString(batch.labels()) + Arrays.toString(bytes(batch));
    }

    private static byte[] bytes(Batch batch) {
        Tensor pixels = batch.pixels();
        byte[] bytes = new byte[(int) pixels.shape().count()];
        pixels.bytes().get(bytes);
        return bytes;
    }

    private static void sleep(int milliseconds) {
        try {
            TimeUnit.MILLISECONDS.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
