package io.ocelli.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CascadeTest {
    /** Right with a probability that grows with the margin of the logits. */
    private static LabelledScores said(int n, int[] labels, double skill, long seed) {
        Random random = new Random(seed);
        double[][] logits = new double[n][3];
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < 3; c++) {
                logits[i][c] = random.nextGaussian() + (c == labels[i] ? skill : 0);
            }
        }
        return LabelledScores.of(logits, labels);
    }

    private static int[] labels(int n) {
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % 3;
        }
        return labels;
    }

    @Test
    void theThresholdIsTheLowestThatLosesNoMoreThanIsWanted() {
        LabelledScores small = said(300, labels(300), 1.5, 1);
        LabelledScores large = said(300, labels(300), 3, 2);
        double alone = Cascade.by(OutlierScore.msp()).accuracy(small, large);
        for (OutlierScore score :
                new OutlierScore[] {OutlierScore.msp(), OutlierScore.margin(), OutlierScore.entropy()}) {
            Cascade fitted = Cascade.by(score).losing(0.02, small, large);
            double share = 2;
            // Every threshold there is, tried one by one.
            for (int i = 0; i < small.size(); i++) {
                Cascade tried = Cascade.by(score).from(score.of(small.logits(i), small.probabilities(i)));
                if (tried.accuracy(small, large) >= alone - 0.02 - 1e-9) {
                    share = Math.min(share, tried.share(small));
                }
            }
            assertThat(fitted.accuracy(small, large)).isGreaterThanOrEqualTo(alone - 0.02 - 1e-9);
            assertThat(fitted.share(small)).isEqualTo(share).isBetween(0.05, 0.95);
        }
    }

    @Test
    void withoutAThresholdTheLargeOneSaysAll() {
        LabelledScores small = said(30, labels(30), 1, 1);
        LabelledScores large = said(30, labels(30), 100, 2);
        assertThat(Cascade.by(OutlierScore.msp()).share(small)).isEqualTo(1);
        assertThat(Cascade.by(OutlierScore.msp()).accuracy(small, large)).isEqualTo(1);
        assertThat(Cascade.by(OutlierScore.msp()).losing(1, small, large).share(small))
                .isZero();
    }

    @Test
    void whatCannotBeIsRefused() {
        LabelledScores small = said(3, labels(3), 1, 1);
        LabelledScores other = said(4, labels(4), 1, 1);
        assertThatThrownBy(() -> Cascade.by(OutlierScore.msp()).losing(0, small, other))
                .hasMessageContaining("the same pictures");
        assertThatThrownBy(() -> new Cascade(OutlierScore.msp(), Double.NaN)).hasMessageContaining("received NaN");
    }
}
