package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.data.DataSet;
import io.ocelli.engine.Optimizer;
import io.ocelli.graph.Reduce;
import io.ocelli.graph.Value;
import io.ocelli.heads.Margins;
import io.ocelli.heads.Pairs;
import io.ocelli.image.Transform;
import io.ocelli.image.Transforms;
import io.ocelli.model.Initializer;
import io.ocelli.model.Models;
import io.ocelli.model.Network;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.Loss;
import io.ocelli.training.Objective;
import io.ocelli.training.Schedule;
import io.ocelli.training.Training;
import io.ocelli.training.TrainingEvent;
import io.ocelli.weights.Safetensors;
import io.ocelli.weights.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is not labels alone: each a few lines of public API. */
class ObjectivesTest {
    private static final String LAYER = "layer3.0.conv1.weight";
    private static final DataSet TRAIN = RenderedPictures.of(2, 8, 1);
    private static final DataSet VALIDATION = RenderedPictures.of(2, 3, 2);
    private static final Objective LABELS = Objective.labels(Loss.crossEntropy());
    private static final Training RECIPE = Training.defaults()
            .epochs(2)
            .batchSize(8)
            .optimizer(Optimizer.sgd(0.05))
            .schedule(Schedule.constant());

    @TempDir
    private Path folder;

    private Path weights;

    @BeforeEach
    void write() {
        weights = folder.resolve("weights.safetensors");
        Safetensors.write(
                weights,
                Initializer.weights(Models.find("resnet20_cifar").build().graph(), 3),
                Map.of());
    }

    private Classifier fit(Training recipe) {
        return Classifier.model("resnet20_cifar").weights(weights).head(2).fit(TRAIN, VALIDATION, recipe);
    }

    @Test
    void aLossOfOnesOwnIsALambda() {
        Objective mine = Objective.of(
                "mine",
                step -> step.network()
                        .logits()
                        .logSoftmax(1)
                        .times(step.targets())
                        .sum(1)
                        .negate()
                        .mean());
        try (Classifier own = fit(RECIPE.objective(mine));
                Classifier known = fit(RECIPE.objective(LABELS))) {
            assertThat(own.weights().get(LAYER).toFloats())
                    .containsExactly(known.weights().get(LAYER).toFloats(), within(1e-5f));
        }
    }

    /**
     * A student that begins with zeros in its head says 1/2 to all, so that the first step's divergence is the teacher's: log 2
     * less its entropy, which its own probabilities tell. The pictures are not augmented, and all of them make one batch.
     */
    @Test
    void aTeacherIsDistilledAndStaysAsItIs() {
        Training six = RECIPE.epochs(6).batchSize(16).optimizer(Optimizer.adamW(3e-3));
        try (Classifier taught = fit(six)) {
            double divergence = 0;
            for (int i = 0; i < TRAIN.size(); i++) {
                for (float p : taught.classify(TRAIN.sample(i).source().read()).probabilities()) {
                    divergence += p * Math.log(2 * Math.max(p, 1e-30)) / TRAIN.size();
                }
            }
            Network teacher = new Network(taught.architecture(), taught.weights(), taught.preprocessing());
            Objective distilled = Objective.of("distilled", step -> {
                Value t = step.frozen("teacher", teacher).logits().logSoftmax(1);
                Value s = step.network().logits().logSoftmax(1);
                return t.exp().times(t.minus(s)).sum(1).mean();
            });
            List<Double> terms = new ArrayList<>();
            Training recipe = six.epochs(12)
                    .augmentation(Transforms.evaluation(taught.preprocessing()))
                    .objective(LABELS.times(0.1).plus(distilled.times(0.9)))
                    .listener((event, session) -> {
                        if (event instanceof TrainingEvent.StepEnded) {
                            Map<String, Double> both = ((TrainingEvent.StepEnded) event).terms();
                            assertThat(both).containsOnlyKeys("labels", "distilled");
                            terms.add(both.get("distilled"));
                        }
                    });
            try (Classifier student = fit(recipe)) {
                assertThat(divergence).as("the teacher has learnt something").isGreaterThan(0.01);
                assertThat(terms.get(0)).isCloseTo(divergence, within(1e-3 * divergence));
                assertThat(terms.get(terms.size() - 1)).isLessThan(terms.get(0));
                assertThat(student.weights().names())
                        .as("nothing of the teacher is left in it")
                        .isEqualTo(taught.weights().names());
            }
        }
    }

    @Test
    void twoDomainsAreAlignedByAStreamOnASchedule() {
        String features;
        try (Classifier plain = fit(RECIPE.epochs(1))) {
            features = plain.architecture().features();
        }
        Objective coral = Objective.of(
                "coral",
                step -> covariance(step.network().node(features))
                        .minus(covariance(step.network("target").node(features)))
                        .squared()
                        .mean());
        List<TrainingEvent.StepEnded> steps = new ArrayList<>();
        Training recipe = RECIPE.objective(LABELS.plus(coral.times(10).times(progress -> 0.5)))
                .listener((event, session) -> {
                    if (event instanceof TrainingEvent.StepEnded) {
                        steps.add((TrainingEvent.StepEnded) event);
                    }
                });

        assertThatThrownBy(() -> fit(recipe))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "A training step is given [pixels, targets, class], and the objective or the network asks for"
                                + " 'target'. Say stream(name, pictures) or view(name, transform) in the recipe, or"
                                + " with(name, values) of the pictures.");
        try (Classifier adapted = fit(recipe.stream("target", RenderedPictures.of(2, 6, 9)))) {
            assertThat(steps).hasSize(4);
            assertThat(steps)
                    .allSatisfy(step -> assertThat(step.loss())
                            .isCloseTo(
                                    step.terms().get("labels")
                                            + 5 * step.terms().get("coral"),
                                    within(1e-4 * Math.max(1, step.loss()))));
        }
    }

    /** The library's margin and triplets on the features, beside the labels; the classes' directions learn with the network. */
    @Test
    void embeddingsLearnWithAMargin() {
        String features;
        Transform still;
        try (Classifier plain = fit(RECIPE.epochs(1))) {
            features = plain.architecture().features();
            still = Transforms.evaluation(plain.preprocessing());
        }
        float[] directions = new float[2 * 64];
        for (int i = 0; i < directions.length; i++) {
            directions[i] = (i < 64 ? 1 : -1) * (i % 3 - 1);
        }
        Tensor start = Tensor.of(Shape.of(2, 64), directions);
        Objective margin = Objective.of("margin", step -> {
            Value cosines = Margins.cosines(step.network().node(features), step.weight("classes", start));
            Value logits = Margins.arcFace(cosines, step.targets(), 0.5, Margins.Beyond.LINE);
            return Loss.crossEntropy().of(logits.times(16), step.targets());
        });
        Objective triplets = Objective.of(
                "triplets",
                step -> Pairs.tripletHardSoft(step.network().node(features).l2Normalize(), step.targets()));
        List<Map<String, Double>> terms = new ArrayList<>();
        // The same pictures in each step, so that the terms compare.
        Training recipe = RECIPE.epochs(15)
                .batchSize(16)
                .augmentation(still)
                .optimizer(Optimizer.adamW(3e-3))
                .objective(LABELS.plus(margin).plus(triplets))
                .listener((event, session) -> {
                    if (event instanceof TrainingEvent.StepEnded) {
                        terms.add(((TrainingEvent.StepEnded) event).terms());
                    }
                });
        try (Classifier learnt = fit(recipe)) {
            Map<String, Double> last = terms.get(terms.size() - 1);
            assertThat(last).containsOnlyKeys("labels", "margin", "triplets");
            assertThat(last.get("margin")).isLessThan(terms.get(0).get("margin"));
            assertThat(last.get("triplets")).isLessThan(terms.get(0).get("triplets"));
            assertThat(learnt.weights().names()).noneMatch(name -> name.contains("classes"));
        }
    }

    private static Value covariance(Value rows) {
        Value centred = rows.minus(rows.keeping(Reduce.Kind.MEAN, 0));
        return centred.transpose().matmul(centred).dividedBy(rows.count(0).minus(1));
    }

    @Test
    void whatWasLearntHoldsElastically() {
        Weights star = Initializer.weights(Models.find("resnet20_cifar").build().graph(), 3);
        Objective elastic = Objective.of(
                "elastic",
                step -> step.parameter(LAYER)
                        .minus(step.constant(star.get(LAYER)))
                        .squared()
                        .sum());
        try (Classifier free = fit(RECIPE);
                Classifier held = fit(RECIPE.objective(LABELS.plus(elastic.times(5))))) {
            assertThat(distance(held.weights(), star)).isPositive().isLessThan(distance(free.weights(), star));
        }
    }

    @Test
    void anAverageFollowsSlowly() {
        Training recipe = RECIPE.loss(Loss.crossEntropy());
        try (Classifier last = fit(recipe);
                Classifier slow = fit(recipe.average(0.999))) {
            Weights star =
                    Initializer.weights(Models.find("resnet20_cifar").build().graph(), 3);
            assertThat(distance(slow.weights(), star))
                    .as("an average of four updates at 0.999 has hardly moved")
                    .isPositive()
                    .isLessThan(0.02 * distance(last.weights(), star));
        }
    }

    private static double distance(Weights weights, Weights star) {
        double[] now = weights.get(LAYER).toDoubles();
        double[] then = star.get(LAYER).toDoubles();
        double sum = 0;
        for (int i = 0; i < now.length; i++) {
            sum += Math.pow(now[i] - then[i], 2);
        }
        return Math.sqrt(sum);
    }
}
