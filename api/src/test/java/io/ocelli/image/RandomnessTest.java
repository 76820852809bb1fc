package io.ocelli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RandomnessTest {
    private static final int DRAWS = 100_000;

    @Test
    void aSeedGivesTheSameNumbersForEver() {
        Randomness randomness = Randomness.of(7);
        assertThat(randomness.nextLong()).isEqualTo(-5137267319001854395L);
        assertThat(randomness.nextInt(1000)).isEqualTo(649);
        assertThat(randomness.nextDouble()).isEqualTo(0.5493743249193239);
        assertThat(randomness.nextGaussian()).isEqualTo(-0.7868132215482697);
        assertThat(Randomness.of(7).split("dropout").split(3).nextLong()).isEqualTo(-946462150231300676L);
        assertThat(Randomness.of(7).permutation(6)).containsExactly(0, 5, 3, 1, 2, 4);
    }

    @Test
    void aChildDoesNotDependOnWhatWasDrawnBefore() {
        Randomness randomness = Randomness.of(1);
        long before = randomness.split(5).nextLong();
        randomness.nextLong();
        assertThat(randomness.split(5).nextLong()).isEqualTo(before);
    }

    @Test
    void childrenAndSeedsDiffer() {
        Set<Long> seen = new HashSet<>();
        for (int seed = 0; seed < 10; seed++) {
            Randomness randomness = Randomness.of(seed);
            seen.add(randomness.nextLong());
            for (int key = -50; key < 50; key++) {
                seen.add(randomness.split(key).nextLong());
                seen.add(randomness.split(key).split(key).nextLong());
                seen.add(randomness.split("key " + key).nextLong());
            }
        }
        assertThat(seen.size()).isEqualTo(10 * 301);
    }

    @Test
    void wholeNumbersAreEquallyLikely() {
        Randomness randomness = Randomness.of(2);
        int[] counts = new int[7];
        for (int i = 0; i < DRAWS; i++) {
            counts[randomness.nextInt(7)]++;
        }
        assertThat(Arrays.stream(counts)).allMatch(count -> Math.abs(count - DRAWS / 7.0) < 500);
    }

    @Test
    void normalNumbersHaveMeanZeroAndDeviationOne() {
        Randomness randomness = Randomness.of(3);
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < DRAWS; i++) {
            double value = randomness.nextGaussian();
            sum += value;
            squares += value * value;
        }
        assertThat(sum / DRAWS).isCloseTo(0, Offset.offset(0.02));
        assertThat(squares / DRAWS).isCloseTo(1, Offset.offset(0.02));
    }

    @Test
    void aPermutationHoldsEachNumberOnce() {
        int[] order = Randomness.of(4).permutation(1000);
        assertThat(order).containsExactlyInAnyOrder(IntStream.range(0, 1000).toArray());
        assertThat(order).isNotEqualTo(IntStream.range(0, 1000).toArray());
    }

    @Test
    void aBoundIsPositive() {
        assertThatThrownBy(() -> Randomness.of(1).nextInt(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A bound is positive, received 0");
    }

    @Test
    void betaSharesHaveTheDistributionsMoments() {
        for (double[] parameters : new double[][] {{0.2, 0.2}, {1, 1}, {2, 5}, {0.01, 0.01}}) {
            double a = parameters[0];
            double b = parameters[1];
            Randomness randomness = Randomness.of(11);
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < 40_000; i++) {
                double share = randomness.nextBeta(a, b);
                assertThat(share).isBetween(0.0, 1.0);
                sum += share;
                squares += share * share;
            }
            double mean = sum / 40_000;
            assertThat(mean).isCloseTo(a / (a + b), Offset.offset(0.01));
            assertThat(squares / 40_000 - mean * mean)
                    .isCloseTo(a * b / ((a + b) * (a + b) * (a + b + 1)), Offset.offset(0.005));
        }
        assertThatThrownBy(() -> Randomness.of(1).nextBeta(0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A parameter of the Beta distribution is over 0 and finite, received 0.0");
    }

    @Test
    void dirichletSharesAddUpToOne() {
        Randomness randomness = Randomness.of(12);
        double squares = 0;
        for (int i = 0; i < 20_000; i++) {
            double[] shares = randomness.nextDirichlet(1, 3);
            assertThat(shares[0] + shares[1] + shares[2]).isCloseTo(1, Offset.offset(1e-12));
            squares += shares[0] * shares[0];
        }
        assertThat(squares / 20_000).isCloseTo(1 / 6.0, Offset.offset(0.005));
    }
}
