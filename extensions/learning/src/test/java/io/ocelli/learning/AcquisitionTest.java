package io.ocelli.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.image.Preprocessing;
import io.ocelli.model.Architecture;
import io.ocelli.model.Models;
import io.ocelli.model.Network;
import io.ocelli.weights.Weights;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which pictures to label next. */
class AcquisitionTest {
    /** Sure, torn between two, torn between three, nearly sure. */
    private static final double[][] SAID = {{0.98, 0.01, 0.01}, {0.5, 0.5, 0}, {0.4, 0.3, 0.3}, {0.8, 0.1, 0.1}};

    private static final float[][] FEATURES = {{0, 0}, {10, 0}, {0.1f, 0}, {0, 6}};

    private static final Unlabelled PICTURES = Unlabelled.of(SAID, FEATURES);

    @Test
    void whoIsLeastSureComesFirst() {
        assertThat(Acquisition.ENTROPY.choose(PICTURES, 4, 0)).containsExactly(2, 1, 3, 0);
        assertThat(Acquisition.ENTROPY.scores(PICTURES)[1]).isCloseTo(Math.log(2), within(1e-12));
        assertThat(Acquisition.MARGIN.choose(PICTURES, 3, 0)).containsExactly(1, 2, 3);
        assertThat(Acquisition.MARGIN.scores(PICTURES)[2]).isCloseTo(-0.1, within(1e-12));
    }

    @Test
    void drawsThatDisagreeTellWhatTheWeightsDoNotKnow() {
        double[][] one = {{1, 0}, {0.5, 0.5}};
        double[][] other = {{0, 1}, {0.5, 0.5}};
        Unlabelled drawn = Unlabelled.of(one, new float[][] {{0}, {0}}).withDraws(one, other);

        assertThat(Acquisition.BALD.scores(drawn)).containsExactly(new double[] {Math.log(2), 0}, within(1e-12));
        assertThat(Acquisition.BALD.choose(drawn, 1, 0)).containsExactly(0);
        assertThatThrownBy(() -> Acquisition.BALD.choose(PICTURES, 1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Draws disagree where there are 2 or more, received 0. Say withDraws(draws).");
    }

    @Test
    void aCoreSetCoversWhatIsFarFromAllBefore() {
        assertThat(Acquisition.CORE_SET.choose(PICTURES, 4, 0)).containsExactly(1, 3, 2, 0);
        assertThat(Acquisition.CORE_SET.choose(PICTURES.besides(new float[][] {{10, 1}}), 2, 0))
                .containsExactly(3, 2);
    }

    @Test
    void badgeBeginsWithTheLargestGradientAndTakesOthers() {
        // 0 and 2 lie in one place, so one of them moves the head as the other does; 3 is sure and moves nothing.
        Unlabelled pictures = Unlabelled.of(
                new double[][] {{0.5, 0.5}, {0.4, 0.6}, {0.5, 0.5}, {1, 0}},
                new float[][] {{3, 0}, {0, 3}, {3, 0}, {5, 5}});
        for (int seed = 0; seed < 10; seed++) {
            assertThat(Acquisition.BADGE.choose(pictures, 2, seed)[0]).isZero();
            assertThat(Acquisition.BADGE.choose(pictures, 3, seed)).doesNotContain(2);
        }
        assertThat(Acquisition.BADGE.scores(pictures)[3]).isZero();
    }

    @ParameterizedTest
    @EnumSource(Acquisition.class)
    void eachIsChosenOnceAndTheSameForASeed(Acquisition acquisition) {
        Unlabelled drawn = PICTURES.withDraws(SAID, SAID);
        int[] all = acquisition.choose(drawn, 4, 5);

        assertThat(Arrays.stream(all).sorted().toArray()).containsExactly(0, 1, 2, 3);
        assertThat(acquisition.choose(drawn, 4, 5)).containsExactly(all);
        assertThat(acquisition.choose(drawn, 2, 5)).containsExactly(Arrays.copyOf(all, 2));
        assertThatThrownBy(() -> acquisition.choose(drawn, 5, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Of 4 pictures 1 to 4 can be chosen, received 5");
    }

    @Test
    void dropoutIsDrawnOnWhatALinearHeadTakes() {
        HeadDropout head = new HeadDropout(new float[] {1, 0, 0, 1}, new float[] {0, 0}, 0.5);
        double[][][] draws = head.draws(new float[][] {{2, 1}}, 400, 3);
        double both = 0;
        for (double[][] draw : draws) {
            assertThat(draw[0][0] + draw[0][1]).isCloseTo(1, within(1e-12));
            both += draw[0][0] > 0.88 && draw[0][0] < 0.89 ? 1 : 0;
        }
        // A quarter keeps both: exp(4) / (exp(4) + exp(2)).
        assertThat(both / draws.length).isBetween(0.18, 0.32);
        assertThat(head.draws(new float[][] {{2, 1}}, 400, 3)).isDeepEqualTo(draws);

        Architecture layered = Models.find("squeezenet1_0").build();
        assertThatThrownBy(() -> HeadDropout.of(new Network(layered, Weights.empty(), Preprocessing.imagenet())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Dropout is drawn on what a linear head takes, and the head of squeezenet1_0 is more than one"
                                + " layer. Choose by entropy, margin or badge.");
    }

    @Test
    void thereAreFeaturesForAllProbabilities() {
        assertThatThrownBy(() -> Unlabelled.of(SAID, new float[1][2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Of each picture there are probabilities and features, and there is a picture, received 4 and 1");
    }
}
