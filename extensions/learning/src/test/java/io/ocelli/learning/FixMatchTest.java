package io.ocelli.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.data.Sample;
import io.ocelli.engine.Optimizer;
import io.ocelli.image.Pipeline;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.Loss;
import io.ocelli.training.Objective;
import io.ocelli.training.Training;
import io.ocelli.training.TrainingEvent;
import io.ocelli.transforms.RandAugment;
import io.ocelli.transforms.RandomCrop;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FixMatchTest {
    /** Of three pictures the first (.952) and the last (.997) are sure. */
    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void whatIsSureOfTheWeakViewIsTheLabelOfTheStrongOne(String engine) {
        Tensor weak = Tensor.of(Shape.of(3, 2), new float[] {3, 0, 1, 0, -2, 4});
        Tensor strong = Tensor.of(Shape.of(3, 2), new float[] {0, 1, 5, 0, 0.5f, 0});
        double first = Math.log1p(Math.exp(1));
        double last = Math.log1p(Math.exp(0.5));

        double loss = Formula.run(v -> FixMatch.of("u").between(v.get(0), v.get(1)), engine, weak, strong)
                .toDoubles()[0];
        assertThat(loss).isCloseTo((first + last) / 3, within(1e-6));
        double surer = Formula.run(
                        v -> FixMatch.of("u").threshold(0.99).between(v.get(0), v.get(1)), engine, weak, strong)
                .toDoubles()[0];
        assertThat(surer).isCloseTo(last / 3, within(1e-6));
    }

    @Test
    void aStreamHasAWeakViewAndAStrongOne() {
        DataSet labelled = PretrainingTest.pictures(8, 40);
        List<Sample> samples = new ArrayList<>();
        IntStream.range(0, 8).forEach(i -> samples.add(labelled.sample(i).withLabel(Sample.UNLABELLED)));
        List<Double> losses = new ArrayList<>();
        Training recipe = Training.defaults()
                .epochs(2)
                .batchSize(4)
                .workers(1)
                .optimizer(Optimizer.sgd(0.01))
                .objective(Objective.labels(Loss.crossEntropy())
                        .plus(FixMatch.of("unlabelled").threshold(0).objective()))
                .stream("unlabelled", DataSet.of(labelled.classes(), samples))
                .view("unlabelled.strong", Pipeline.of(new RandomCrop(32, 32, 4), RandAugment.of(2, 10)))
                .listener((event, session) -> {
                    if (event instanceof TrainingEvent.StepEnded step) {
                        losses.add(step.terms().get(FixMatch.NAME));
                    }
                });
        try (Classifier trained = Classifier.simpleCnn().head(2).fit(labelled, labelled, recipe)) {
            assertThat(losses).hasSize(4).allMatch(loss -> loss > 0);
        }
    }

    @Test
    void aThresholdIsAProbability() {
        assertThatThrownBy(() -> FixMatch.of("u").threshold(95))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A threshold of a probability is from 0 to 1, received 95.0");
    }
}
