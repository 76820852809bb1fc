package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.ocelli.engine.Program;
import io.ocelli.engine.ProgramFormat;
import io.ocelli.error.EngineException;
import io.ocelli.graph.Activation;
import io.ocelli.graph.AdaptiveAvgPool2d;
import io.ocelli.graph.Flatten;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Operation;
import io.ocelli.graph.Size;
import io.ocelli.graph.Softmax;
import io.ocelli.image.Image;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.Architecture;
import io.ocelli.model.Initializer;
import io.ocelli.serving.FileOutput;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the last operation of another tool's file makes of its numbers. */
class OnnxOutputsTest {
    private static final Preprocessing SMALL =
            Preprocessing.imagenet().withResize(8).withCrop(8, 8);
    private static final Image PICTURE = Rendered.image(2);

    @TempDir
    private Path folder;

    @Test
    void aSigmoidIsNotASoftmaxsLogit() {
        Path logits = file("logits", 3, null);
        Path sigmoid = file("sigmoid", 3, new Activation(Activation.Function.SIGMOID));

        try (Classifier raw = open(logits).open();
                Classifier each = open(sigmoid).open();
                Classifier named =
                        open(logits).outputs(FileOutput.SIGMOID_LOGITS).open()) {
            float[] expected = raw.logits(PICTURE);
            for (int i = 0; i < 3; i++) {
                expected[i] = (float) (1 / (1 + Math.exp(-expected[i])));
            }
            assertThat(each.classify(PICTURE).probabilities()).containsExactly(expected, within(1e-6f));
            assertThat(named.classify(PICTURE).probabilities()).containsExactly(expected, within(1e-6f));
            assertThat(each.logits(PICTURE)).containsExactly(raw.logits(PICTURE), within(1e-4f));
        }
    }

    @Test
    void aSoftmaxIsTakenAsItIs() {
        Path logits = file("logits", 3, null);
        Path softmax = file("softmax", 3, new Softmax(1));

        try (Classifier raw = open(logits).open();
                Classifier done = open(softmax).open()) {
            assertThat(done.classify(PICTURE).probabilities())
                    .containsExactly(raw.classify(PICTURE).probabilities(), within(1e-6f));
        }
    }

    /** What is behind it changes the numbers' form, and by more than rounding. */
    @ParameterizedTest
    @ValueSource(strings = {"half", "quantised"})
    void aSoftmaxOfRoundedNumbersIsTakenAsItIs(String form) throws IOException {
        Path softmax = file("softmax", 3, new Softmax(1));
        Path rounded = folder.resolve(form + ".onnx");
        Files.write(
                rounded,
                rounded(ModelProto.parseFrom(Files.readAllBytes(softmax)), form.equals("half"))
                        .toByteArray());

        try (Classifier exact = open(softmax).open();
                Classifier near = open(rounded).open()) {
            // A second softmax would even them out by a tenth.
            assertThat(near.classify(PICTURE).probabilities())
                    .containsExactly(exact.classify(PICTURE).probabilities(), within(3e-3f));
        }
    }

    /** The same file with a softmax of half precision, or one that is quantised to 256 steps and back. */
    private static ModelProto rounded(ModelProto model, boolean half) {
        GraphProto.Builder graph = model.getGraph().toBuilder().clearNode();
        for (NodeProto node : model.getGraph().getNodeList()) {
            if (!node.getOpType().equals("Softmax")) {
                graph.addNode(node);
                continue;
            }
            String out = node.getOutput(0);
            if (half) {
                graph.addNode(cast(node.getInput(0), "narrow", TensorProto.DataType.FLOAT16));
                graph.addNode(node.toBuilder().setInput(0, "narrow").setOutput(0, "shares"));
                graph.addNode(cast("shares", out, TensorProto.DataType.FLOAT));
            } else {
                graph.addInitializer(TensorProto.newBuilder()
                        .setName("scale")
                        .setDataType(TensorProto.DataType.FLOAT.getNumber())
                        .addFloatData(1 / 255f));
                graph.addInitializer(TensorProto.newBuilder()
                        .setName("zero")
                        .setDataType(TensorProto.DataType.UINT8.getNumber())
                        .addInt32Data(0));
                graph.addNode(node.toBuilder().setOutput(0, "shares"));
                graph.addNode(step("QuantizeLinear", "shares", "steps"));
                graph.addNode(step("DequantizeLinear", "steps", out));
            }
        }
        return model.toBuilder().setGraph(graph).build();
    }

    private static NodeProto cast(String from, String to, TensorProto.DataType type) {
        return NodeProto.newBuilder()
                .setOpType("Cast")
                .addInput(from)
                .addOutput(to)
                .addAttribute(AttributeProto.newBuilder()
                        .setName("to")
                        .setType(AttributeProto.AttributeType.INT)
                        .setI(type.getNumber()))
                .build();
    }

    private static NodeProto step(String type, String from, String to) {
        return NodeProto.newBuilder()
                .setOpType(type)
                .addInput(from)
                .addInput("scale")
                .addInput("zero")
                .addOutput(to)
                .build();
    }

    /** It said 1.0 of every picture. */
    @Test
    void aSigmoidOfOneOutputTellsTwoClassesApart() {
        Path sigmoid = file("binary", 1, new Activation(Activation.Function.SIGMOID));

        try (Classifier binary = open(sigmoid).labels(List.of("no", "yes")).open()) {
            float[] shares = binary.classify(PICTURE).probabilities();

            assertThat(shares[0] + shares[1]).isEqualTo(1, within(1e-6f));
            assertThat(shares[1]).isBetween(1e-4f, 1 - 1e-4f);
        }
        assertThatThrownBy(() ->
                        open(file("single", 1, null)).labels(List.of("only")).open())
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("its softmax would always be 1");
    }

    private static OnnxSpec open(Path file) {
        return Classifier.onnx(file).preprocessing(SMALL);
    }

    private Path file(String name, int numbers, @Nullable Operation last) {
        Graph.Builder graph = Graph.builder();
        String x = graph.add(Architecture.INPUT, new Input(DType.FLOAT32, 4));
        x = graph.add("pool", new AdaptiveAvgPool2d(Size.of(2)), x);
        x = graph.add("flatten", new Flatten(), x);
        x = graph.add("fc", Linear.of(12, numbers), x);
        graph.output("scores", last == null ? x : graph.add("last", last, x));
        Graph built = graph.build();
        Path file = folder.resolve(name + ".onnx");
        ProgramFormat.named("onnx")
                .write(
                        new Program(built, Map.of(Architecture.INPUT, Shape.of(1, 3, 8, 8))),
                        Initializer.weights(built, 5),
                        Map.of(),
                        file);
        return file;
    }
}
