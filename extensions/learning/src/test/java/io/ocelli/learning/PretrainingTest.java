package io.ocelli.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.engine.Optimizer;
import io.ocelli.image.Image;
import io.ocelli.image.Randomness;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.Training;
import io.ocelli.training.TrainingEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Learning without labels, from pictures to a backbone that goes on. */
class PretrainingTest {
    private static final Training RECIPE =
            Training.defaults().batchSize(8).optimizer(Optimizer.sgd(0.01)).workers(1);

    @TempDir
    Path folder;

    /** Pictures of noise, each of a brightness of its own; all black where there is none. */
    static DataSet pictures(int number, int noise) {
        Randomness randomness = Randomness.of(3);
        List<Image> images = new ArrayList<>();
        String[] labels = new String[number];
        for (int i = 0; i < number; i++) {
            Image image = Image.black(32, 32, 3);
            for (int p = 0; noise > 0 && p < image.samples().length; p++) {
                image.samples()[p] = (byte) (i * 8 + randomness.nextInt(noise));
            }
            images.add(image);
            labels[i] = i % 2 == 0 ? "even" : "odd";
        }
        return DataSet.of(images, labels);
    }

    private static Pretraining pretraining(Classifier untrained, SelfSupervision method) {
        return Pretraining.of(untrained.network(), method)
                .epochs(2)
                .recipe(RECIPE)
                .projector(16, 8);
    }

    @ParameterizedTest
    @EnumSource(SelfSupervision.class)
    void everyMethodLearnsABackboneThatGoesOn(SelfSupervision method) {
        Path file = folder.resolve("backbone.safetensors");
        try (Classifier untrained = Classifier.simpleCnn().head(2).untrained()) {
            Pretrained learnt = pretraining(untrained, method).over(pictures(16, 40));

            assertThat(learnt.history().epochs()).hasSize(2);
            assertThat(learnt.spreads()).hasSize(2).allMatch(spread -> spread > 0.05);
            assertThat(learnt.collapsed()).isFalse();
            learnt.save(file);
            String first = learnt.network().weights().names().iterator().next();
            assertThat(learnt.network().weights().get(first).toFloats())
                    .isNotEqualTo(untrained.weights().get(first).toFloats());
            try (Classifier next = Classifier.simpleCnn().weights(file).head(5).untrained()) {
                assertThat(next.weights().get(first).toFloats())
                        .isEqualTo(learnt.network().weights().get(first).toFloats());
            }
        }
    }

    @Test
    void aCollapseEndsItAndIsSaid() {
        List<TrainingEvent> events = new ArrayList<>();
        try (Classifier untrained = Classifier.simpleCnn().head(2).untrained()) {
            Pretrained learnt = pretraining(untrained, SelfSupervision.SIMSIAM)
                    .epochs(5)
                    .recipe(RECIPE.listener((event, session) -> events.add(event)))
                    .over(pictures(8, 0));

            assertThat(learnt.collapsed()).isTrue();
            assertThat(learnt.history().epochs()).hasSize(1);
            assertThat(events)
                    .contains(new TrainingEvent.Ended("the projections of all pictures became one: a collapse"));
        }
    }

    @Test
    void directionsThatPointEverywhereSpreadByOne() {
        assertThat(spread(1, 0, -1, 0, 0, 1, 0, -1)).isCloseTo(1, within(1e-6));
        assertThat(spread(2, 1, 4, 2, 6, 3)).isCloseTo(0, within(1e-6));
    }

    private static double spread(float... rows) {
        return Formula.run(v -> Spread.of(v.get(0)), "pytorch", Tensor.of(Shape.of(rows.length / 2, 2), rows))
                .toFloats()[0];
    }

    @Test
    void thereArePicturesAndLayers() {
        try (Classifier untrained = Classifier.simpleCnn().head(2).untrained()) {
            assertThatThrownBy(
                            () -> pretraining(untrained, SelfSupervision.BYOL).over(pictures(1, 5)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Pictures are told from each other, so there are 2 or more, received 1");
            assertThatThrownBy(
                            () -> pretraining(untrained, SelfSupervision.BYOL).projector(new int[0]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("A projector has a layer or more, received none");
        }
    }
}
