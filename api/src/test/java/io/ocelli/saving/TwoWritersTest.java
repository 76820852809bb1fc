package io.ocelli.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.error.WeightsException;
import io.ocelli.serving.Answering;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.JavaProcess;
import io.ocelli.weights.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One writer's labels are never read with another's weights. */
class TwoWritersTest {
    private static final int ROUNDS = 60;

    @TempDir
    private Path folder;

    /** Saves over and over: the labels and the first number of the head's bias say who it was. */
    public static void main(String[] arguments) {
        int writer = Integer.parseInt(arguments[1]);
        for (int round = 0; round < ROUNDS; round++) {
            SavedModel.save(model(writer), Path.of(arguments[0]));
        }
    }

    @Test
    void twoProgramsSaveToOneFolder() throws Exception {
        SavedModel.save(model(0), folder);
        Process[] writers = new Process[2];
        for (int i = 0; i < 2; i++) {
            writers[i] = JavaProcess.of(List.of("-Xmx128m"), TwoWritersTest.class, folder.toString(), "" + i)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        }
        int loaded = 0;
        while (writers[0].isAlive() || writers[1].isAlive()) {
            requireOne(SavedModel.load(folder));
            loaded++;
        }
        assertThat(writers[0].waitFor()).isZero();
        assertThat(writers[1].waitFor()).isZero();
        assertThat(loaded).isPositive();
        requireOne(SavedModel.load(folder));
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".tmp")))
                    .isEmpty();
        }
    }

    private static void requireOne(TrainedModel model) {
        float writer = model.weights().get("fc.bias").toFloats()[0];

        assertThat(model.labels()).containsExactly("a" + (int) writer, "b" + (int) writer);
    }

    /** What a crash between the two files leaves. */
    @Test
    void refusesTheConfigurationOfOtherWeights() throws Exception {
        Path other = folder.resolve("other");
        SavedModel.save(model(0), folder);
        SavedModel.save(model(1), other);
        Files.copy(
                other.resolve("model.safetensors"),
                folder.resolve("model.safetensors"),
                StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(() -> SavedModel.load(folder))
                .isInstanceOf(WeightsException.class)
                .hasMessageMatching("The two files of a saved classifier belong together, and in .* config.json is of the"
                        + " weights [0-9a-f]{32}, and model.safetensors of [0-9a-f]{32}: a save was cut off, or one of them"
                        + " was replaced. Save the classifier again, or bring the file that belongs to the other.");
    }

    private static TrainedModel model(int writer) {
        TrainedModel plain = SavedAnsweringTest.model(Answering.PLAIN);
        Map<String, Tensor> weights = new LinkedHashMap<>(plain.weights().toMap());
        weights.put("fc.bias", Tensor.of(Shape.of(2), new float[] {writer, writer}));
        return new TrainedModel(
                plain.architecture(),
                Weights.of(weights),
                plain.preprocessing(),
                List.of("a" + writer, "b" + writer),
                plain.answering(),
                plain.report());
    }
}
