package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.image.Image;
import io.ocelli.model.Pass;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What follows a classifier. */
class SuccessorTest extends Fitting {
    private static final Image PICTURE = Image.black(32, 32, 3);

    @Test
    void aKnownClassKeepsItsWeightsWhereverItStands() {
        try (Classifier trained = backbone().head(2).fit(TRAIN, VALIDATION, RECIPE)) {
            List<String> labels =
                    List.of(trained.labels().get(1), "new", trained.labels().get(0));
            try (Classifier grown = Successor.of(trained).classes(labels).open()) {
                float[] before = trained.logits(() -> PICTURE);
                float[] after = grown.logits(() -> PICTURE);

                assertThat(grown.labels()).isEqualTo(labels);
                assertThat(after).containsExactly(new float[] {before[1], 0, before[0]}, within(1e-5f));
                assertThatThrownBy(() -> Successor.of(grown).classes(List.of("new")))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("A head that grows keeps the classes that it knows, each once, and knows " + labels
                                + ", received [new]");
            }
        }
    }

    @Test
    void itGoesOnLearningAndTakesOtherNetworks() {
        try (Classifier trained = backbone().head(2).fit(TRAIN, VALIDATION, RECIPE);
                Classifier more = Successor.of(trained).engine("pytorch").fit(TRAIN, VALIDATION, RECIPE);
                Classifier head = Successor.of(trained).freezeBackbone().fit(TRAIN, VALIDATION, RECIPE);
                Classifier folded =
                        Successor.of(trained).changed(Pass.foldBatchNorms()).open()) {
            assertThat(more.weights().get("conv1.weight").toFloats())
                    .isNotEqualTo(trained.weights().get("conv1.weight").toFloats());
            assertThat(head.weights().get("conv1.weight").toFloats())
                    .isEqualTo(trained.weights().get("conv1.weight").toFloats());
            assertThat(head.weights().get("linear.weight").toFloats())
                    .isNotEqualTo(trained.weights().get("linear.weight").toFloats());
            assertThat(folded.logits(() -> PICTURE)).containsExactly(trained.logits(() -> PICTURE), within(1e-3f));
        }
    }
}
