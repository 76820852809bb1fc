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
import io.ocelli.image.Transforms;
import io.ocelli.model.Architecture;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.Learnt;
import io.ocelli.training.Loss;
import io.ocelli.training.Objective;
import io.ocelli.training.Plan;
import io.ocelli.training.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What pictures carry, other views of them, their mixes, and networks of another make, in one loop. */
class CompositionTest extends Composing {
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
                "fused",
                graph.build(),
                plain.stages(),
                plain.features(),
                List.of("fusion"),
                plain.input(),
                Map.of(),
                Map.of("row", Shape.of(1, 3)));

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
}
