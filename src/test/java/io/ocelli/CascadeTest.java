package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.data.DataSet;
import io.ocelli.decisions.Cascade;
import io.ocelli.decisions.LabelledScores;
import io.ocelli.decisions.OutlierScore;
import io.ocelli.serving.CascadeTally;
import org.junit.jupiter.api.Test;

/** A small network first, and a large one where it is unsure. */
class CascadeTest {
    private static final DataSet PICTURES = RenderedPictures.of(3, 4, 5);

    private static Classifier network(String name, String... labels) {
        return Classifier.model(name)
                .engine("onnxruntime")
                .head(labels)
                .then(new Drawn())
                .untrained();
    }

    /** A head that says something, where a new one is all zeros. */
    private record Drawn() implements io.ocelli.model.Pass {
        @Override
        public io.ocelli.model.Network apply(io.ocelli.model.Network network) {
            return new io.ocelli.model.Network(
                    network.architecture(),
                    io.ocelli.model.Initializer.weights(network.architecture().graph(), 7),
                    network.preprocessing());
        }
    }

    @Test
    void whatTheSmallOneIsSureOfStandsAndTheLargeOneSaysTheRest() {
        try (Classifier small = network("resnet20_cifar", "disk", "stripes", "triangle");
                Classifier large = network("resnet32_cifar", "disk", "stripes", "triangle")) {
            LabelledScores said = small.scores(PICTURES);
            LabelledScores better = large.scores(PICTURES);
            double[] margins = new double[said.size()];
            for (int i = 0; i < margins.length; i++) {
                double[] p = said.probabilities(i);
                java.util.Arrays.sort(p);
                margins[i] = p[2] - p[1];
            }
            double[] sorted = margins.clone();
            java.util.Arrays.sort(sorted);
            double least = (sorted[4] + sorted[5]) / 2;
            Cascade rule = Cascade.by(OutlierScore.margin()).from(least);
            CascadeTally tally = new CascadeTally();
            try (Classifier cascade = Classifier.cascade(rule, small, large, tally)) {
                LabelledScores together = cascade.scores(PICTURES);
                for (int i = 0; i < margins.length; i++) {
                    assertThat(together.logits(i))
                            .containsExactly((margins[i] < least ? better : said).logits(i), within(1e-5));
                }
                assertThat(tally.pictures()).isEqualTo(12);
                assertThat(tally.share()).isEqualTo(5 / 12.0).isEqualTo(rule.share(said));
                assertThat(tally.saved()).isLessThan(1);
                assertThat(cascade.evaluate(PICTURES).accuracy()).isEqualTo(rule.accuracy(said, better));
                assertThatThrownBy(() -> cascade.save(java.nio.file.Path.of("nowhere")))
                        .hasMessageContaining("its members can be");
            }
            assertThat(small.classify(PICTURES.sample(0).source()).label()).isNotEmpty();
        }
    }

    @Test
    void itsMembersHaveTheSameClasses() {
        try (Classifier small = network("resnet20_cifar", "disk", "stripes");
                Classifier large = network("resnet20_cifar", "stripes", "disk")) {
            assertThatThrownBy(() -> Classifier.cascade(Cascade.by(OutlierScore.msp()), small, large))
                    .hasMessageContaining("'disk' and 'stripes' as class 0");
        }
    }
}
