package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.data.DataSet;
import io.ocelli.engine.Optimizer;
import io.ocelli.model.Architecture;
import io.ocelli.model.Initializer;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.Learnt;
import io.ocelli.training.Loss;
import io.ocelli.training.Objective;
import io.ocelli.training.Plan;
import io.ocelli.training.Training;
import io.ocelli.training.TrainingEvent.StepEnded;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What an objective looks at beside the labelled pictures: running averages, and streams of others. */
class TeachersAndStreamsTest extends Composing {
    /** One update: the teacher keeps 0.9 of what it was. */
    @Test
    void aTeacherFollowsItsStudent() {
        Objective follows = Objective.of(
                "follows",
                step -> step.average()
                        .node(cifar().features())
                        .minus(step.network().node(cifar().features()))
                        .squared()
                        .mean());
        Training plain = RECIPE.objective(LABELS);
        Map<String, Double> last = new LinkedHashMap<>();
        Training taught = telling(
                RECIPE.objective(LABELS.plus(follows.times(0))).average(0.9), step -> last.putAll(step.terms()));

        assertThatThrownBy(() -> fit(cifar(), TRAIN, VALIDATION, RECIPE.objective(LABELS.plus(follows))))
                .hasMessage("A step reads running averages where the recipe keeps some, and this one keeps none."
                        + " Say average(0.999).");
        Weights start = Initializer.weights(cifar().graph(), 3);
        Weights student = fit(cifar(), TRAIN, VALIDATION, plain).weights();
        Weights teacher = fit(cifar(), TRAIN, VALIDATION, taught).weights();
        assertThat(last).containsOnlyKeys("labels", "follows");
        assertThat(last.get("follows")).isPositive();
        assertThat(teacher.names()).isEqualTo(student.names());
        for (String name : List.of("linear.weight", "bn1.running_mean")) {
            float[] expected = start.get(name).toFloats();
            float[] now = student.get(name).toFloats();
            for (int i = 0; i < expected.length; i++) {
                expected[i] = 0.9f * expected[i] + 0.1f * now[i];
            }
            assertThat(teacher.get(name).toFloats()).as(name).containsExactly(expected, within(1e-5f));
        }
    }

    /** Two updates: what the average was after the first is what the step reads in the second, also when it is resumed. */
    @Test
    void aTeacherIsResumed() {
        Objective follows = Objective.of(
                "follows",
                step -> step.average()
                        .logits()
                        .minus(step.network().logits())
                        .squared()
                        .mean());
        Training recipe = RECIPE.epochs(2).objective(LABELS.plus(follows)).average(0.5);
        List<io.ocelli.training.Checkpoint> checkpoints = new ArrayList<>();
        Learnt whole = fit(cifar(), TRAIN, VALIDATION, recipe.listener((event, session) -> {
            if (event instanceof StepEnded && session.position().updates() == 1) {
                checkpoints.add(session.checkpoint());
            }
        }));
        Learnt resumed = fit(cifar(), TRAIN, VALIDATION, recipe.resumeFrom(checkpoints.get(0)));
        assertThat(resumed.weights().get("linear.weight").toFloats())
                .containsExactly(whole.weights().get("linear.weight").toFloats());
    }

    /** A memory: its labels, and what another network once said of its pictures. The head begins at zero and says 0. */
    @Test
    void aStreamHasValuesOfItsOwn() {
        float[][] said = new float[12][];
        for (int i = 0; i < said.length; i++) {
            said[i] = new float[] {3, -1};
        }
        DataSet memory = RenderedPictures.of(2, 6, 5).with("said", said);
        Objective replay = Objective.of(
                        "old",
                        step -> Loss.crossEntropy().of(step.network("memory").logits(), step.targets("memory")))
                .plus(Objective.of(
                        "said",
                        step -> step.network("memory")
                                .logits()
                                .minus(step.value("memory.said"))
                                .squared()
                                .mean()));
        List<Map<String, Double>> terms = new ArrayList<>();
        Architecture architecture = cifar();
        Plan plan = plan(
                architecture,
                architecture.features(),
                TRAIN,
                VALIDATION,
                telling(
                        Training.defaults().epochs(1).batchSize(16).objective(LABELS.plus(replay)).stream(
                                "memory", memory),
                        step -> terms.add(step.terms())));
        assertThat(plan.cached())
                .as("features of the stream are computed once, too")
                .isTrue();
        Weights zeros = plan.run().weights();
        assertThat(terms).hasSize(1);
        assertThat(terms.get(0)).containsOnlyKeys("labels", "old", "said");
        assertThat(zeros.names())
                .containsAll(Initializer.weights(architecture.graph(), 3).names());
        assertThat(terms.get(0).get("said")).isPositive();
    }

    /** DER++ learns from two draws of one memory; the same pictures twice would be one draw that counts more. */
    @Test
    void twoStreamsOfTheSamePicturesAreTwoDraws() {
        float[][] numbers = new float[TRAIN.size()][];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = new float[] {i};
        }
        DataSet memory = TRAIN.with("number", numbers);
        Objective apart = Objective.of(
                "apart",
                step -> step.value("memory.number")
                        .minus(step.value("again.number"))
                        .squared()
                        .mean());
        Architecture architecture = cifar();
        for (String frozen : Arrays.asList(null, architecture.features())) {
            List<Double> steps = new ArrayList<>();
            Training recipe =
                    Training.defaults().epochs(1).batchSize(4).objective(LABELS.plus(apart)).stream("memory", memory)
                            .stream("again", memory);
            plan(
                            architecture,
                            frozen,
                            TRAIN,
                            VALIDATION,
                            telling(
                                    recipe,
                                    step -> steps.add(
                                            Objects.requireNonNull(step.terms().get("apart")))))
                    .run();
            assertThat(steps)
                    .as("frozen: %s", frozen)
                    .hasSize(4)
                    .allSatisfy(each -> assertThat(each).isPositive());
        }
    }

    /** One that needs the pictures to learn from beside others is no measure of those to validate with. */
    @Test
    void theValidationLossIsTheObjective() {
        Objective ten = Objective.of("ten", step -> step.constant(Tensor.of(Shape.of(), 10f)));
        Objective other = Objective.of(
                "other",
                step -> step.network("memory").logits().squared().mean().plus(100));
        Training recipe = RECIPE.optimizer(Optimizer.sgd(1e-9));
        double labels = loss(recipe.objective(LABELS));
        assertThat(loss(recipe.objective(LABELS.plus(ten.times(2))))).isCloseTo(labels + 20, within(1e-4));
        assertThat(loss(recipe.objective(LABELS.plus(ten.times(2).times(progress -> 0.5)))))
                .isCloseTo(labels + 10, within(1e-4));
        assertThat(loss(recipe.objective(LABELS.plus(other)).stream("memory", TRAIN)))
                .as("its norms have seen more pictures")
                .isCloseTo(labels, within(0.05));
    }

    private static double loss(Training recipe) {
        return fit(cifar(), TRAIN, VALIDATION, recipe).history().epochs().get(0).validationLoss();
    }
}
