package io.ocelli.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.data.BatchLoader;
import io.ocelli.data.DataSet;
import io.ocelli.data.LastBatch;
import io.ocelli.data.OnBroken;
import io.ocelli.data.SkippedPicture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StreamsTest {
    private static final String STREAM = "memory";

    private static Streams streams(DataSet pictures, int batchSize, OnBroken onBroken) {
        BatchLoader loader = BatchLoader.of(pictures)
                .batchSize(batchSize)
                .shuffle(true)
                .seed(7)
                .lastBatch(LastBatch.DROP)
                .threads(1);
        return new Streams(Map.of(STREAM, new PictureSource(loader, onBroken, Set.of())));
    }

    private static List<Integer> next(Streams streams) {
        List<Integer> indexes = new ArrayList<>();
        Arrays.stream(streams.next().get(STREAM).indexes()).forEach(indexes::add);
        return indexes;
    }

    private static List<List<Integer>> next(Streams streams, int batches) {
        List<List<Integer>> all = new ArrayList<>();
        for (int i = 0; i < batches; i++) {
            all.add(next(streams));
        }
        return all;
    }

    @Test
    void beginsAgainInAnotherOrderWhenItEnds() {
        try (Streams streams = streams(Fake.pictures(4), 2, OnBroken.FAIL)) {
            streams.begin(0);
            List<List<Integer>> batches = next(streams, 4);

            List<Integer> first = new ArrayList<>(batches.get(0));
            first.addAll(batches.get(1));
            List<Integer> second = new ArrayList<>(batches.get(2));
            second.addAll(batches.get(3));
            assertThat(first).containsExactlyInAnyOrder(0, 1, 2, 3);
            assertThat(second).containsExactlyInAnyOrder(0, 1, 2, 3).isNotEqualTo(first);
        }
    }

    @Test
    void goesOnBehindWhatCameBefore() {
        try (Streams streams = streams(Fake.pictures(7), 2, OnBroken.FAIL)) {
            streams.begin(0);
            List<List<Integer>> whole = next(streams, 8);
            for (int before = 0; before < 8; before++) {
                streams.begin(before);
                assertThat(next(streams, 8 - before)).isEqualTo(whole.subList(before, 8));
            }
        }
    }

    @Test
    void brokenPicturesAreLeftOutAndNamedOnceEach() {
        try (Streams streams = streams(Fake.pictures(5, 1), 2, OnBroken.SKIP)) {
            streams.begin(0);
            next(streams, 6);

            assertThat(streams.skipped()).extracting(SkippedPicture::name).containsExactly("picture1.png");
        }
    }

    @Test
    void aStreamOfWhichNothingCanBeReadIsAnError() {
        try (Streams streams = streams(Fake.pictures(2, 0, 1), 2, OnBroken.SKIP)) {
            streams.begin(0);

            assertThatThrownBy(streams::next)
                    .hasMessageStartingWith(
                            "A stream has a batch in each epoch, and of 'memory' 2 pictures cannot be read: the first is ")
                    .hasMessageEndingWith(". Remove or replace them.");
        }
    }
}
