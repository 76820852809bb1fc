package io.ocelli.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConformalTest {
    private static Conformal named(String name, double coverage, JsonObject figures) {
        return switch (name) {
            case "lac" -> Conformal.lac(coverage);
            case "aps" -> Conformal.aps(coverage);
            case "raps" ->
                Conformal.raps(
                        coverage,
                        figures.get("lam").getAsDouble(),
                        figures.get("k_reg").getAsInt());
            default -> Conformal.mondrian(coverage);
        };
    }

    @ParameterizedTest
    @CsvSource({
        "lac, 0.1",
        "lac, 0.05",
        "aps, 0.1",
        "aps, 0.05",
        "raps, 0.1",
        "raps, 0.05",
        "mondrian_lac, 0.1",
        "mondrian_lac, 0.05"
    })
    void setsAreTheReferences(String name, String alpha) {
        GoldenScores golden = GoldenScores.ofFile();
        JsonObject method = golden.json.getAsJsonObject("conformal").getAsJsonObject(name);
        JsonObject figures = method.getAsJsonObject("alpha_" + alpha);
        Conformal conformal = named(name, 1 - Double.parseDouble(alpha), method);
        LabelledScores test = golden.test(2);

        ConformalSets sets = conformal.of(golden.calibration(2));

        JsonElement quantile = figures.get("quantile");
        double[] expected =
                quantile.isJsonArray() ? GoldenScores.doubles(quantile) : new double[] {quantile.getAsDouble()};
        for (int c = 0; c < expected.length; c++) {
            if (Double.isInfinite(expected[c])) {
                assertThat(sets.bounds().get(c)).isInfinite();
            } else {
                assertThat(sets.bounds().get(c)).isEqualTo(expected[c], GoldenScores.DIGITS);
            }
        }
        assertThat(sets.bounds()).hasSize(expected.length);
        JsonArray first = figures.getAsJsonArray("sets_first20");
        for (int i = 0; i < first.size(); i++) {
            int[] set = sets.set(test.probabilities(i));
            Arrays.sort(set);
            assertThat(Arrays.stream(set).asDoubleStream().toArray()).isEqualTo(GoldenScores.doubles(first.get(i)));
        }
        assertFigures(figures, sets, test);
        assertFigures(
                figures.getAsJsonObject("never_empty"),
                conformal.withoutEmptySets().of(golden.calibration(2)),
                test);
    }

    private static void assertFigures(JsonObject figures, ConformalSets sets, LabelledScores test) {
        int sizes = 0;
        int covered = 0;
        int empty = 0;
        for (int i = 0; i < test.size(); i++) {
            int[] set = sets.set(test.probabilities(i));
            int label = test.label(i);
            sizes += set.length;
            empty += set.length == 0 ? 1 : 0;
            covered += Arrays.stream(set).anyMatch(c -> c == label) ? 1 : 0;
        }
        assertThat((double) sizes / test.size())
                .isEqualTo(figures.get("mean_size").getAsDouble(), GoldenScores.DIGITS);
        assertThat((double) covered / test.size())
                .isEqualTo(figures.get("coverage").getAsDouble(), GoldenScores.DIGITS);
        assertThat(empty).isEqualTo(figures.get("empty").getAsInt());
    }

    @ParameterizedTest
    @CsvSource({"lac", "aps", "raps"})
    void scoresAreTheReferences(String name) {
        GoldenScores golden = GoldenScores.ofFile();
        JsonObject method = golden.json.getAsJsonObject("conformal").getAsJsonObject(name);
        double[] expected = GoldenScores.doubles(method.get("calibration_scores_first10"));
        LabelledScores scores = golden.calibration(2);

        for (int i = 0; i < expected.length; i++) {
            assertThat(named(name, 0.9, method).score().of(scores.probabilities(i))[scores.label(i)])
                    .isEqualTo(expected[i], GoldenScores.DIGITS);
        }
    }

    @Test
    void ofEqualClassesTheLowerIndexComesFirst() {
        assertThat(Conformal.aps(0.9).score().of(new double[] {0.25, 0.5, 0.25}))
                .containsExactly(0.75, 0.5, 1);
    }

    @Test
    void theLikeliestClassStandsFirst() {
        ConformalSets all = new ConformalSets(new Nonconformity(false, 0, 0), List.of(1.0), false);

        assertThat(all.set(new double[] {0.2, 0.5, 0.3})).containsExactly(1, 2, 0);
    }

    @Test
    void aCoverageIsInside0And1() {
        for (double wrong : new double[] {0, 1, -0.1, 1.5, Double.NaN}) {
            assertThatThrownBy(() -> Conformal.lac(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("A coverage is above 0 and below 1, received " + wrong);
        }
    }

    @Test
    void tooFewPicturesForACoverageAreRefused() {
        LabelledScores few = ofSize(18);

        assertThatThrownBy(() -> Conformal.aps(0.95).of(few))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A coverage of 0.95 needs at least 19 pictures to be fitted on, received 18. Give more, or"
                        + " want a lower coverage.");
        assertThat(Conformal.aps(0.95).of(ofSize(19)).bounds()).hasSize(1);
        assertThatThrownBy(() -> Conformal.mondrian(0.95).of(few))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "A coverage of 0.95 needs at least 19 pictures of a class to be fitted on, received 9 of the"
                                + " most frequent one. Give more, or want a lower coverage.");
    }

    private static LabelledScores ofSize(int n) {
        double[][] rows = new double[n][];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % 2;
            rows[i] = new double[] {i % 3, i % 5};
        }
        return LabelledScores.of(rows, labels);
    }

    @Test
    void aClassOfTooFewPicturesIsInEverySet() {
        double[][] rows = new double[10][];
        Arrays.fill(rows, new double[] {5, 0, -5});
        LabelledScores scores = LabelledScores.of(rows, new int[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 1});

        ConformalSets sets = Conformal.mondrian(0.9).of(scores);

        assertThat(sets.bounds().subList(1, 3)).containsExactly(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
        assertThat(sets.set(scores.probabilities(0))).containsExactly(0, 1, 2);
    }

    @Test
    void oneClassIsAlwaysItsSet() {
        LabelledScores scores = LabelledScores.of(new double[9][1], new int[9]);

        assertThat(Conformal.lac(0.9).of(scores).set(new double[] {1})).containsExactly(0);
        assertThat(Conformal.aps(0.9).of(scores).set(new double[] {1})).containsExactly(0);
    }

    @Test
    void aPenaltyIsOfCumulativeScores() {
        for (Runnable wrong : List.<Runnable>of(
                () -> Conformal.raps(0.9, -1, 2),
                () -> Conformal.raps(0.9, 0.1, -1),
                () -> new Nonconformity(false, 0.1, 0))) {
            assertThatThrownBy(wrong::run)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("A penalty is finite, 0 or more, and on cumulative scores; free ranks are 0"
                            + " or more; received penalty ");
        }
        assertThatThrownBy(() -> new ConformalSets(new Nonconformity(true, 0, 0), List.of(), false))
                .hasMessage("Conformal sets have a bound from 0, for all classes or for each, received []");
    }
}
