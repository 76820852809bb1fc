package io.ocelli.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import io.ocelli.model.Scoring;
import io.ocelli.tensor.Shape;
import io.ocelli.testing.Golden;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MergingTest {
    private static final Scores SURE = Scores.of(new float[] {3, 1, 0}, Scoring.SOFTMAX);
    private static final Scores OTHER = Scores.of(new float[] {0, 2, -1}, Scoring.SOFTMAX);

    /** What each view says of a picture. */
    private static List<Scores> views(JsonObject averaging, int picture) {
        JsonObject input = averaging.getAsJsonObject("logits");
        Shape shape = Golden.shape(input.get("shape"));
        float[] logits = Golden.input(input).toFloats();
        int classes = shape.at(2);
        List<Scores> views = new ArrayList<>();
        for (int view = 0; view < shape.at(0); view++) {
            int from = (view * shape.at(1) + picture) * classes;
            views.add(Scores.of(Arrays.copyOfRange(logits, from, from + classes), Scoring.SOFTMAX));
        }
        return views;
    }

    private static void assertGolden(Merging merging, String name) {
        JsonObject averaging = Golden.json("numbers/tta_and_crops.json").getAsJsonObject("averaging");
        int pictures = averaging.getAsJsonArray(name).size();
        for (int i = 0; i < pictures; i++) {
            Scores merged = merging.of(views(averaging, i), Scoring.SOFTMAX);
            float[] expected = GoldenTta.floats(averaging.getAsJsonArray(name).get(i));
            assertThat(merged.probabilities()).as("picture %s", i).containsExactly(expected, within(1e-6f));
            // the logits mean the same
            assertThat(Scoring.SOFTMAX.probabilities(merged.logits()))
                    .as("picture %s", i)
                    .containsExactly(expected, within(1e-6f));
        }
    }

    @Test
    void theMeanOfProbabilitiesEqualsTheGolden() {
        assertGolden(Merging.probabilities(), "probabilities");
    }

    @Test
    void theMeanOfLogitsEqualsTheGolden() {
        assertGolden(Merging.logits(), "of_mean_logits");
    }

    @Test
    void theMaximumEqualsTheGolden() {
        assertGolden(Merging.maximum(), "maximum");
    }

    @Test
    void theVoteEqualsTheGolden() {
        assertGolden(Merging.vote(), "vote");
    }

    @Test
    void weightsEqualTheGolden() {
        JsonObject averaging = Golden.json("numbers/tta_and_crops.json").getAsJsonObject("averaging");
        // the weights' name ends as the logits' does: with the seed
        String name = averaging.getAsJsonObject("logits").get("name").getAsString();
        float[] weights = Golden.fill(name.replace("view_logits", "view_weight"), Shape.of(10), .2, 1);
        double[] doubles = new double[weights.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = weights[i];
        }

        assertGolden(Merging.probabilities().withWeights(doubles), "weighted");
    }

    @Test
    void uncertaintyEqualsTheGolden() {
        JsonObject averaging = Golden.json("numbers/tta_and_crops.json").getAsJsonObject("averaging");
        for (int i = 0; i < averaging.getAsJsonArray("predictive_entropy").size(); i++) {
            Uncertainty uncertainty = Uncertainty.of(
                    views(averaging, i).stream().map(Scores::probabilities).toList());
            assertThat(uncertainty.predictiveEntropy())
                    .isEqualTo(
                            averaging
                                    .getAsJsonArray("predictive_entropy")
                                    .get(i)
                                    .getAsDouble(),
                            within(1e-6));
            assertThat(uncertainty.mutualInformation())
                    .isEqualTo(
                            averaging
                                    .getAsJsonArray("mutual_information")
                                    .get(i)
                                    .getAsDouble(),
                            within(1e-6));
        }
    }

    @Test
    void whoeverSaysTheSameDoesNotDisagree() {
        assertThat(Uncertainty.of(new float[] {0, 1}, new float[] {0, 1})).isEqualTo(new Uncertainty(0, 0));
        Uncertainty opposed = Uncertainty.of(new float[] {1, 0}, new float[] {0, 1});
        assertThat(opposed.mutualInformation()).isEqualTo(Math.log(2), within(1e-12));
        assertThat(opposed.predictiveEntropy()).isEqualTo(Math.log(2), within(1e-12));
    }

    @Test
    void uncertaintyIsOfAnswersOfTheSameClasses() {
        assertThatThrownBy(Uncertainty::of)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Uncertainty is that of at least one answer, received none");
        assertThatThrownBy(() -> Uncertainty.of(new float[2], new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Uncertainty is that of answers of the same classes, received 2 and 3");
    }

    @Test
    void theLogitsAreAsLargeTogetherAsThoseOfTheSeveral() {
        double mean = (logSumExp(SURE) + logSumExp(OTHER)) / 2;

        for (Merging merging : List.of(Merging.probabilities(), Merging.maximum())) {
            assertThat(logSumExp(merging.of(List.of(SURE, OTHER), Scoring.SOFTMAX)))
                    .as("%s", merging)
                    .isEqualTo(mean, within(1e-6));
        }
    }

    private static double logSumExp(Scores scores) {
        double sum = 0;
        for (float logit : scores.logits()) {
            sum += Math.exp(logit);
        }
        return Math.log(sum);
    }

    @Test
    void ofOneAnswerItMakesTheSame() {
        for (Merging merging : List.of(Merging.probabilities(), Merging.logits(), Merging.maximum())) {
            Scores merged = merging.of(List.of(SURE), Scoring.SOFTMAX);
            assertThat(merged.logits()).as("%s", merging).containsExactly(SURE.logits(), within(1e-5f));
            assertThat(merged.probabilities()).as("%s", merging).containsExactly(SURE.probabilities(), within(1e-6f));
        }
    }

    @Test
    void classesThatDoNotExcludeEachOtherAreMergedEachAlone() {
        Scores first = Scores.of(new float[] {2, 1}, Scoring.SIGMOID);
        Scores second = Scores.of(new float[] {-1, 0}, Scoring.SIGMOID);
        List<Scores> both = List.of(first, second);

        Scores maximum = Merging.maximum().of(both, Scoring.SIGMOID);
        assertThat(maximum.probabilities()).containsExactly(first.probabilities(), within(1e-7f));
        assertThat(maximum.logits()).containsExactly(new float[] {2, 1}, within(1e-5f));
        assertThat(Merging.vote().of(both, Scoring.SIGMOID).probabilities()).containsExactly(.5f, 1);
        assertThat(Merging.logits().of(both, Scoring.SIGMOID).logits()).containsExactly(.5f, .5f);
    }

    @Test
    void aClassThatNobodyVotesForHasALogitAllTheSame() {
        Scores vote = Merging.vote().of(List.of(SURE, OTHER), Scoring.SOFTMAX);

        assertThat(vote.probabilities()).containsExactly(.5f, .5f, 0);
        for (float logit : vote.logits()) {
            assertThat(logit).isFinite();
        }
    }

    @Test
    void decisionsOfTheSeveralAreNotThatOfTheWhole() {
        Scores decided = SURE.with(new Decision("Threshold", List.of(), "unsure"));

        assertThat(Merging.probabilities().of(List.of(decided), Scoring.SOFTMAX).decisions())
                .isEmpty();
    }

    @Test
    void wrongWeightsAreSaid() {
        assertThatThrownBy(() -> Merging.vote().withWeights(1, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Weights are finite, 0 or more, and not all 0, received [1.0, -1.0]");
        assertThatThrownBy(() -> Merging.vote().withWeights(0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Merging.vote().withWeights(1, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Merging.maximum().withWeights(1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A maximum has no weights, received [1.0, 1.0]");
        assertThatThrownBy(() -> Merging.logits().withWeights(1, 2).of(List.of(SURE), Scoring.SOFTMAX))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There is a weight for each of the 1 answers, received [1.0, 2.0]");
        assertThatThrownBy(() -> Merging.logits().of(List.of(), Scoring.SOFTMAX))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
