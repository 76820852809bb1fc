package io.ocelli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.image.Image;
import io.ocelli.image.Randomness;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplingTest {
    private static final int EPOCHS = 400;

    /** Class 0 has 90 pictures, 1 has 10, and 20 have none. */
    private static final int[] LABELS = IntStream.range(0, 120)
            .map(i -> i < 90 ? 0 : i < 100 ? 1 : Sample.UNLABELLED)
            .toArray();

    @Test
    void uniformHasEachPictureOnceInTheOrderOfAShuffle() {
        assertThat(Sampling.uniform().order(7, 3, LABELS)).isEqualTo(BatchLoader.order(7, 3, 120));
    }

    @Test
    void balancedHasEachClassAsOftenAndNoneWithoutAClass() {
        int[] counts = counts(Sampling.balanced());
        int rare = IntStream.range(90, 100).map(i -> counts[i]).sum();
        int all = Arrays.stream(counts).sum();
        assertThat(all).isEqualTo(EPOCHS * 100);
        assertThat(rare / (double) all).isCloseTo(0.5, within(0.01));
        assertThat(Arrays.copyOfRange(counts, 100, 120)).containsOnly(0);
        for (int i = 0; i < 10; i++) {
            assertThat(counts[90 + i] / (double) rare).isCloseTo(0.1, within(0.01));
        }
    }

    @Test
    void weightsOfClassesAndOfPicturesSayHowOften() {
        int[] classes = counts(Sampling.byClass(1, 3));
        int rare = IntStream.range(90, 100).map(i -> classes[i]).sum();
        assertThat(rare / (EPOCHS * 100.0)).isCloseTo(0.25, within(0.01)); // 10 * 3 of 90 + 30
        double[] weights = new double[120];
        weights[5] = 1;
        weights[119] = 3;
        int[] counts = counts(Sampling.bySample(weights).withSamples(50));
        assertThat(counts[5] + counts[119]).isEqualTo(EPOCHS * 50);
        assertThat(counts[119] / (EPOCHS * 50.0)).isCloseTo(0.75, within(0.01));
    }

    @Test
    void withoutReplacementNoneComesTwiceAndTheHeavierComeEarlier() {
        double[] weights = new double[120];
        Arrays.fill(weights, 0, 100, 1);
        Arrays.fill(weights, 90, 100, 9);
        Sampling sampling = Sampling.bySample(weights).withReplacement(false);
        int first = 0;
        for (int epoch = 0; epoch < 2000; epoch++) {
            int[] order = sampling.order(1, epoch, LABELS);
            assertThat(Arrays.stream(order).distinct().count()).isEqualTo(100);
            assertThat(Arrays.stream(order).max().orElse(0)).isLessThan(100);
            first += order[0] >= 90 ? 1 : 0;
        }
        assertThat(first / 2000.0).isCloseTo(0.5, within(0.04)); // 10 * 9 of 90 + 90
    }

    @Test
    void aRepeatedPictureComesInARowAndTheEpochStaysAsLong() {
        int[] order = Sampling.uniform().repeated(3).order(1, 0, LABELS);
        assertThat(order).hasSize(120);
        for (int i = 0; i < 120; i++) {
            assertThat(order[i]).isEqualTo(order[i - i % 3]);
        }
        assertThat(Arrays.stream(order).distinct().count()).isEqualTo(40);
        assertThat(Sampling.uniform().repeated(3).withSamples(360).order(1, 0, LABELS))
                .hasSize(360);
    }

    @Test
    void aSeedAndAnEpochGiveTheSameOrder() {
        Set<List<Integer>> seen = new HashSet<>();
        for (int epoch = 0; epoch < 20; epoch++) {
            int[] order = Sampling.balanced().order(4, epoch, LABELS);
            assertThat(Sampling.balanced().order(4, epoch, LABELS)).isEqualTo(order);
            seen.add(Arrays.stream(order).boxed().toList());
        }
        assertThat(seen).hasSize(20);
    }

    @Test
    void aLoadersEpochIsTheSamplings() {
        BatchLoader loader = loader(new Drawn(0))
                .sampling(Sampling.balanced().withSamples(25))
                .batchSize(10);
        assertThat(loader.batches()).isEqualTo(3);
        assertThat(loader.samples()).isEqualTo(25);
        List<Integer> indexes = new ArrayList<>();
        try (Batches batches = loader.epoch(2)) {
            batches.forEach(batch -> Arrays.stream(batch.indexes()).forEach(indexes::add));
        }
        int[] labels = {0, 0, 0, 0, 1, 1};
        assertThat(indexes)
                .isEqualTo(Arrays.stream(Sampling.balanced().withSamples(25).order(9, 2, labels))
                        .boxed()
                        .toList());
    }

    @Test
    void aPictureThatComesAgainIsDrawnAnew() {
        BatchLoader plain = loader(new Drawn(0)).shuffle(true).batchSize(6);
        BatchLoader repeated = loader(new Drawn(0))
                .sampling(Sampling.uniform().repeated(3).withSamples(18))
                .batchSize(6);
        List<Integer> once = levels(plain, 0);
        List<Integer> levels = levels(repeated, 0);
        assertThat(levels).hasSize(18);
        assertThat(new HashSet<>(levels)).hasSizeGreaterThan(15);
        for (int i = 0; i < 6; i++) {
            assertThat(levels.get(3 * i)).as("the first is drawn as ever").isEqualTo(once.get(i));
        }
        assertThat(levels(repeated.threads(3), 0)).isEqualTo(levels);
        assertThat(levels(repeated, 2)).isEqualTo(levels.subList(12, 18));
    }

    @Test
    void someOfThePicturesKeepTheirWeights() {
        assertThat(Sampling.bySample(1, 2, 3).of(2, 0)).isEqualTo(Sampling.bySample(3, 1));
        assertThat(Sampling.balanced().of(2, 0)).isEqualTo(Sampling.balanced());
    }

    @Test
    void itPrintsTheCallsThatMakeIt() {
        assertThat(Sampling.balanced().repeated(3).withSamples(90))
                .hasToString("Sampling.balanced().withSamples(90).repeated(3)");
        assertThat(Sampling.byClass(1, 2).withReplacement(false))
                .hasToString("Sampling.byClass(1.0, 2.0).withReplacement(false)");
        assertThat(Sampling.bySample(1, 2, 3)).hasToString("Sampling.bySample(3 weights)");
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> Sampling.byClass(1, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Weights of a sampling are 0 or more and finite, received -1.0");
        assertThatThrownBy(() -> Sampling.bySample(0, 0))
                .hasMessage("Of the weights of a sampling one is over 0, received 2 that are not");
        assertThatThrownBy(() -> Sampling.uniform().repeated(0))
                .hasMessage("A picture comes once or more in a row, received 0");
        assertThatThrownBy(() -> Sampling.uniform().withSamples(-1))
                .hasMessage("An epoch has 1 sample or more, or 0 for as many as there are pictures, received -1");
        assertThatThrownBy(() -> loader(new Drawn(0)).sampling(Sampling.bySample(1, 2)))
                .hasMessage("A sampling by picture has one weight for each, received 2 weights for 6 pictures");
        assertThatThrownBy(() -> loader(new Drawn(0)).sampling(Sampling.byClass(1)))
                .hasMessage("A sampling by class has one weight for each, received 1 weights for the label 1");
        assertThatThrownBy(() -> Sampling.uniform().withSamples(9).count(0, 0, 1))
                .hasMessage(
                        "Without replacement an epoch draws at most the 3 pictures that have a weight, received 9 to"
                                + " draw for Sampling.uniform().withSamples(9). Say"
                                + " withReplacement(true), or fewer with withSamples.");
        assertThatThrownBy(() -> Sampling.balanced().count(-1, -1))
                .hasMessageStartingWith("Of the pictures of a sampling one has a weight, received 2 without");
    }

    /** A level that is drawn. */
    private record Drawn(int level) implements Transform {
        @Override
        public Image apply(Image image) {
            Image result = Image.black(1, 1, 3);
            result.samples()[0] = (byte) level;
            return result;
        }

        @Override
        public Transform draw(Size size, Randomness randomness) {
            return new Drawn(randomness.nextInt(256));
        }
    }

    private static BatchLoader loader(Transform transform) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            samples.add(new Sample("picture " + i, ImageSource.of(Image.black(1, 1, 3)), i < 4 ? 0 : 1));
        }
        return BatchLoader.of(DataSet.of(List.of("often", "rare"), samples))
                .transform(transform)
                .seed(9);
    }

    private static List<Integer> levels(BatchLoader loader, int from) {
        List<Integer> levels = new ArrayList<>();
        try (Batches batches = loader.epoch(0, from)) {
            batches.forEach(batch -> {
                float[] samples = batch.pixels().toFloats();
                for (int i = 0; i < samples.length; i += 3) {
                    levels.add((int) samples[i]);
                }
            });
        }
        return levels;
    }

    /** How often each picture comes in many epochs. */
    private static int[] counts(Sampling sampling) {
        int[] counts = new int[LABELS.length];
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            for (int i : sampling.order(3, epoch, LABELS)) {
                counts[i]++;
            }
        }
        return counts;
    }
}
