package io.ocelli.data;

import static io.ocelli.data.Numbered.numbered;
import static io.ocelli.data.Numbered.picture;
import static io.ocelli.data.Numbered.rendered;
import static io.ocelli.data.Numbered.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.image.Image;
import io.ocelli.image.Randomness;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
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
        Numbered.assertNoThreadIsLeft();
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
    void noPicturesMakeNoBatch() {
        try (Batches batches =
                BatchLoader.of(DataSet.of(List.of("a"), List.of())).epoch(0)) {
            assertThat(batches.hasNext()).isFalse();
            assertThatThrownBy(batches::next).isInstanceOf(NoSuchElementException.class);
        }
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
}
