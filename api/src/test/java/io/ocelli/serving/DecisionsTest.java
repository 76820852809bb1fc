package io.ocelli.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonParser;
import io.ocelli.decisions.ClassThresholds;
import io.ocelli.decisions.ConformalSets;
import io.ocelli.decisions.Costs;
import io.ocelli.decisions.IsotonicCalibration;
import io.ocelli.decisions.IsotonicCurve;
import io.ocelli.decisions.Nonconformity;
import io.ocelli.decisions.OutlierScore;
import io.ocelli.decisions.Outliers;
import io.ocelli.decisions.OutputScoring;
import io.ocelli.decisions.PlattScaling;
import io.ocelli.decisions.Threshold;
import io.ocelli.decisions.TopK;
import io.ocelli.decisions.VectorScaling;
import io.ocelli.error.OcelliException;
import io.ocelli.image.Image;
import io.ocelli.model.Scoring;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The decorators that decide and calibrate, around a network of two classes. */
class DecisionsTest {
    private static final Nonconformity LAC = new Nonconformity(false, 0, 0);

    private final FakeNetwork network = new FakeNetwork();

    /** A picture whose logits are minus and plus this. */
    private static Image picture(double logit) {
        byte[] samples = new byte[12];
        Arrays.fill(samples, (byte) (127 + Math.round(10 * logit)));
        return Image.of(2, 2, 3, samples);
    }

    private Scores scores(double logit, Decorator... decorators) {
        try (Serving serving = network.serving(decorators)) {
            return serving.score(picture(logit));
        }
    }

    private Decision decision(double logit, Decorator... decorators) {
        return scores(logit, decorators).decisions().get(0);
    }

    static List<Decorator> all() {
        return List.of(
                new OutputScoring(Scoring.SIGMOID),
                new VectorScaling(List.of(0.5, 2.0), List.of(-0.25, 0.25)),
                new IsotonicCalibration(List.of(
                        new IsotonicCurve(List.of(0.1, 0.9), List.of(0.0, 1.0)),
                        new IsotonicCurve(List.of(0.5), List.of(0.3)))),
                new PlattScaling(List.of(-1.0, -0.5), List.of(0.1, 1e-9)),
                new Threshold(0.9),
                new ClassThresholds(List.of(0.1 + 0.2, Double.POSITIVE_INFINITY)),
                Costs.of(new double[][] {{0, 5}, {1, 0}}),
                Costs.of(new double[][] {{0, 5}, {1, 0}}).withRefusal(0.5),
                new TopK(2),
                new ConformalSets(LAC, List.of(0.1 + 0.2), false),
                new ConformalSets(new Nonconformity(true, 0.01, 5), List.of(0.9, Double.POSITIVE_INFINITY), true),
                new Outliers(OutlierScore.energy(2), -1.5),
                new Outliers(OutlierScore.gen(), -0.5),
                new Outliers(OutlierScore.msp(), 0.5));
    }

    @ParameterizedTest
    @MethodSource("all")
    void comesBackFromJson(Decorator decorator) {
        String saved = Decorators.toJson(decorator).toString();

        assertThat(Decorators.fromJson(JsonParser.parseString(saved))).isEqualTo(decorator);
    }

    @ParameterizedTest
    @MethodSource("all")
    void answersForAPicture(Decorator decorator) {
        Scores scores = scores(1.5, decorator);

        assertThat(scores.classes()).isEqualTo(2);
        assertThat(scores.decisions()).allSatisfy(each -> assertThat(each.by()).isEqualTo(decorator.name()));
    }

    @Test
    void calibrationChangesProbabilities() {
        float[] softmax = Scoring.SOFTMAX.probabilities(new float[] {-0.75f, 1.5f});

        assertThat(scores(0.5, new VectorScaling(List.of(0.5, 2.0), List.of(-0.5, 0.5)))
                        .probabilities())
                .containsExactly(softmax, within(1e-6f));
        float[] platt = scores(0, new PlattScaling(List.of(-1.0, -1.0), List.of(Math.log(3), Math.log(1))))
                .probabilities();
        assertThat(platt).containsExactly(new float[] {1 / 3f, 2 / 3f}, within(1e-6f));
    }

    @Test
    void theLogarithmsOfCalibratedProbabilitiesAreTheLogits() {
        IsotonicCurve none = new IsotonicCurve(List.of(0.5), List.of(0.0));
        IsotonicCurve half = new IsotonicCurve(List.of(0.5), List.of(0.5));

        Scores scores = scores(1, new IsotonicCalibration(List.of(none, half)));

        assertThat(scores.probabilities()).containsExactly(0, 1);
        assertThat(scores.logits()).containsExactly((float) Math.log(Float.MIN_NORMAL), 0);
    }

    @Test
    void aThresholdAnswersOrRefuses() {
        Decision answer = decision(2, new Threshold(0.9));
        Decision refusal = decision(0.5, new Threshold(0.9));

        assertThat(answer.labels()).containsExactly("bright");
        assertThat(answer.score()).isEqualTo(1 / (1 + Math.exp(-4)), within(1e-6));
        assertThat(answer.reason()).startsWith("confidence 0.98").endsWith(" reaches 0.9");
        assertThat(refusal.isRefusal()).isTrue();
        assertThat(refusal.reason()).startsWith("confidence 0.73").endsWith(" is below 0.9");
    }

    @Test
    void thresholdsAreThoseOfTheLikeliestClass() {
        ClassThresholds thresholds = new ClassThresholds(List.of(0.9, Double.POSITIVE_INFINITY));

        assertThat(decision(-2, thresholds).labels()).containsExactly("dark");
        assertThat(decision(-0.5, thresholds).labels()).isEmpty();
        assertThat(decision(9, thresholds).labels()).isEmpty();
    }

    @Test
    void whereEachClassStandsByItselfAllThatReachTheirThresholdAreDecidedFor() {
        OutputScoring sigmoid = new OutputScoring(Scoring.SIGMOID);

        assertThat(scores(1, sigmoid).probabilities())
                .containsExactly(Scoring.SIGMOID.probabilities(new float[] {-1, 1}), within(1e-6f));
        assertThat(decision(1, sigmoid, new Threshold(0.2)).labels()).containsExactly("bright", "dark");
        assertThat(decision(1, sigmoid, new Threshold(0.5)).labels()).containsExactly("bright");
        assertThat(decision(1, sigmoid, new ClassThresholds(List.of(0.2, 0.9))).labels())
                .containsExactly("dark");
        assertThat(scores(1, sigmoid, new OutputScoring(Scoring.SOFTMAX)).probabilities())
                .containsExactly(Scoring.SOFTMAX.probabilities(new float[] {-1, 1}), within(1e-6f));
    }

    @Test
    void costsDecideAgainstTheLikeliest() {
        Costs costs = Costs.of(new double[][] {{0, 100}, {1, 0}});

        assertThat(decision(1, costs).labels()).containsExactly("dark");
        assertThat(decision(4, costs).labels()).containsExactly("bright");
        assertThat(decision(1, costs.withRefusal(0.5)).isRefusal()).isTrue();
        assertThat(decision(1, costs.withRefusal(0.5)).reason())
                .startsWith("the least expected cost is 0.88")
                .endsWith(", and a refusal costs 0.5");
    }

    @Test
    void topKLeavesTheLikeliest() {
        assertThat(decision(1, new TopK(2)).labels()).containsExactly("bright", "dark");
        assertThat(decision(0, new TopK(1)).labels()).containsExactly("dark");
    }

    @Test
    void aConformalSetIsWhatFits() {
        ConformalSets sets = new ConformalSets(LAC, List.of(0.3), false);

        assertThat(decision(1, sets).labels()).containsExactly("bright");
        assertThat(decision(0, sets).isRefusal()).isTrue();
        assertThat(decision(0, new ConformalSets(LAC, List.of(0.3), true)).labels())
                .containsExactly("dark");
        assertThat(decision(0, new ConformalSets(LAC, List.of(0.6), false)).labels())
                .containsExactly("dark", "bright");
    }

    @Test
    void outliersAreRefused() {
        Outliers outliers = new Outliers(OutlierScore.maxLogit(), 1);

        assertThat(decision(-1.5, outliers).labels()).containsExactly("dark");
        Decision refusal = decision(0.5, outliers);
        assertThat(refusal.isRefusal()).isTrue();
        assertThat(refusal.score()).isEqualTo(0.5);
        assertThat(refusal.reason()).isEqualTo("MAX_LOGIT 0.5 is below 1.0");
    }

    @Test
    void decisionsAddUpFromTheInnermost() {
        Scores scores = scores(2, new TopK(2), new Temperature(4), new Threshold(0.9));

        assertThat(scores.decisions()).extracting(Decision::by).containsExactly("TopK", "Threshold");
        assertThat(scores.decisions().get(1).isRefusal()).isTrue();
    }

    @Test
    void whatIsMadeForOtherClassesIsRefused() {
        for (Decorator three : List.of(
                new VectorScaling(List.of(1.0, 1.0, 1.0), List.of(0.0, 0.0, 0.0)),
                new PlattScaling(List.of(1.0, 1.0, 1.0), List.of(0.0, 0.0, 0.0)),
                new ClassThresholds(List.of(0.5, 0.5, 0.5)),
                Costs.of(new double[3][3]),
                new ConformalSets(LAC, List.of(0.5, 0.5, 0.5), false))) {
            assertThatThrownBy(() -> network.serving(three))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageEndingWith(
                            " was made for 3 classes, and the classifier has 2. Make it for this classifier.");
        }
        assertThatThrownBy(() -> network.serving(Costs.of(new double[3][3])))
                .hasMessageStartingWith("A cost matrix was made for 3 classes");
        assertThatThrownBy(() -> network.serving(new TopK(3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Top k leaves at most the classifier's 2 classes, received 3");
    }

    @Test
    void whatIsOfASoftmaxIsRefusedWhereEachClassStandsByItself() {
        OutputScoring sigmoid = new OutputScoring(Scoring.SIGMOID);
        for (Decorator softmax : List.of(
                new VectorScaling(List.of(1.0, 1.0), List.of(0.0, 0.0)),
                new PlattScaling(List.of(1.0, 1.0), List.of(0.0, 0.0)),
                Costs.of(new double[2][2]),
                new ConformalSets(LAC, List.of(0.5), false),
                new Outliers(OutlierScore.entropy(), 0))) {
            assertThatThrownBy(() -> network.serving(sigmoid, softmax))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageEndingWith(" is of probabilities that are 1 together, and those of this classifier stand"
                            + " each by itself (SIGMOID). Decide with thresholds, or put withScoring(Scoring.SOFTMAX)"
                            + " before it if a picture shows one class.");
        }
        assertThatThrownBy(() -> network.serving(sigmoid, Costs.of(new double[2][2])))
                .hasMessageStartingWith("An expected cost is of probabilities");
    }

    @Test
    void savedParametersThatDoNotFitAreSaid() {
        assertThatThrownBy(() ->
                        Decorators.fromJson(JsonParser.parseString("{\"name\": \"Costs\", \"matrix\": [0, 1, 2]}")))
                .isInstanceOf(OcelliException.class)
                .hasMessageEndingWith("A cost matrix has a row and a column for each class, received 3 numbers");
        assertThatThrownBy(() -> Decorators.fromJson(JsonParser.parseString(
                        "{\"name\": \"IsotonicCalibration\", \"points\": [2], \"x\": [0.5], \"y\": [0.5]}")))
                .isInstanceOf(OcelliException.class)
                .hasMessageEndingWith(
                        "An isotonic calibration has as many places and heights as its curves have points,"
                                + " received 1 places and 1 heights");
        assertThatThrownBy(() -> Decorators.fromJson(
                        JsonParser.parseString("{\"name\": \"OutputScoring\", \"scoring\": \"ARGMAX\"}")))
                .isInstanceOf(OcelliException.class);
    }
}
