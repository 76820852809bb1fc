package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.engine.Device;
import io.ocelli.engine.Placement;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.graph.Graph;
import io.ocelli.image.Image;
import io.ocelli.model.Architecture;
import io.ocelli.model.Initializer;
import io.ocelli.model.Models;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Safetensors;
import io.ocelli.weights.Weights;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks that keep channels last, or tokens, give maps N C H W all the same. */
class StageMapsTest {
    private static final String VIT = "vit(image 32, patch 8, layers 2, heads 3, width 48, mlp 96)";

    @TempDir
    private Path folder;

    /** Swin's features are the means over the pixels of its last maps, each pixel's channels normalised. */
    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void swinsMapsHaveTheirChannelsBeforeThePixels(String engine) {
        Path file = folder.resolve("weights.safetensors");
        Safetensors.write(
                file, Initializer.weights(Models.find("swin_t").build().graph(), 1), Map.of());
        try (Classifier classifier = Classifier.swinT()
                .weights(file)
                .inputSize(64, 96)
                .engine(engine)
                .open()) {
            Image picture = Rendered.image(3);
            Map<String, Tensor> stages = classifier.stages(picture);

            assertThat(stages.get("features.0").shape()).isEqualTo(Shape.of(1, 96, 16, 24));
            assertThat(stages.get("features.2").shape()).isEqualTo(Shape.of(1, 192, 8, 12));
            assertThat(stages.get("features.7").shape()).isEqualTo(Shape.of(1, 768, 2, 3));
            assertThat(normalisedMeans(stages.get("features.7").toFloats(), 768, 6))
                    .containsExactly(classifier.features(picture), within(1e-4f));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void aVisionTransformersMapsAreItsTokensWithoutTheClass(String engine) {
        Architecture architecture = Models.find(VIT).build();
        Program stages = NetworkPrograms.stages(architecture, Preprocessings.plain(architecture.input()));
        String node = architecture.stages().get("encoder.layers.encoder_layer_1");
        Graph.Builder graph = stages.graph().extend();
        graph.output("map", stages.graph().output("encoder.layers.encoder_layer_1"));
        graph.output("tokens", node);
        Weights weights = Initializer.weights(architecture.graph(), 1);
        ByteBuffer pixels = Tensor.allocate(DType.UINT8, Shape.of(1, 32, 32, 3));
        for (int i = 0; i < pixels.capacity(); i++) {
            pixels.put(i, (byte) (i * 37 % 241));
        }
        try (Runner runner = Placement.forInference(engine, Device.CPU)
                .open(new Program(graph.build(), stages.inputs()), weights, Device.CPU)) {
            List<Tensor> results = runner.run(List.of(Tensor.of(DType.UINT8, Shape.of(1, 32, 32, 3), pixels)));
            float[] map = results.get(0).toFloats();
            float[] tokens = results.get(1).toFloats();

            assertThat(results.get(0).shape()).isEqualTo(Shape.of(1, 48, 4, 4));
            assertThat(results.get(1).shape()).isEqualTo(Shape.of(1, 17, 48));
            for (int channel = 0; channel < 48; channel++) {
                for (int pixel = 0; pixel < 16; pixel++) {
                    assertThat(map[channel * 16 + pixel]).isEqualTo(tokens[(1 + pixel) * 48 + channel]);
                }
            }
        }
    }

    private static float[] normalisedMeans(float[] maps, int channels, int pixels) {
        float[] means = new float[channels];
        for (int pixel = 0; pixel < pixels; pixel++) {
            double sum = 0;
            double squares = 0;
            for (int channel = 0; channel < channels; channel++) {
                double value = maps[channel * pixels + pixel];
                sum += value;
                squares += value * value;
            }
            double mean = sum / channels;
            double deviation = Math.sqrt(squares / channels - mean * mean + 1e-5);
            for (int channel = 0; channel < channels; channel++) {
                means[channel] += (float) ((maps[channel * pixels + pixel] - mean) / deviation / pixels);
            }
        }
        return means;
    }
}
