package io.ocelli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.error.ImageException;
import io.ocelli.image.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EndlessBatchesTest {
    @AfterEach
    void noThreadIsLeft() {
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("ocelli-loader"));
    }

    @Test
    void oneEpochFollowsTheOther() {
        BatchLoader loader =
                BatchLoader.of(pictures(5)).batchSize(2).shuffle(true).seed(3);
        List<Integer> expected = new ArrayList<>();
        for (int epoch = 0; epoch < 3; epoch++) {
            for (int index : loader.order(epoch)) {
                expected.add(index);
            }
        }
        assertThat(taken(loader, 0, 9)).isEqualTo(expected);
    }

    @Test
    void itGoesOnWhereItStood() {
        BatchLoader loader =
                BatchLoader.of(pictures(5)).batchSize(2).shuffle(true).lastBatch(LastBatch.DROP);
        List<Integer> whole = taken(loader, 0, 9);
        for (int first = 0; first < 9; first++) {
            assertThat(taken(loader, first, 9 - first)).isEqualTo(whole.subList(2 * first, 18));
        }
    }

    @Test
    void brokenPicturesAreSkippedInEveryEpoch() {
        DataSet pictures = pictures(2, 1);
        BatchLoader loader = BatchLoader.of(pictures).batchSize(1).onBroken(OnBroken.SKIP);
        try (EndlessBatches batches = loader.endless(0)) {
            for (int i = 0; i < 3; i++) {
                assertThat(batches.hasNext()).isTrue();
                assertThat(batches.next().indexes()).containsExactly(0);
            }
            assertThat(batches.skipped()).extracting(SkippedPicture::name).contains("picture 1", "picture 1");
        }
    }

    @Test
    void whereAllAreBrokenItEnds() {
        BatchLoader loader = BatchLoader.of(pictures(2, 0, 1)).onBroken(OnBroken.SKIP);
        try (EndlessBatches batches = loader.endless(0)) {
            assertThatThrownBy(batches::next)
                    .isInstanceOf(ImageException.class)
                    .hasMessage("What is loaded without an end has a batch in each epoch, and 2 of 2 pictures cannot be"
                            + " read: first picture 0. Remove or replace them.");
        }
    }

    @Test
    void epochsWithoutABatchAreRefused() {
        BatchLoader loader = BatchLoader.of(pictures(2)).batchSize(3).lastBatch(LastBatch.DROP);
        assertThatThrownBy(() -> loader.endless(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "What is loaded without an end has a batch in each epoch, received 2 pictures of 1 classes in"
                                + " batches of 3. Make batchSize smaller, or keep the last batch.");
        assertThatThrownBy(() -> loader.endless(-1))
                .hasMessage("The batches that are passed over are 0 or more, received -1");
    }

    @Test
    void closedItSaysSo() {
        EndlessBatches batches = BatchLoader.of(pictures(1)).endless(0);
        batches.next();
        batches.close();
        assertThatThrownBy(batches::next).isInstanceOf(CancellationException.class);
    }

    @Test
    void oneOrderServesWhateverHasSoManySamples() {
        BatchLoader loader = BatchLoader.of(pictures(9)).shuffle(true).seed(7);
        assertThat(BatchLoader.order(7, 2, 9)).isEqualTo(loader.order(2));
    }

    private static List<Integer> taken(BatchLoader loader, long first, int count) {
        List<Integer> indexes = new ArrayList<>();
        try (EndlessBatches batches = loader.endless(first)) {
            for (int i = 0; i < count; i++) {
                for (int index : batches.next().indexes()) {
                    indexes.add(index);
                }
            }
        }
        return indexes;
    }

    private static DataSet pictures(int count, int... broken) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int index = i;
            ImageSource source = () -> {
                for (int b : broken) {
                    if (b == index) {
                        throw new ImageException("broken");
                    }
                }
                return Image.black(1, 1, 3);
            };
            samples.add(new Sample("picture " + i, source, 0));
        }
        return DataSet.of(List.of("a"), samples);
    }
}
