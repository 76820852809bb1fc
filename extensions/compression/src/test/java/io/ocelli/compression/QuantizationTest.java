package io.ocelli.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageSource;
import io.ocelli.data.Sample;
import io.ocelli.engine.Device;
import io.ocelli.engine.Engines;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.graph.Activation;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.Conv2d;
import io.ocelli.graph.Dequantize;
import io.ocelli.graph.FakeQuantize;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Initialization;
import io.ocelli.graph.Input;
import io.ocelli.graph.Node;
import io.ocelli.graph.Parameter;
import io.ocelli.graph.Weight;
import io.ocelli.image.Image;
import io.ocelli.model.Network;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Close;
import io.ocelli.testing.Golden;
import io.ocelli.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuantizationTest {
    private static final DataSet PICTURES = pictures(12);

    private static Classifier original;
    private static Classifier quantized;

    @BeforeAll
    static void open() {
        original = Classifier.model("resnet20_cifar").head("a", "b", "c").untrained();
        quantized = original.apply(Quantization.of(PICTURES));
    }

    @AfterAll
    static void close() {
        quantized.close();
        original.close();
    }

    @Test
    void weightsBecomeInt8AndBiasesInt32() {
        assertThat(quantized.weights().get("conv1.weight").type()).isEqualTo(DType.INT8);
        assertThat(quantized.weights().get("conv1.bias").type()).isEqualTo(DType.INT32);
        assertThat(quantized.weights().get("conv1.weight.scale").shape()).isEqualTo(Shape.of(16));
    }

    @Test
    void batchNormsAndRectifiersAreGone() {
        assertThat(quantized.architecture().graph().nodes())
                .noneMatch(node -> node.operation() instanceof BatchNorm2d)
                .noneMatch(node -> node.operation() instanceof Activation);
    }

    @Test
    void itSaysNearlyWhatItSaid() {
        QuantizationReport report = QuantizationReport.of(original.network(), quantized.network(), PICTURES);

        assertThat(report.pictures()).isEqualTo(12);
        assertThat(report.decibels()).isGreaterThan(15);
        assertThat(report.rows())
                .hasSizeGreaterThan(20)
                .allSatisfy(row -> assertThat(row.decibels()).as(row.node()).isGreaterThan(10));
        assertThat(report.toString()).contains("agreement ", "layer1.0.conv2", "Conv2d");
    }

    @Test
    void pyTorchComputesWhatTheIntegersGive(@TempDir Path folder) {
        quantized.save(folder);
        try (Classifier simulated = Classifier.saved(folder).engine("pytorch").open()) {
            for (int i = 0; i < PICTURES.size(); i++) {
                ImageSource picture = PICTURES.sample(i).source();
                float[] whole = quantized.logits(picture);
                float[] floats = simulated.logits(picture);
                double size = magnitude(whole);
                for (int k = 0; k < whole.length; k++) {
                    // a level or two at ties
                    assertThat((double) floats[k]).isCloseTo(whole[k], within(0.03 * size));
                }
            }
        }
    }

    @Test
    void itIsSavedInAQuarterAndLoaded(@TempDir Path folder) throws IOException {
        original.save(folder.resolve("float"));
        quantized.save(folder.resolve("whole"));
        assertThat(Files.size(folder.resolve("whole/model.safetensors")))
                .isLessThan(Files.size(folder.resolve("float/model.safetensors")) / 3);
        ImageSource picture = PICTURES.sample(0).source();
        try (Classifier loaded = Classifier.load(folder.resolve("whole"))) {
            assertThat(loaded.logits(picture)).isEqualTo(quantized.logits(picture));
            assertThat(loaded.labels()).containsExactly("a", "b", "c");
        }
    }

    @Test
    void itsOnnxFileHasBytesAndSaysTheSame(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("whole.onnx");
        quantized.exportOnnx(file);
        original.exportOnnx(folder.resolve("float.onnx"));
        assertThat(Files.size(file)).isLessThan(Files.size(folder.resolve("float.onnx")) / 2);
        ImageSource picture = PICTURES.sample(0).source();
        try (Classifier opened = Classifier.onnx(file).open()) {
            assertThat(opened.logits(picture)).isEqualTo(quantized.logits(picture));
        }
    }

    @Test
    void layersThatAreToStayStay() {
        Graph graph = Quantization.of(PICTURES)
                .first(false)
                .last(false)
                .floating("layer1.0.conv1")
                .apply(original.network())
                .architecture()
                .graph();
        for (String name : new String[] {"conv1", "linear", "layer1.0.conv1"}) {
            assertThat(graph.node(graph.node(name).parameter("weight")).operation())
                    .as(name)
                    .isInstanceOf(Weight.class);
        }
        Node other = graph.node("layer1.0.conv2");
        assertThat(graph.node(other.parameter("weight")).operation()).isInstanceOf(Dequantize.class);
    }

    @Test
    void aNodeThatIsToStayIsThere() {
        assertThatThrownBy(() -> Quantization.of(PICTURES).floating("nowhere").apply(original.network()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("No node is named 'nowhere'");
    }

    @Test
    void picturesCalibrate() {
        assertThatThrownBy(() -> Quantization.of(DataSet.of(List.of("a"), List.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Pictures calibrate a network, received none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mobilenet_v3_small", "shufflenet_v2_x0_5", "squeezenet1_0"})
    void otherFamiliesSayNearlyWhatTheySaid(String name) {
        DataSet few = pictures(2);
        try (Classifier family =
                Classifier.model(name).inputSize(64, 64).head("a", "b", "c").untrained()) {
            Network whole = Quantization.of(few).apply(family.network());
            assertThat(QuantizationReport.of(family.network(), whole, few).decibels())
                    .isGreaterThan(8);
        }
    }

    /** What whole numbers give is what ONNX Runtime's kernel gives, level by level. */
    @Test
    void aConvolutionInIntegersIsTheGoldenOne() {
        JsonObject golden = GoldenQuantization.json().getAsJsonObject("integer_convolution");
        Tensor input = Golden.input(golden.getAsJsonObject("input"));
        Tensor bias = Golden.input(golden.getAsJsonObject("bias"));
        Tensor weight = scaled(
                Golden.input(golden.getAsJsonObject("weight")),
                Close.numbers(golden.getAsJsonObject("weight").get("times_per_output_channel")));
        QuantizationParameters in =
                QuantizationParameters.of(Spread.of(input.toFloats()).range(), Levels.UINT8);
        assertThat(in.scale()).isCloseTo(golden.get("input_scale").getAsDouble(), within(1e-9));
        assertThat(in.zeroPoint()).isEqualTo(golden.get("input_zero_point").getAsInt());
        QuantizedWeights whole = QuantizedWeights.of(weight, bias, in.scale(), Levels.INT8_SYMMETRIC);
        assertThat(whole.levels().toDoubles()).isEqualTo(Close.numbers(golden.get("weight_int8")));
        assertThat(whole.bias().toDoubles()).isEqualTo(Close.numbers(golden.get("bias_int32")));
        Close.assertClose(
                whole.scales().toDoubles(), Close.numbers(golden.get("weight_scales")), 1e-8, "weight scales");

        double outputScale = golden.get("output_scale").getAsDouble();
        int outputZero = golden.get("output_zero_point").getAsInt();
        Tensor found =
                convolved(input, whole, in, new QuantizationParameters((float) outputScale, outputZero, Levels.UINT8));
        double[] levels = found.toDoubles();
        for (int i = 0; i < levels.length; i++) {
            levels[i] = Math.rint(levels[i] / (float) outputScale) + outputZero;
        }
        assertThat(levels).isEqualTo(Close.numbers(golden.get("output")));
    }

    private static Tensor scaled(Tensor weight, double[] factors) {
        float[] values = weight.toFloats();
        for (int i = 0; i < values.length; i++) {
            values[i] *= (float) factors[i / (values.length / factors.length)];
        }
        return Tensor.of(weight.shape(), values);
    }

    private static Tensor convolved(
            Tensor input, QuantizedWeights whole, QuantizationParameters in, QuantizationParameters out) {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        Graph.Builder graph = Graph.builder();
        graph.add("x", new Input(DType.FLOAT32, 4));
        String before = levels(graph, weights, "x", in);
        String w = dequantized(graph, weights, "w", whole.levels(), whole.scales(), Parameter.Role.QUANTIZED);
        String b = dequantized(graph, weights, "b", whole.bias(), whole.biasScales(), Parameter.Role.QUANTIZED_SUM);
        graph.add("conv", Conv2d.of(4, 6, 3).padding(1), before, w, b);
        graph.output("y", levels(graph, weights, "conv", out));
        Program program = new Program(graph.build(), Map.of("x", input.shape().with(0, 1)));
        try (Runner runner = Engines.named("onnxruntime").open(program, Weights.of(weights), Device.CPU)) {
            return runner.run(List.of(input)).get(0);
        }
    }

    private static String levels(
            Graph.Builder graph, Map<String, Tensor> weights, String node, QuantizationParameters parameters) {
        String scale = kept(graph, weights, node + ".scale", Tensor.of(Shape.of(), (float) parameters.scale()));
        String zero = kept(graph, weights, node + ".zero", Tensor.of(Shape.of(), (float) parameters.zeroPoint()));
        return graph.add(node + ".levels", new FakeQuantize(0, 255, null), node, scale, zero);
    }

    private static String dequantized(
            Graph.Builder graph,
            Map<String, Tensor> weights,
            String name,
            Tensor tensor,
            Tensor scales,
            Parameter.Role role) {
        weights.put(name, tensor);
        graph.add(name, new Weight(tensor.shape(), role, Initialization.ZEROS));
        return graph.add(name + ".floats", new Dequantize(0), name, kept(graph, weights, name + ".scale", scales));
    }

    private static String kept(Graph.Builder graph, Map<String, Tensor> weights, String name, Tensor tensor) {
        weights.put(name, tensor);
        return graph.add(name, new Weight(tensor.shape(), Parameter.Role.BUFFER, Initialization.ZEROS));
    }

    private static double magnitude(float[] values) {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static DataSet pictures(int count) {
        Random random = new Random(7);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Image image = Image.black(64, 64, 3);
            random.nextBytes(image.samples());
            samples.add(new Sample("noise " + i, ImageSource.of(image), i % 3));
        }
        return DataSet.of(List.of("a", "b", "c"), samples);
    }
}
