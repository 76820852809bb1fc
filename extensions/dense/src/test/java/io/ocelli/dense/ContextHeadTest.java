package io.ocelli.dense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.Classifier;
import io.ocelli.HeadSpec;
import io.ocelli.data.DataSet;
import io.ocelli.engine.Device;
import io.ocelli.engine.Engines;
import io.ocelli.engine.Optimizer;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Parameter;
import io.ocelli.image.Image;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Pipeline;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.Architecture;
import io.ocelli.model.InputSize;
import io.ocelli.model.Models;
import io.ocelli.model.Network;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Close;
import io.ocelli.testing.Golden;
import io.ocelli.training.Training;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A head that sees a thing and what is around it. */
class ContextHeadTest {
    private static final List<Float> HALF = List.of(0.5f, 0.5f, 0.5f);

    private static Network filled(Architecture architecture) {
        Map<String, Shape> state = new LinkedHashMap<>();
        for (Parameter parameter : architecture.graph().parameters()) {
            state.put(parameter.name(), parameter.shape());
        }
        return new Network(
                architecture,
                Golden.weights(state, 1.2),
                new Preprocessing(0, 32, 32, Interpolation.BILINEAR, HALF, HALF));
    }

    private static double[] run(String engine, Graph graph, String node, Weights weights, Tensor input) {
        Program program = new Program(
                graph.upTo(node, "out"),
                Map.of(Architecture.INPUT, input.shape().with(0, 1)));
        try (Runner runner = Engines.named(engine).open(program, weights, Device.CPU)) {
            return runner.run(List.of(input)).get(0).toDoubles();
        }
    }

    /** A constant middle looks the same at any size, so it needs no resampling here. */
    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void itSeesTheMiddleAndTheWholeByTheSameWeights(String engine) {
        Network before = filled(Models.find("resnet20_cifar").build());
        Network context = ContextHead.of(0.5).classes(3).apply(before);
        Graph graph = before.architecture().graph();
        String features = before.architecture().features();
        float[] whole = Golden.fill("whole", Shape.of(1, 3, 32, 32), -1, 1);
        float[] middle = new float[whole.length];
        for (int i = 0; i < whole.length; i++) {
            int y = i / 32 % 32;
            int x = i % 32;
            middle[i] = i / 1024 * 0.3f;
            whole[i] = y >= 8 && y < 24 && x >= 8 && x < 24 ? middle[i] : whole[i];
        }
        Shape shape = Shape.of(1, 3, 32, 32);
        double[] near = run(engine, graph, features, before.weights(), Tensor.of(shape, middle));
        double[] around = run(engine, graph, features, before.weights(), Tensor.of(shape, whole));
        double[] both = Arrays.copyOf(near, near.length + around.length);
        System.arraycopy(around, 0, both, near.length, around.length);

        Graph twice = context.architecture().graph();
        Close.assertClose(
                run(engine, twice, context.architecture().features(), context.weights(), Tensor.of(shape, whole)),
                both,
                1e-5,
                "features");
        assertThat(context.architecture().classes()).isEqualTo(3);
        int head = before.architecture()
                .graph()
                .parametersOf(before.architecture().classifiers().get(0))
                .size();
        assertThat(twice.parameters())
                .hasSize(before.weights().toMap().size() - head + 2)
                .noneMatch(parameter -> parameter.name().startsWith("middle."));
    }

    /** Things that are alike, and told apart by their ground: red dots on black or white. */
    private static DataSet dots() {
        List<Image> pictures = new ArrayList<>();
        String[] labels = new String[32];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 2 == 0 ? "dark" : "light";
            Image picture = Image.black(16, 16, 3);
            for (int p = 0; p < 256; p++) {
                boolean inside = p / 16 >= 4 && p / 16 < 12 && p % 16 >= 4 && p % 16 < 12;
                for (int c = 0; c < 3; c++) {
                    picture.samples()[3 * p + c] = (byte) (inside ? (c == 0 ? 200 : 0) : i % 2 * 180 + i);
                }
            }
            pictures.add(picture);
        }
        return DataSet.of(pictures, labels);
    }

    @Test
    void itLearnsFromWhatIsAround() {
        Training recipe = Training.defaults()
                .epochs(5)
                .batchSize(8)
                .optimizer(Optimizer.adamW(3e-3))
                .augmentation(Pipeline.empty());
        HeadSpec plain = Classifier.model("simple_cnn")
                .preprocessing(new Preprocessing(0, 16, 16, Interpolation.BILINEAR, HALF, HALF))
                .head("dark", "light");
        try (Classifier context = plain.then(ContextHead.of(0.5)).fit(dots(), dots(), recipe)) {
            assertThat(context.evaluate(dots()).accuracy()).isEqualTo(1);
        }
    }

    @Test
    void aMiddleIsAPart() {
        assertThatThrownBy(() -> ContextHead.of(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The middle is a part of the picture, above 0 and below 1 of its side, received 1.0");
        Network tiny = filled(Models.find("resnet20_cifar").build(new InputSize(3, 32, 32)));
        assertThatThrownBy(() -> ContextHead.of(0.01).apply(tiny))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The middle has a pixel or more, and 0.01 of 3 x 32 x 32 has none");
    }
}
