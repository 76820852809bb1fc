package io.ocelli.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.data.Datum;
import io.ocelli.engine.Optimizer;
import io.ocelli.image.Image;
import io.ocelli.image.Pipeline;
import io.ocelli.model.Network;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Golden;
import io.ocelli.testing.GoldenStep;
import io.ocelli.training.Loss;
import io.ocelli.training.NamedTerm;
import io.ocelli.training.Objective;
import io.ocelli.training.Training;
import io.ocelli.training.TrainingEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who can teach, and by which terms, in steps of real trainings. */
class TeacherTest {
    private static final Tensor STUDENT = Golden.tensor("student", Shape.of(6, 5), -2, 2);
    private static final Tensor FIRST = Golden.tensor("first", Shape.of(6, 5), -2, 2);
    private static final Tensor SECOND = Golden.tensor("second", Shape.of(6, 5), -2, 2);

    @TempDir
    Path folder;

    private static DataSet pictures() {
        return GoldenStep.pictures(6, 0, 5, 0, 1, 2, 3, 4, 0);
    }

    private static GoldenStep step(NamedTerm term, DataSet pictures) {
        return GoldenStep.of(GoldenStep.saying(STUDENT), term.objective(), pictures, Map.of(), "pytorch");
    }

    private static Tensor mean(Tensor one, Tensor two) {
        float[] mean = one.toFloats();
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (mean[i] + two.toFloats()[i]) / 2;
        }
        return Tensor.of(one.shape(), mean);
    }

    @Test
    void anEnsembleTeachesByItsMeanLogits() {
        Teacher both = Teacher.ensemble(GoldenStep.saying(FIRST), GoldenStep.saying(SECOND));
        Network mean = GoldenStep.saying(mean(FIRST, SECOND));
        assertThat(step(Distillation.from(both).temperature(4), pictures()).loss())
                .isCloseTo(
                        step(Distillation.from(mean).temperature(4), pictures()).loss(), within(1e-6));
    }

    @Test
    void whatWasSaidBeforeTeachesAsWhoSaidIt() {
        float[] rows = FIRST.toFloats();
        DataSet carrying =
                pictures().with(CarriedLogits.NAME, i -> Datum.row(Arrays.copyOfRange(rows, 5 * i, 5 * i + 5)));
        NamedTerm live = DecoupledDistillation.from(GoldenStep.saying(FIRST));
        GoldenStep said = step(DecoupledDistillation.from(Teacher.carried(5)), carrying);
        assertThat(said.loss()).isCloseTo(step(live, pictures()).loss(), within(1e-5));

        assertThatThrownBy(() -> step(DecoupledDistillation.from(Teacher.carried(5)), pictures()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("asks for 'taught'");
        assertThatThrownBy(() -> step(
                        RelationalDistillation.from(GoldenStep.saying(FIRST))
                                .distance(0)
                                .angle(0),
                        carrying))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Distances and angles count 0 or more, and one of them more than 0, received 0.0 and 0.0");
        assertThatThrownBy(() -> step(new ProbabilisticTransfer(Teacher.carried(5)), carrying))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "This distillation looks at features of one network, and what pictures carry as 'taught' has"
                                + " logits alone. Say Teacher.of(network), or distil its logits by Distillation.from(teacher).");
        assertThatThrownBy(() -> Teacher.ensemble())
                .hasMessage("An ensemble is one network or more, of the same classes, received []");
    }

    @Test
    void anOnnxFileIsAsked() {
        DataSet pictures = photos();
        Path file = folder.resolve("teacher.onnx");
        try (Classifier teacher = Classifier.lenet5().head("a", "b").untrained()) {
            teacher.exportOnnx(file);
            try (Classifier onnx = Classifier.onnx(file).open()) {
                DataSet asked = Teacher.ask(onnx, pictures);
                for (int i = 0; i < pictures.size(); i++) {
                    float[] said = teacher.logits(pictures.sample(i).source());
                    assertThat(((Datum.Row) asked.sample(i).values().get(CarriedLogits.NAME)).values())
                            .hasSize(2)
                            .first()
                            .satisfies(one -> assertThat(one).isCloseTo(said[0], within(1e-4f)));
                }
                try (Classifier student = Classifier.lenet5()
                        .head("a", "b")
                        .fit(
                                asked,
                                asked,
                                Training.defaults()
                                        .epochs(1)
                                        .batchSize(4)
                                        .augmentation(Pipeline.empty())
                                        .objective(Distillation.from(Teacher.carried(2))
                                                .objective()))) {
                    assertThat(student.history().epochs().get(0).validationLoss())
                            .isPositive();
                }
            }
        }
    }

    private static DataSet photos() {
        List<Image> images = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Image image = Image.black(32, 32, 3);
            for (int p = 0; p < image.samples().length; p++) {
                image.samples()[p] = (byte) (p * (i + 3) * 37);
            }
            images.add(image);
        }
        return DataSet.of(images, "a", "b", "a", "b", "a", "b", "a", "b");
    }

    @Test
    void allTermsStandInOneObjectiveAndEachGetsSmaller() {
        DataSet pictures = ContrastiveDistillation.numbered(photos());
        List<TrainingEvent.StepEnded> steps = new ArrayList<>();
        try (Classifier large =
                Classifier.model("resnet32_cifar").head("a", "b").untrained()) {
            Network teacher = large.network();
            Objective all = Objective.labels(Loss.crossEntropy())
                    .plus(Distillation.from(teacher).temperature(4).times(0.1))
                    .plus(DecoupledDistillation.from(teacher).times(0.1))
                    .plus(AttentionTransfer.from(teacher, "layer1", "layer2", "layer3")
                            .times(1000))
                    .plus(Hint.from(teacher, "layer2")
                            .between(new StagePair("layer1", "layer2"))
                            .times(100))
                    .plus(RelationalDistillation.from(teacher).objective())
                    .plus(SimilarityPreserving.from(teacher, "layer3").times(100))
                    .plus(ProbabilisticTransfer.from(teacher).times(1000))
                    .plus(ContrastiveDistillation.from(teacher, pictures.size())
                            .negatives(4)
                            .width(16)
                            .objective());
            Training recipe = Training.defaults()
                    .epochs(4)
                    .batchSize(8)
                    .optimizer(Optimizer.adamW(2e-3))
                    .augmentation(Pipeline.empty())
                    .objective(all)
                    .listener((event, session) -> {
                        if (event instanceof TrainingEvent.StepEnded) {
                            steps.add((TrainingEvent.StepEnded) event);
                        }
                    });
            try (Classifier student =
                    Classifier.model("resnet20_cifar").head("a", "b").fit(pictures, photos(), recipe)) {
                assertThat(student.weights().toMap().keySet()).noneMatch(name -> name.startsWith("objective"));
                assertThat(student.history().epochs().get(3).validationLoss()).isFinite();
            }
        }
        Map<String, Double> first = steps.get(0).terms();
        assertThat(first.keySet())
                .containsExactly(
                        "labels",
                        "distillation",
                        "decoupled_distillation",
                        "attention_transfer",
                        "hint",
                        "relational",
                        "similarity_preserving",
                        "probabilistic_transfer",
                        "contrastive_distillation");
        Map<String, Double> last = steps.get(steps.size() - 1).terms();
        for (String of : List.of("labels", "attention_transfer", "hint", "relational", "contrastive_distillation")) {
            assertThat(last.get(of)).as(of).isLessThan(first.get(of));
        }
    }

    @Test
    void stagesAreThoseOfTheNetworks() {
        DataSet pictures = photos();
        try (Classifier large =
                Classifier.model("resnet32_cifar").head("a", "b").untrained()) {
            assertThatThrownBy(() -> Classifier.model("resnet20_cifar")
                            .head("a", "b")
                            .fit(
                                    pictures,
                                    pictures,
                                    Training.defaults()
                                            .objective(AttentionTransfer.from(large.network(), "layer9")
                                                    .objective())))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("A stage is one of [layer1, layer2, layer3] here, received 'layer9'");
            assertThatThrownBy(() -> AttentionTransfer.from(large.network()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Networks are looked at in 1 stage or more, received none");
        }
    }

    /** By hand, with each other picture as an other once, which is what K = P - 1 says. */
    @Test
    void contrastIsWhatEveryDrawGivesOnAverage() {
        int pictures = 6;
        int width = 3;
        ContrastiveDistillation term = ContrastiveDistillation.from(GoldenStep.saying(FIRST), pictures)
                .width(width)
                .temperature(0.5)
                .negatives(pictures - 1);
        double loss = step(term, ContrastiveDistillation.numbered(pictures())).loss();

        double expected = 0;
        String[] sides = {"student", "teacher"};
        for (int side = 0; side < 2; side++) {
            double[][] embedded = embedded(ContrastiveDistillation.NAME + "." + sides[side], pictures, width);
            double[] memory = Projection.uniform(
                            ContrastiveDistillation.NAME + ".memory_" + sides[1 - side],
                            Shape.of(pictures, width),
                            1 / Math.sqrt(width / 3.0),
                            0)
                    .toDoubles();
            double[][] scores = new double[pictures][pictures];
            double sum = 0;
            for (int i = 0; i < pictures; i++) {
                for (int j = 0; j < pictures; j++) {
                    double dot = 0;
                    for (int d = 0; d < width; d++) {
                        dot += embedded[i][d] * memory[j * width + d];
                    }
                    scores[i][j] = Math.exp(dot / 0.5);
                    sum += scores[i][j];
                }
            }
            double z = sum / (pictures * pictures) * pictures;
            double c = (pictures - 1.0) / pictures;
            for (int i = 0; i < pictures; i++) {
                for (int j = 0; j < pictures; j++) {
                    double o = scores[i][j] / z;
                    expected -= Math.log((i == j ? o : c) / (o + c + 1e-7)) / pictures;
                }
            }
        }
        assertThat(loss).isCloseTo(expected, within(1e-4));
    }

    /** The features of the i-th picture are its pixels: 1 in the i-th channel. */
    private static double[][] embedded(String name, int pictures, int width) {
        double bound = 1 / Math.sqrt(pictures);
        double[] weight = Projection.uniform(name + ".weight", Shape.of(width, pictures), bound, 0)
                .toDoubles();
        double[] bias =
                Projection.uniform(name + ".bias", Shape.of(width), bound, 0).toDoubles();
        double[][] rows = new double[pictures][width];
        for (int i = 0; i < pictures; i++) {
            double squares = 0;
            for (int d = 0; d < width; d++) {
                rows[i][d] = weight[d * pictures + i] + bias[d];
                squares += rows[i][d] * rows[i][d];
            }
            for (int d = 0; d < width; d++) {
                rows[i][d] /= Math.sqrt(squares);
            }
        }
        return rows;
    }
}
