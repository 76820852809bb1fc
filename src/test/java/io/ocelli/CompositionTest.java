package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.data.Batch;
import io.ocelli.data.DataSet;
import io.ocelli.data.Datum;
import io.ocelli.data.Mix;
import io.ocelli.data.Sample;
import io.ocelli.engine.Device;
import io.ocelli.engine.Engines;
import io.ocelli.engine.Optimizer;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.graph.Conv2d;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Resize;
import io.ocelli.graph.Value;
import io.ocelli.image.Image;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Transform;
import io.ocelli.image.Transforms;
import io.ocelli.model.Architecture;
import io.ocelli.model.Initializer;
import io.ocelli.model.Models;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.Learner;
import io.ocelli.training.Learnt;
import io.ocelli.training.Loss;
import io.ocelli.training.Objective;
import io.ocelli.training.Plan;
import io.ocelli.training.Schedule;
import io.ocelli.training.Training;
import io.ocelli.training.TrainingEvent.StepEnded;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What pictures carry, other views of them, streams beside them and networks of another make, in one loop. */
class CompositionTest {
    private static final int SIDE = 32;
    private static final Preprocessing PREPROCESSING = new Preprocessing(
            SIDE, SIDE, SIDE, Interpolation.BILINEAR, List.of(0.5f, 0.5f, 0.5f), List.of(0.25f, 0.25f, 0.25f));
    private static final Transform AS_IT_IS = Transforms.evaluation(PREPROCESSING);
    private static final DataSet TRAIN = RenderedPictures.of(2, 8, 1);
    private static final DataSet VALIDATION = RenderedPictures.of(2, 3, 2);
    private static final Objective LABELS = Objective.labels(Loss.crossEntropy());
    private static final Training RECIPE = Training.defaults()
            .epochs(1)
            .batchSize(16)
            .optimizer(Optimizer.sgd(0.1))
            .schedule(Schedule.constant())
            .augmentation(AS_IT_IS);

    private static Architecture cifar() {
        return Models.find("resnet20_cifar").build().classes(2);
    }

    private static Plan plan(
            Architecture architecture, @Nullable String frozen, DataSet train, DataSet validation, Training recipe) {
        Learner learner =
                new Learner(architecture, Initializer.weights(architecture.graph(), 3), PREPROCESSING, frozen);
        return Plan.of(learner, train, validation, recipe, null, Device.CPU);
    }

    private static Learnt fit(Architecture architecture, DataSet train, DataSet validation, Training recipe) {
        return plan(architecture, null, train, validation, recipe).run();
    }

    private static Training telling(Training recipe, Consumer<StepEnded> of) {
        return recipe.listener((event, session) -> {
            if (event instanceof StepEnded) {
                of.accept((StepEnded) event);
            }
        });
    }

    /** Without labels; the validation is by the objective, too. The second view is the first: two rows are each other's nearest. */
    @Test
    void twoViewsGoThroughOneNetwork() {
        List<Sample> unlabelled = new ArrayList<>();
        for (int i = 0; i < TRAIN.size(); i++) {
            unlabelled.add(TRAIN.sample(i).withLabel(Sample.UNLABELLED));
        }
        DataSet pictures = DataSet.of(List.of(), unlabelled);
        String features = cifar().features();
        Objective apart = Objective.of("apart", step -> {
            Value one = step.network().node(features).l2Normalize();
            Value two = step.network("second").node(features).l2Normalize();
            return one.minus(two).squared().sum(1).mean();
        });

        assertThatThrownBy(() -> fit(cifar(), pictures, pictures, RECIPE.objective(apart)))
                .hasMessageContaining("asks for 'second'. Say stream(name, pictures) or view(name, transform)");
        assertThatThrownBy(() -> fit(cifar(), TRAIN, VALIDATION, RECIPE.view("second", AS_IT_IS)))
                .hasMessage(
                        "The objective looks at every stream and view of a recipe, and labels does not look at 'second'."
                                + " Leave it out, or say network(\"second\") in a term.");

        Training same = RECIPE.objective(apart).view("second", AS_IT_IS);
        List<Double> losses = new ArrayList<>();
        Learnt learnt = fit(cifar(), pictures, pictures, telling(same, step -> losses.add(step.loss())));
        assertThat(losses).hasSize(1).allSatisfy(loss -> assertThat(loss).isCloseTo(0, within(1e-6)));
        assertThat(learnt.history().epochs().get(0).validationLoss()).isCloseTo(0, within(1e-6));
        assertThat(learnt.history().epochs().get(0).validationAccuracy()).isNaN();

        Training other = RECIPE.objective(apart).view("second", Transforms.training(PREPROCESSING));
        losses.clear();
        fit(cifar(), pictures, pictures, telling(other, step -> losses.add(step.loss())));
        assertThat(losses).allSatisfy(loss -> assertThat(loss).isGreaterThan(1e-4));
    }

    /** Black pictures: only the row tells the class. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTableRowIsAnInputOfTheNetwork(boolean frozen) {
        List<Image> black = new ArrayList<>();
        String[] names = new String[24];
        float[][] rows = new float[24][];
        for (int i = 0; i < 24; i++) {
            black.add(Image.black(SIDE, SIDE, 3));
            names[i] = i % 2 == 0 ? "healthy" : "ill";
            rows[i] = new float[] {i % 2 == 0 ? 1 : -1, i, 0.5f};
            rows[i][1] /= 24;
        }
        DataSet pictures = DataSet.of(black, names).with("row", rows);
        Architecture plain = cifar();
        Graph.Builder graph = plain.graph().extend();
        Value row = Value.of(graph, graph.add("row", new Input(DType.FLOAT32, 2)));
        String fused = Value.of(graph, plain.features()).concat(1, row).name();
        graph.output(Architecture.LOGITS, graph.add("fusion", Linear.of(64 + 3, 2), fused));
        Architecture architecture = new Architecture(
                "fused", graph.build(), plain.stages(), plain.features(), List.of("fusion"), plain.input());

        Training recipe = RECIPE.epochs(30).batchSize(8).loss(Loss.crossEntropy());
        Plan plan = plan(
                architecture,
                frozen ? plain.features() : null,
                pictures,
                pictures,
                frozen ? Training.defaults().epochs(30).batchSize(8).optimizer(Optimizer.adamW(0.02)) : recipe);
        assertThat(plan.cached()).isEqualTo(frozen);
        Learnt learnt = plan.run();
        assertThat(learnt.history().epochs().get(29).validationAccuracy()).isEqualTo(1);

        Graph pixels = NetworkPrograms.withPixels(architecture.graph(), PREPROCESSING)
                .output(Architecture.LOGITS, "fusion")
                .build();
        Program served = new Program(pixels, Map.of("pixels", Shape.of(1, SIDE, SIDE, 3), "row", Shape.of(1, 3)));
        for (String engine : List.of("pytorch", "onnxruntime")) {
            try (Runner runner = Engines.named(engine).open(served, learnt.weights(), Device.CPU)) {
                float[] logits = runner.run(Map.of(
                                "pixels", Tensor.zeros(DType.UINT8, Shape.of(1, SIDE, SIDE, 3)),
                                "row", Tensor.of(Shape.of(1, 3), -1f, 0.5f, 0.5f)))
                        .get(Architecture.LOGITS)
                        .toFloats();
                assertThat(logits[1]).as(engine).isGreaterThan(logits[0]);
            }
        }
        assertThatThrownBy(() -> fit(architecture, TRAIN, VALIDATION, RECIPE))
                .hasMessageContaining(
                        "is given [pixels, targets, class], and the objective or the network asks for 'row'");
    }

    /** A second output, compared pixel by pixel with a mask that moves with its picture. */
    @Test
    void aMaskIsAnOutputBesideTheClass() {
        Architecture plain = cifar();
        Graph.Builder graph = plain.graph().extend();
        String first = plain.stages().values().iterator().next();
        Value mask = Value.of(graph, graph.add("mask.conv", Conv2d.of(16, 2, 1), first))
                .then(Resize.to(Resize.Mode.BILINEAR, SIDE, SIDE));
        plain.graph().outputs().forEach(graph::output);
        Architecture architecture = new Architecture(
                "masked",
                graph.output("mask", mask.name()).build(),
                plain.stages(),
                plain.features(),
                plain.classifiers(),
                plain.input());
        Objective pixels = Objective.of(
                "mask",
                step -> step.network()
                        .output("mask")
                        .logSoftmax(1)
                        .times(step.value("mask").oneHot(2).permute(0, 3, 1, 2))
                        .sum(1)
                        .negate()
                        .mean());
        List<Double> losses = new ArrayList<>();
        Learnt learnt = fit(
                architecture,
                masked(TRAIN),
                masked(VALIDATION),
                telling(
                        RECIPE.epochs(15).batchSize(8).objective(LABELS.plus(pixels)),
                        step -> losses.add(step.terms().get("mask"))));

        assertThat(losses.get(losses.size() - 1)).isLessThan(0.5 * losses.get(0));
        assertThat(learnt.weights().names()).contains("mask.conv.weight");
    }

    /** What is bright, as a mask. */
    private static DataSet masked(DataSet pictures) {
        return pictures.with("mask", i -> {
            Image image = pictures.sample(i).source().read();
            byte[] bright = new byte[image.height() * image.width()];
            for (int p = 0; p < bright.length; p++) {
                int y = p / image.width();
                int x = p % image.width();
                int most = Math.max(image.sample(y, x, 0), Math.max(image.sample(y, x, 1), image.sample(y, x, 2)));
                bright[p] = (byte) (most > 150 ? 1 : 0);
            }
            return Datum.mask(Image.of(image.height(), image.width(), 1, bright));
        });
    }

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

    /** Halves of two pictures are of two classes; a batch of pairs of the same class would be of one. */
    @Test
    void aMixSaysWhatThePicturesAreOf() {
        Mix evenly = (batch, randomness) -> {
            float[] shares = new float[batch.size() * 2];
            java.util.Arrays.fill(shares, 0.5f);
            return batch.with(Batch.TARGETS, Tensor.of(Shape.of(batch.size(), 2), shares));
        };
        Objective first =
                Objective.of("first", step -> step.targets().slice(1, 0, 1).mean());
        List<Double> terms = new ArrayList<>();
        fit(
                cifar(),
                TRAIN,
                VALIDATION,
                telling(
                        RECIPE.objective(LABELS.plus(first)).mix(evenly),
                        step -> terms.add(step.terms().get("first"))));
        assertThat(terms).containsExactly(0.5);
    }

    /** Several classes for a picture, and a loss of its own for them. */
    @Test
    void picturesOfSeveralClassesCarryTheirTargets() {
        Objective binary = Objective.of("binary", step -> {
            Value z = step.network().logits();
            return z.softplus().minus(z.times(step.targets())).mean();
        });
        DataSet both = TRAIN.with(Batch.TARGETS, i -> Datum.labels(2, 0, 1));
        DataSet bothToo = VALIDATION.with(Batch.TARGETS, i -> Datum.labels(2, 0, 1));
        Learnt learnt =
                fit(cifar(), both, bothToo, RECIPE.epochs(10).batchSize(8).objective(binary));
        assertThat(learnt.history().epochs().get(9).validationLoss())
                .isLessThan(0.5 * learnt.history().epochs().get(0).trainingLoss());
        assertThatThrownBy(() -> fit(cifar(), TRAIN.with(Batch.TARGETS, i -> Datum.labels(3, 0)), VALIDATION, RECIPE))
                .hasMessage(
                        "What pictures carry as 'targets' has a number for each of the head's 2 classes, received [1, 3]");
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
