package io.ocelli.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.ocelli.Classifier;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.Node;
import io.ocelli.image.Image;
import io.ocelli.image.Randomness;
import io.ocelli.model.Architecture;
import io.ocelli.model.Initializer;
import io.ocelli.model.InputSize;
import io.ocelli.model.Model;
import io.ocelli.model.Models;
import io.ocelli.weights.Safetensors;
import io.ocelli.weights.Weights;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Folders go to timm and come from it, and both see the same in a picture. Runs the Python of {@code -Docelli.python}, which
 * has timm; {@code -Docelli.timm} names the models, separated by commas, and else all are tried that timm has, but the giants.
 */
@Tag("proof")
class TimmTest {
    /** Of the largest logit. */
    private static final double TOLERANCE = 1e-4;

    /** Of the distance between two pictures' logits, which may be a small part of them. */
    private static final double RESOLUTION = 1e-2;

    private static final Set<String> GIANTS = Set.of("vit_h_14", "vit_l_16", "vit_l_32", "regnet_y_128gf");

    private static Process python;
    private static PrintWriter toPython;
    private static BufferedReader fromPython;

    @TempDir
    private Path folder;

    static Stream<String> models() {
        String named = System.getProperty("ocelli.timm", "");
        return named.isEmpty()
                ? Models.all().stream()
                        .filter(model -> model.timmName() != null && !GIANTS.contains(model.name()))
                        .map(Model::name)
                : Stream.of(named.split(","));
    }

    @BeforeAll
    static void start() throws IOException {
        String command = System.getProperty("ocelli.python", "");
        assumeTrue(!command.isEmpty(), "-Docelli.python names no Python that has timm");
        python = new ProcessBuilder(command, "src/test/python/timm_folders.py")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        toPython = new PrintWriter(python.outputWriter(StandardCharsets.UTF_8), true);
        fromPython = python.inputReader(StandardCharsets.UTF_8);
        assertThat(fromPython.readLine()).startsWith("ready 1.");
    }

    @AfterAll
    static void stop() {
        if (python != null) {
            python.destroy();
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void timmOpensWhatIsSavedHere(String name) throws IOException {
        Model model = Models.find(name);
        timmOpens(model, model.input(), 7, picture(250, 330, 3, 1));
    }

    @ParameterizedTest
    @MethodSource("models")
    void whatTimmSavedOpensHere(String name) throws IOException {
        Model model = Models.find(name);
        JsonObject arguments = new JsonObject();
        arguments.addProperty("num_classes", 5);
        opens(model, arguments, true);
    }

    /** As timm has them by itself, in a file of {@code torch.save}. */
    @ParameterizedTest
    @MethodSource("models")
    void whatTimmSavedAsItComesOpensHere(String name) throws IOException {
        opens(Models.find(name), new JsonObject(), false);
    }

    @Test
    void batchNormsAndChannelsAreToldBothWays() throws IOException {
        Model model = Models.find("mobilenet_v3_small");
        timmOpens(model, new InputSize(1, 224, 224), 1000, picture(300, 260, 1, 1));
        JsonObject arguments = new JsonObject();
        arguments.addProperty("bn_eps", 0.02);
        arguments.addProperty("bn_momentum", 0.3);
        opens(model, arguments, true);
    }

    @Test
    void extentsAreToldBothWays() throws IOException {
        Model model = Models.find("vit_b_32");
        timmOpens(model, new InputSize(3, 192, 192), 7, picture(300, 260, 3, 1));
        JsonObject arguments = new JsonObject();
        arguments.addProperty("img_size", 160);
        opens(model, arguments, true);
    }

    @Test
    void windowsThatTileLargerMapsGoBothWays() throws IOException {
        Model model = Models.find("swin_v2_t");
        timmOpens(model, new InputSize(3, 512, 512), 7, picture(300, 260, 3, 1));
        JsonObject arguments = new JsonObject();
        arguments.addProperty("img_size", 512);
        opens(model, arguments, true);
    }

    private void timmOpens(Model model, InputSize input, int classes, Image picture) throws IOException {
        Architecture architecture =
                model.build(model.input().at(input.height(), input.width())).classes(classes);
        Path weights = folder.resolve("weights.safetensors");
        Safetensors.write(weights, weights(model, architecture), Map.of());
        Path saved = folder.resolve("saved");
        float[] here;
        float[] other;
        try (Classifier classifier = Classifier.model(model.name())
                .inputSize(input.height(), input.width())
                .inputChannels(input.channels())
                .weights(weights)
                .open()) {
            classifier.save(saved);
            here = classifier.logits(picture);
            other = classifier.logits(picture(250, 330, input.channels(), 2));
        }
        JsonObject ask = asking(picture);
        ask.addProperty("folder", saved.toString());
        compare(model.name() + " to timm, " + classes + " classes", here, other, answer(ask));
    }

    /** timm's, as it knows statistics that suit a picture; and what it has no place for as it begins. */
    private Weights weights(Model model, Architecture architecture) throws IOException {
        JsonObject arguments = new JsonObject();
        arguments.addProperty("num_classes", architecture.classes());
        if (!architecture.input().equals(model.input())) {
            arguments.addProperty("img_size", architecture.input().height());
        }
        if (model.timm().batchNorm() != null) {
            architecture.graph().nodes().stream()
                    .map(Node::operation)
                    .filter(BatchNorm2d.class::isInstance)
                    .forEach(norm -> arguments.addProperty("bn_eps", ((BatchNorm2d) norm).eps()));
        }
        Path made = folder.resolve("made");
        answer(making(model, arguments, made, picture(280, 280, 3, 1)));
        try (Classifier timms = Classifier.load(made)) {
            return Initializer.weights(architecture.graph(), 1).with(timms.weights());
        }
    }

    private void opens(Model model, JsonObject arguments, boolean safe) throws IOException {
        Path made = folder.resolve("made");
        // square, as the crops of timm's that distort a picture are not followed
        Image picture = picture(280, 280, 3, 3);
        JsonObject ask = making(model, arguments, made, picture);
        ask.addProperty("safe", safe);
        float[] there = answer(ask);

        Path again = folder.resolve("again");
        try (Classifier classifier = Classifier.load(made)) {
            compare(
                    model.name() + " from timm, " + arguments,
                    classifier.logits(picture),
                    classifier.logits(picture(280, 280, 3, 4)),
                    there);
            classifier.save(again);
        }
        JsonObject back = asking(picture);
        back.addProperty("folder", again.toString());
        assertThat(difference(answer(back), there)).isLessThan(TOLERANCE);
    }

    private static void compare(String what, float[] here, float[] other, float[] there) {
        double difference = difference(here, there);
        double apart = difference(here, other);
        System.out.printf("%s: %.1e apart, two pictures %.1e%n", what, difference, apart);
        assertThat(difference).as(what).isLessThan(TOLERANCE);
        assertThat(difference).as(what).isLessThan(RESOLUTION * apart);
    }

    private static double difference(float[] one, float[] other) {
        assertThat(one).hasSameSizeAs(other);
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < one.length; i++) {
            largest = Math.max(largest, Math.abs(one[i]));
            difference = Math.max(difference, Math.abs(one[i] - other[i]));
        }
        assertThat(largest).isFinite().isPositive();
        return difference / largest;
    }

    private static JsonObject making(Model model, JsonObject arguments, Path folder, Image picture) {
        JsonObject ask = asking(picture);
        ask.addProperty("make", model.timmName());
        ask.addProperty("folder", folder.toString());
        ask.add("arguments", arguments);
        ask.addProperty("safe", true);
        return ask;
    }

    private static JsonObject asking(Image picture) {
        JsonObject ask = new JsonObject();
        ask.addProperty("height", picture.height());
        ask.addProperty("width", picture.width());
        ask.addProperty("channels", picture.channels());
        ask.addProperty("samples", Base64.getEncoder().encodeToString(picture.samples()));
        return ask;
    }

    private static float[] answer(JsonObject ask) throws IOException {
        toPython.println(ask);
        JsonObject answer = JsonParser.parseString(fromPython.readLine()).getAsJsonObject();
        assertThat(answer.has("error")).as(answer.toString()).isFalse();
        JsonArray logits = answer.getAsJsonArray("logits");
        float[] values = new float[logits.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = logits.get(i).getAsFloat();
        }
        return values;
    }

    /** Patches of a few colours with noise, as noise alone is the same to a network whatever its seed. */
    private static Image picture(int height, int width, int channels, int seed) {
        Image image = Image.black(height, width, channels);
        Randomness randomness = Randomness.of(seed);
        double[] patches = new double[3 * 3 * channels];
        for (int i = 0; i < patches.length; i++) {
            patches[i] = randomness.nextDouble(0, 200);
        }
        for (int i = 0; i < image.samples().length; i++) {
            int pixel = i / channels;
            int patch = 3 * (3 * (pixel / width) / height) + 3 * (pixel % width) / width;
            image.samples()[i] = (byte) (patches[patch * channels + i % channels] + randomness.nextDouble(0, 56));
        }
        return image;
    }
}
