package io.ocelli.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.tensor.Shape;
import io.ocelli.testing.Golden;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Intervals and tests, by the golden figures and by SciPy 1.17. */
class StatisticsTest {
    /** Nine digits are written. */
    private static final Offset<Double> DIGITS = within(2e-9);

    private static JsonObject golden(String name) {
        return GoldenDecisions.json().getAsJsonObject(name);
    }

    private static double number(JsonObject golden, String name) {
        return golden.get(name).getAsDouble();
    }

    private static boolean[] flags(JsonElement array) {
        JsonArray values = array.getAsJsonArray();
        boolean[] flags = new boolean[values.size()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = values.get(i).getAsInt() == 1;
        }
        return flags;
    }

    private static void assertInterval(Interval interval, JsonElement expected) {
        assertThat(interval.lower()).isEqualTo(expected.getAsJsonArray().get(0).getAsDouble(), DIGITS);
        assertThat(interval.upper()).isEqualTo(expected.getAsJsonArray().get(1).getAsDouble(), DIGITS);
    }

    private static double share(boolean[] correct, int[] pictures) {
        int hits = 0;
        for (int picture : pictures) {
            hits += correct[picture] ? 1 : 0;
        }
        return (double) hits / pictures.length;
    }

    private static int[][] resamples(int n) {
        float[] drawn = Golden.fill("resample" + new GoldenDecisions().seed, Shape.of(300, n), 0, n);
        int[][] resamples = new int[300][n];
        for (int i = 0; i < drawn.length; i++) {
            resamples[i / n][i % n] = Math.min(n - 1, (int) drawn[i]);
        }
        return resamples;
    }

    @Test
    void theBootstrapIsTheReference() {
        JsonObject golden = golden("bootstrap");
        boolean[] correct = flags(golden.get("correct"));
        int[][] resamples = resamples(correct.length);
        Bootstrap bootstrap = Bootstrap.of(number(golden, "mean"), resamples, pictures -> share(correct, pictures));
        assertInterval(bootstrap.interval(.95), golden.get("interval95"));
        assertInterval(bootstrap.interval(.9), golden.get("interval90"));
        assertThat(bootstrap.standardError()).isEqualTo(number(golden, "standard_error"), DIGITS);

        boolean[] second = flags(golden("mcnemar").get("second_correct"));
        Bootstrap gain = Bootstrap.of(0, resamples, pictures -> share(correct, pictures) - share(second, pictures));
        assertInterval(gain.interval(.95), golden.get("paired_difference_interval95"));
    }

    @Test
    void aSeedDrawsTheSameResamples() {
        boolean[] correct = new boolean[50];
        for (int i = 0; i < 40; i++) {
            correct[i] = true;
        }
        Bootstrap one = Bootstrap.of(50, 1000, 7, pictures -> share(correct, pictures));
        Bootstrap again = Bootstrap.of(50, 1000, 7, pictures -> share(correct, pictures));
        Bootstrap other = Bootstrap.of(50, 1000, 8, pictures -> share(correct, pictures));
        assertThat(one.value()).isEqualTo(.8);
        assertThat(one.resamples()).isEqualTo(1000);
        assertThat(one.standardError()).isEqualTo(again.standardError()).isNotEqualTo(other.standardError());
        assertThat(one.standardError())
                .as("the binomial one, and no more than chance beside it")
                .isEqualTo(Math.sqrt(.8 * .2 / 50), within(.006));
        assertThat(one.toString()).isEqualTo("0.8000, " + one.interval(.95) + " in 1000 resamples");
    }

    @Test
    void aFigureWithoutAValueHasNoInterval() {
        int[][] resamples = {{0}, {1}, {2}};
        Bootstrap bootstrap = Bootstrap.of(1, resamples, pictures -> pictures[0] == 1 ? Double.NaN : 1);
        assertThat(bootstrap.interval(.95).lower()).isNaN();
        assertThat(bootstrap.interval(.95).upper()).isNaN();
        assertThat(bootstrap.standardError()).isNaN();
    }

    @Test
    void aBootstrapOfNothingIsRefused() {
        assertThatThrownBy(() -> Bootstrap.of(0, 100, 1, pictures -> 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A bootstrap resamples a picture or more, received 0");
        assertThatThrownBy(() -> Bootstrap.of(5, 1, 1, pictures -> 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A bootstrap has two resamples or more, 1000 for an interval, received 1");
    }

    @Test
    void wilsonsIntervalIsSciPys() {
        assertWilson(Interval.wilson(7, 10, .95), 0.39677814746114526, 0.892208732593699);
        assertWilson(Interval.wilson(85, 100, .9), 0.7820969631120788, 0.8994631323396992);
        assertWilson(Interval.wilson(0, 10, .95), 0, 0.27753279986288926);
        assertWilson(Interval.wilson(10, 10, .95), 0.7224672001371109, 1);
        assertThat(Interval.wilson(0, 10, .95).lower()).isZero();
        assertThat(Interval.wilson(0, 0, .95).lower()).isNaN();
    }

    private static void assertWilson(Interval interval, double lower, double upper) {
        assertThat(interval.lower()).isEqualTo(lower, within(1e-13));
        assertThat(interval.upper()).isEqualTo(upper, within(1e-13));
    }

    @Test
    void anIntervalReadsWell() {
        assertThat(Interval.wilson(7, 10, .95)).hasToString("0.3968 to 0.8922 (95 %)");
        assertThat(new Interval(.25, .5, .999)).hasToString("0.2500 to 0.5000 (99.9 %)");
        assertThat(new Interval(.25, .5, .9).contains(.5)).isTrue();
        assertThat(new Interval(.25, .5, .9).contains(.51)).isFalse();
    }

    @Test
    void aLevelInPercentIsRefused() {
        assertThatThrownBy(() -> Interval.wilson(1, 2, 95))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A confidence level is over 0 and below 1, such as 0.95, received 95.0");
        assertThatThrownBy(() -> new Interval(0, 1, 1)).hasMessageEndingWith("received 1.0");
    }

    @Test
    void moreThanAllIsRefused() {
        assertThatThrownBy(() -> Interval.wilson(3, 2, .95))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A share is of 0 to all, received 3 of 2");
    }

    @Test
    void delongIsTheReference() {
        JsonObject golden = golden("delong");
        DeLong delong = goldenDeLong();
        JsonArray areas = golden.getAsJsonArray("auc");
        JsonArray covariance = golden.getAsJsonArray("covariance");
        assertThat(delong.first().value()).isEqualTo(areas.get(0).getAsDouble(), DIGITS);
        assertThat(delong.second().value()).isEqualTo(areas.get(1).getAsDouble(), DIGITS);
        double[][] ours = {
            {delong.first().variance(), delong.covariance()},
            {delong.covariance(), delong.second().variance()}
        };
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                assertThat(ours[i][j])
                        .isEqualTo(covariance.get(i).getAsJsonArray().get(j).getAsDouble(), within(1e-11));
            }
        }
        assertInterval(delong.first().interval(.95), golden.get("interval95_first"));
        assertThat(delong.z()).isEqualTo(number(golden, "z"), within(1e-8));
        assertThat(delong.p()).isEqualTo(number(golden, "p"), DIGITS);
        assertThat(delong.interval(.95).contains(0)).isEqualTo(delong.p() > .05);
    }

    private static DeLong goldenDeLong() {
        GoldenDecisions decisions = new GoldenDecisions();
        double[] probabilities = decisions.probabilities();
        int n = decisions.n / 2;
        float[] noise = Golden.fill("auc_noise" + decisions.seed, Shape.of(n), -.5, .5);
        boolean[] positive = new boolean[n];
        double[] first = new double[n];
        double[] second = new double[n];
        for (int i = 0; i < n; i++) {
            positive[i] = decisions.label(n + i) == 3;
            first[i] = probabilities[(n + i) * decisions.k + 3];
            second[i] = first[i] + .6 * noise[i];
        }
        return DeLong.of(positive, first, second);
    }

    @Test
    void modelsThatRankAlikeDoNotDiffer() {
        boolean[] positive = {true, true, false, false, true};
        DeLong alike = DeLong.of(positive, new double[] {.9, .4, .5, .1, .5}, new double[] {9, 4, 5, 1, 5});
        assertThat(alike.first()).isEqualTo(alike.second());
        assertThat(alike.first().value()).as("4.5 of 6 pairs in order").isEqualTo(.75, within(1e-15));
        assertThat(alike.z()).isZero();
        assertThat(alike.p()).isOne();
        assertThat(alike).hasToString("AUC 0.7500 and 0.7500, difference 0.0000, z = 0.000, p = 1.00");
    }

    @Test
    void anAreaWithoutOneSideHasNoValue() {
        RocArea none = RocArea.of(new boolean[] {false, false}, new double[] {.1, .2});
        assertThat(none.value()).isNaN();
        RocArea single = RocArea.of(new boolean[] {true, false, false}, new double[] {.9, 0.0, -0.0});
        assertThat(single.value()).isOne();
        assertThat(single.variance()).isNaN();
        assertThat(RocArea.of(new boolean[] {true, false}, new double[] {0.0, -0.0})
                        .value())
                .as("both zeros are one")
                .isEqualTo(.5);
    }

    @Test
    void scoresThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> RocArea.of(new boolean[2], new double[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A ROC curve takes one score of each of 2 pictures, received 3");
        assertThatThrownBy(() -> RocArea.of(new boolean[2], new double[] {1, Double.NaN}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A score is a number, received NaN for picture 1: the network's weights or input are not"
                        + " finite");
    }

    @Test
    void theNormalDistributionIsSciPys() {
        double[][] tails = {
            {0, 1},
            {.5, 0.6170750774519738},
            {-1.96, 0.04999579029644087},
            {3, 0.0026997960632601866},
            {3.6, 0.00031821718031506727},
            {8, 1.244192114854348e-15},
            {20, 5.507248237212311e-89}
        };
        for (double[] tail : tails) {
            assertThat(Normal.beyond(tail[0])).isEqualTo(tail[1], within(1e-12 * tail[1]));
        }
        assertThat(Normal.beyond(Double.POSITIVE_INFINITY)).isZero();
        double[][] reaches = {
            {.5, 0.6744897501960817},
            {.95, 1.959963984540054},
            {.99, 2.5758293035489004},
            {.999999, 4.891638475671085}
        };
        for (double[] reach : reaches) {
            assertThat(Normal.reach(reach[0])).isEqualTo(reach[1], within(1e-10));
        }
    }
}
