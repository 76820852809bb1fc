package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.engine.Device;
import io.ocelli.engine.FileRunner;
import io.ocelli.engine.Preset;
import io.ocelli.engine.ProgramFormat;
import io.ocelli.error.EngineException;
import io.ocelli.image.Image;
import io.ocelli.image.Intensities;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Pipeline;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Transform;
import io.ocelli.image.Transforms;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.serving.FileOutput;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.transforms.Windowing;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks of 16 bits as ONNX files, which say what the PyTorch engine says of the same pictures. */
class SixteenBitFilesTest {
    private static final int SIDE = 32;

    @TempDir
    private Path folder;

    static List<Intensities> ways() {
        return List.of(
                Intensities.window(-160, 240),
                Intensities.window(30000.5, 30020),
                Intensities.percentiles(1, 99),
                Intensities.percentiles(12.5, 100),
                Intensities.zScore());
    }

    private static HeadSpec network(Preprocessing preprocessing) {
        return Classifier.model("resnet20_cifar")
                .engine("pytorch")
                .inputChannels(preprocessing.channels())
                .preprocessing(preprocessing)
                .head("none", "some", "much");
    }

    private static Preprocessing preprocessing(Intensities intensities, int channels) {
        return new Preprocessing(
                        SIDE,
                        SIDE,
                        SIDE,
                        Interpolation.BILINEAR,
                        List.of(0.5f, 0.25f, 0.75f).subList(0, channels),
                        List.of(0.25f, 0.5f, 1f).subList(0, channels))
                .withIntensities(intensities);
    }

    /** Around a value, with a few samples far from it, as metal and air are. */
    private static Image picture(int seed, int side, int channels, Image.Depth depth, int around) {
        Random random = new Random(seed);
        short[] words = new short[side * side * channels];
        for (int i = 0; i < words.length; i++) {
            double value = around + random.nextGaussian() * 100;
            words[i] = (short) (int) (random.nextInt(50) == 0 ? depth.largest() - seed : value);
        }
        return Image.of(side, side, channels, words, depth);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void anExportedFileSaysWhatPyTorchSays(Intensities intensities) {
        for (int channels : new int[] {1, 3}) {
            Path file = folder.resolve(channels + ".onnx");
            try (Classifier original =
                    network(preprocessing(intensities, channels)).untrained()) {
                original.exportOnnx(file);
                assertThat(original.engine()).isEqualTo("pytorch");
                try (Classifier read = Classifier.onnx(file).open()) {
                    assertThat(read.engine()).isEqualTo("onnxruntime");
                    assertThat(read.labels()).isEqualTo(original.labels());
                    assertThat(read.preprocessing()).isEqualTo(original.preprocessing());
                    List<Image> images = List.of(
                            picture(1, SIDE, channels, Image.Depth.INT16, 40),
                            picture(2, 45, channels, Image.Depth.UINT16, 30010),
                            picture(3, SIDE, channels, Image.Depth.INT16, -30000),
                            Image.black(SIDE, SIDE, channels, Image.Depth.UINT16));
                    for (Image image : images) {
                        assertThat(read.logits(image))
                                .as("%s", image)
                                .containsExactly(original.logits(image), within(2e-4f));
                    }
                    assertThat(read.classifyImages(images).get(1).probabilities())
                            .containsExactly(original.classify(images.get(1)).probabilities(), within(1e-5f));
                }
            }
        }
    }

    /** As a program of another language does: the samples as they are, and nothing else. */
    @Test
    void theGraphTakesTheSamplesThemselves() {
        Path file = folder.resolve("raw.onnx");
        Image image = picture(5, SIDE, 1, Image.Depth.INT16, 40);
        try (Classifier original =
                network(preprocessing(Intensities.window(-160, 240), 1)).untrained()) {
            original.exportOnnx(file);
            ByteBuffer samples = Tensor.allocate(DType.INT32, Shape.of(1, SIDE, SIDE, 1));
            for (short word : image.words()) {
                samples.putInt(word);
            }
            try (FileRunner runner = ProgramFormat.named("onnx").open(file, Device.CPU, Preset.LATENCY)) {
                assertThat(runner.inputs()).hasToString("[pixels INT32[?, 32, 32, 1]]");
                List<Tensor> outputs =
                        runner.run(List.of(Tensor.of(DType.INT32, Shape.of(1, SIDE, SIDE, 1), samples.flip())));
                assertThat(outputs.get(0).toFloats()).containsExactly(original.logits(image), within(1e-4f));
            }
        }
    }

    @Test
    void aWindowAmongTheTransformsGoesWithTheModel() {
        Path saved = folder.resolve("saved");
        Path file = folder.resolve("windowed.onnx");
        Preprocessing whole = preprocessing(Intensities.window(0, 65535), 1);
        Transform windowed = Pipeline.of(Windowing.of(-160, 240), Transforms.evaluation(whole));
        Image image = picture(6, 40, 1, Image.Depth.INT16, 40);
        try (Classifier original = network(whole).evaluation(windowed).untrained()) {
            float[] logits = original.logits(image);
            original.save(saved);
            original.exportOnnx(file);
            try (Classifier again = Classifier.load(saved);
                    Classifier read = Classifier.onnx(file).open()) {
                assertThat(again.logits(image)).containsExactly(logits, within(1e-4f));
                assertThat(read.logits(image)).containsExactly(logits, within(1e-4f));
            }
        }
    }

    @Test
    void aForeignFileOfNormalisedNumbersIsGivenThem() {
        Path file = folder.resolve("foreign.onnx");
        Preprocessing preprocessing = preprocessing(Intensities.percentiles(1, 99), 3);
        Image image = picture(7, SIDE, 3, Image.Depth.UINT16, 500);
        try (Classifier original = network(preprocessing).untrained()) {
            ProgramFormat.named("onnx")
                    .write(NetworkPrograms.logits(original.architecture()), original.weights(), Map.of(), file);
            try (Classifier read = Classifier.onnx(file)
                    .labels(original.labels())
                    .preprocessing(preprocessing)
                    .outputs(FileOutput.LOGITS)
                    .open()) {
                assertThat(read.logits(image)).containsExactly(original.logits(image), within(1e-4f));
            }
        }
    }

    @Test
    void picturesOfEightBitsAreRefused() {
        Path file = folder.resolve("wide.onnx");
        Preprocessing preprocessing = preprocessing(Intensities.zScore(), 1);
        try (Classifier original = network(preprocessing).untrained()) {
            original.exportOnnx(file);
        }
        try (Classifier read = Classifier.onnx(file).open()) {
            assertThatThrownBy(() -> read.classify(Image.black(SIDE, SIDE, 1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(
                            "A network of Intensities[kind=Z_SCORE, low=0.0, high=0.0] takes pictures of 16"
                                    + " bits, received Image 32 x 32 x 1 of 8.");
        }
        Preprocessing eight =
                new Preprocessing(SIDE, SIDE, SIDE, Interpolation.BILINEAR, preprocessing.mean(), preprocessing.std());
        assertThatThrownBy(() -> Classifier.onnx(file).preprocessing(eight).open())
                .isInstanceOf(EngineException.class)
                .hasMessageStartingWith(
                        "A classifier's input for pictures of 32 x 32 x 1 is float32 or uint8, N C H W or N H W C, and that"
                                + " of " + file + " is pixels INT32[?, 32, 32, 1].");
    }
}
