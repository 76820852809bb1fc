package io.ocelli.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.ocelli.tensor.Shape;
import io.ocelli.testing.Golden;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutlierTest {
    private static final int OUT = 150;
    private static final int D = 6;

    private static OutlierScore named(String name) {
        return switch (name) {
            case "msp" -> OutlierScore.msp();
            case "max_logit" -> OutlierScore.maxLogit();
            case "energy_T1" -> OutlierScore.energy(1);
            case "energy_T2" -> OutlierScore.energy(2);
            default -> OutlierScore.entropy();
        };
    }

    private static void assertFigures(JsonObject figures, double[] in, double[] out, double threshold) {
        assertThat(Arrays.copyOf(in, 10))
                .containsExactly(GoldenScores.doubles(figures.get("in_first10")), within(1e-7));
        assertThat(Arrays.copyOf(out, 10))
                .containsExactly(GoldenScores.doubles(figures.get("out_first10")), within(1e-6));
        assertThat(threshold).isEqualTo(figures.get("threshold95").getAsDouble(), within(1e-7));
        assertThat(Arrays.stream(out).filter(score -> score >= threshold).count() / (double) OUT)
                .isEqualTo(figures.get("fpr95").getAsDouble(), GoldenScores.DIGITS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"msp", "max_logit", "energy_T1", "energy_T2", "entropy"})
    void scoresOfLogitsAreTheReferences(String name) {
        GoldenScores golden = GoldenScores.ofFile();
        LabelledScores test = golden.test(1);
        OutlierScore score = named(name);
        double[] in = new double[test.size()];
        Arrays.setAll(in, i -> score.of(test.logits(i), test.probabilities(i)));
        double[][] logits = golden.rows("ood_logits", OUT, 8, -1.5, 1.5);
        double[] out = new double[OUT];
        Arrays.setAll(out, i -> {
            double[] row = Arrays.stream(logits[i]).map(x -> 2.5 * x).toArray();
            return score.of(row, Softmax.of(row));
        });

        Outliers fitted = (Outliers) score.accepting(0.95).of(test);

        assertFigures(golden.json.getAsJsonObject("ood").getAsJsonObject(name), in, out, fitted.threshold());
    }

    private static float[][] features(GoldenScores golden, int from, int to) {
        float[] centre = Golden.fill("centre" + golden.seed(), Shape.of(8, D), -1.5, 1.5);
        float[] spread = Golden.fill("spread" + golden.seed(), Shape.of(400, D), -1, 1);
        float[][] rows = new float[to - from][D];
        for (int i = from; i < to; i++) {
            for (int j = 0; j < D; j++) {
                rows[i - from][j] = centre[golden.labels()[i] * D + j] + spread[i * D + j];
            }
        }
        return rows;
    }

    private static void assertFeatureScore(GoldenScores golden, String name, FeatureScore score) {
        float[] far = Golden.fill("ood_feature" + golden.seed(), Shape.of(OUT, D), -3, 3);
        float[][] test = features(golden, 200, 400);
        double[] in = new double[test.length];
        Arrays.setAll(in, i -> score.of(test[i]));
        double[] out = new double[OUT];
        Arrays.setAll(out, i -> score.of(Arrays.copyOfRange(far, i * D, (i + 1) * D)));

        JsonObject figures = golden.json.getAsJsonObject("ood").getAsJsonObject(name);
        // features are single precision
        assertThat(Arrays.copyOf(in, 10))
                .containsExactly(GoldenScores.doubles(figures.get("in_first10")), within(1e-5));
        assertThat(Arrays.copyOf(out, 10))
                .containsExactly(GoldenScores.doubles(figures.get("out_first10")), within(1e-4));
        double threshold = score.threshold(test, 0.95);
        assertThat(threshold).isEqualTo(figures.get("threshold95").getAsDouble(), within(1e-5));
        assertThat(Arrays.stream(out).filter(each -> each >= threshold).count() / (double) OUT)
                .isEqualTo(figures.get("fpr95").getAsDouble(), GoldenScores.DIGITS);
    }

    @Test
    void mahalanobisIsTheReferences() {
        GoldenScores golden = GoldenScores.ofFile();
        JsonObject figures = golden.json.getAsJsonObject("ood").getAsJsonObject("mahalanobis");

        Mahalanobis fitted = Mahalanobis.fit(features(golden, 0, 200), Arrays.copyOf(golden.labels(), 200));

        JsonArray means = figures.getAsJsonArray("means");
        JsonArray covariance = figures.getAsJsonArray("covariance");
        for (int i = 0; i < D; i++) {
            assertThat(fitted.means()[i]).containsExactly(GoldenScores.doubles(means.get(i)), within(1e-6));
            assertThat(fitted.covariance()[i]).containsExactly(GoldenScores.doubles(covariance.get(i)), within(1e-6));
        }
        assertFeatureScore(golden, "mahalanobis", fitted);
    }

    @Test
    void nearestNeighboursAreTheReferences() {
        GoldenScores golden = GoldenScores.ofFile();

        assertFeatureScore(golden, "knn", NearestNeighbours.fit(features(golden, 0, 200), 5));
    }

    @Test
    void genSumsOverTheLikeliestClasses() {
        double[] probabilities = {0.2, 0.5, 0.3};

        assertThat(OutlierScore.gen(0.1, 2).of(new double[3], probabilities))
                .isEqualTo(-Math.pow(0.25, 0.1) - Math.pow(0.21, 0.1), within(1e-12));
        assertThat(OutlierScore.gen().of(new double[3], probabilities))
                .isEqualTo(-Math.pow(0.25, 0.1) - Math.pow(0.21, 0.1) - Math.pow(0.16, 0.1), within(1e-12));
        assertThat(OutlierScore.gen().of(new double[2], new double[] {1, 0})).isZero();
        assertThat(OutlierScore.entropy().of(new double[2], new double[] {1, 0}))
                .isZero();
    }

    @Test
    void aThresholdAcceptsTheShareAndTies() {
        assertThat(Outliers.threshold(new double[] {1, 2, 3, 4}, 0.75)).isEqualTo(2);
        assertThat(Outliers.threshold(new double[] {2, 2, 2, 4}, 0.25)).isEqualTo(4);
        assertThat(Outliers.threshold(new double[] {3}, 0.01)).isEqualTo(3);
        assertThat(Outliers.threshold(new double[] {3, 1}, 1)).isEqualTo(1);
        assertThatThrownBy(() -> Outliers.threshold(new double[0], 0.9))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A threshold is fitted on at least 1 score, received none");
        assertThatThrownBy(() -> Outliers.threshold(new double[] {1, Double.NaN}, 0.9))
                .hasMessage("A threshold is fitted on numbers, received NaN among the scores");
        assertThatThrownBy(() -> OutlierScore.msp().accepting(0))
                .hasMessage("An accepted share is above 0 and at most 1, received 0.0");
    }

    @Test
    void parametersAreInRange() {
        assertThatThrownBy(() -> OutlierScore.energy(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("An energy has a finite temperature above 0, GEN a gamma above 0 and below 1 and at least 1"
                        + " class, and the others nothing; received ENERGY with 0.0 and 0 classes");
        assertThatThrownBy(() -> OutlierScore.gen(1, 10)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OutlierScore.gen(0.1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Outliers(OutlierScore.msp(), Double.NaN))
                .hasMessage("A threshold of outlier scores is finite, received NaN");
    }

    @Test
    void featuresThatDoNotSpanTheirDirectionsAreRefused() {
        float[][] flat = {{1, 2}, {2, 4}, {3, 6}};

        assertThatThrownBy(() -> Mahalanobis.fit(flat, new int[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Features of a Mahalanobis distance span all of their 2 directions within the classes, and"
                        + " number 1 depends on those before it. Give more pictures, or use nearest neighbours.");
    }

    @Test
    void aClassWithoutFeaturesHasNoMean() {
        float[][] rows = {{9, 9}, {10, 8}, {8, 10}, {9, 10}};

        Mahalanobis fitted = Mahalanobis.fit(rows, new int[] {2, 2, 2, 2});

        assertThat(fitted.of(new float[] {9, 9.25f})).isCloseTo(0, within(1e-6));
        assertThat(fitted.of(new float[] {0, 0})).isLessThan(-10);
    }

    @Test
    void featuresAreFiniteAndOfOneLength() {
        float[][] rows = {{1, 2}, {3, 4}};
        NearestNeighbours fitted = NearestNeighbours.fit(rows, 1);

        assertThatThrownBy(() -> fitted.of(new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Features are 2 numbers, as those that were fitted on, received 3");
        assertThatThrownBy(() -> fitted.of(new float[2]))
                .hasMessage(
                        "Features that are brought to length 1 are numbers and not all 0, received a length of 0.0");
        assertThatThrownBy(() -> NearestNeighbours.fit(rows, 3))
                .hasMessage("The neighbour that counts is 1 to 2, the number of features, received 3");
        assertThatThrownBy(() -> NearestNeighbours.fit(new float[][] {{1, Float.NaN}}, 1))
                .hasMessage("Features to fit on are finite, received NaN at index 0");
        assertThatThrownBy(() -> NearestNeighbours.fit(new float[0][], 1))
                .hasMessage("Features to fit on are N D with at least one row and column, received 0 rows");
        assertThatThrownBy(() -> Mahalanobis.fit(rows, new int[1]))
                .hasMessage("There is a label for each row of features, received 2 rows and 1 labels");
    }
}
