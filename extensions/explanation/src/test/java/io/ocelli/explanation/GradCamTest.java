package io.ocelli.explanation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.graph.Parameter;
import io.ocelli.image.Image;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.Architecture;
import io.ocelli.model.InputSize;
import io.ocelli.model.Models;
import io.ocelli.model.Network;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Close;
import io.ocelli.testing.Golden;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Grad-CAM on both engines, against {@code numbers/explain.json}. */
class GradCamTest {
    private static final Map<String, String> LAST_STAGES = Map.of("resnet20_cifar", "layer3", "resnet18", "layer4");

    @TestFactory
    Stream<DynamicTest> mapsAreTheReferences() {
        return Golden.json("numbers/explain.json").getAsJsonArray("networks").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .filter(each -> LAST_STAGES.containsKey(each.get("network").getAsString()))
                .flatMap(each -> Stream.of("pytorch", "onnxruntime")
                        .map(engine -> dynamicTest(
                                each.get("network").getAsString() + " on " + engine, () -> check(each, engine))));
    }

    private static void check(JsonObject golden, String engine) {
        String name = golden.get("network").getAsString();
        Tensor pictures = Golden.input(golden.getAsJsonObject("input"));
        Shape shape = pictures.shape();
        Network network = network(
                name,
                new InputSize(shape.at(1), shape.at(2), shape.at(3)),
                golden.get("gain").getAsDouble());
        int[] labels = golden.getAsJsonArray("classes").asList().stream()
                .mapToInt(JsonElement::getAsInt)
                .toArray();
        GradCam cam = GradCam.of(network).engine(engine);
        assertThat(cam).isEqualTo(cam.stage(LAST_STAGES.get(name)));
        try (ActivationMaps maps = onTensors(cam)) {
            Close.assertClose(
                    maps.of(pictures, labels).toDoubles(), expected(golden, LAST_STAGES.get(name)), 1e-4, "Grad-CAM");
        }
    }

    /** On what the network takes, where {@link GradCam#open} is on pictures. */
    private static ActivationMaps onTensors(GradCam cam) {
        Architecture architecture = cam.network().architecture();
        return new ActivationMaps(
                cam,
                architecture.graph().only(Architecture.LOGITS).extend(),
                Map.of(Architecture.INPUT, architecture.input().shape()));
    }

    private static Network network(String name, InputSize size, double gain) {
        Architecture architecture = Models.find(name).build(size);
        Map<String, Shape> state = new LinkedHashMap<>();
        for (Parameter parameter : architecture.graph().parameters()) {
            state.put(parameter.name(), parameter.shape());
        }
        List<Float> half = List.of(0.5f, 0.5f, 0.5f);
        return new Network(
                architecture,
                Golden.weights(state, gain),
                new Preprocessing(0, size.height(), size.width(), Interpolation.BILINEAR, half, half));
    }

    private static double[] expected(JsonObject golden, String layer) {
        for (JsonElement each : golden.getAsJsonArray("maps")) {
            JsonObject map = each.getAsJsonObject();
            if (map.get("method").getAsString().equals("grad_cam")
                    && map.get("layer").getAsString().equals(layer)) {
                return Close.numbers(map.get("map"));
            }
        }
        throw new AssertionError("no Grad-CAM of " + layer);
    }

    @Test
    void aPictureIsSeenAsInEvaluation() {
        GradCam cam = GradCam.of(network("resnet20_cifar", new InputSize(3, 32, 32), 1.33));
        Image picture = Image.black(32, 32, 3);
        float[] normalised = new float[3 * 32 * 32];
        for (int i = 0; i < normalised.length; i++) {
            picture.samples()[i] = (byte) (i * i);
            normalised[i % 3 * 1024 + i / 3] = ((picture.samples()[i] & 255) / 255f - 0.5f) / 0.5f;
        }
        try (ActivationMaps pictures = cam.open();
                ActivationMaps tensors = onTensors(cam)) {
            Tensor map = pictures.of(picture, 4);
            double[] same =
                    tensors.of(Tensor.of(Shape.of(1, 3, 32, 32), normalised), 4).toDoubles();
            assertThat(map.shape()).isEqualTo(Shape.of(8, 8));
            Close.assertClose(map.toDoubles(), same, 1e-5, "the map of a picture");
            assertThatThrownBy(() -> pictures.of(picture, 10))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("A label is the index of one of the network's 10 classes, received 10");
        }
    }

    @Test
    void whatIsNoMapsIsRefused() {
        GradCam cam = GradCam.of(network("simple_cnn", new InputSize(3, 32, 32), 1));
        assertThatThrownBy(() -> cam.stage("layer9"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The stages of simple_cnn are [conv1, conv2], received 'layer9'");
        assertThatThrownBy(() -> cam.node("fc1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Grad-CAM is of feature maps N C H W, and 'fc1' of simple_cnn is [1, 128]. Name another node,"
                                + " or one of the stages [conv1, conv2] that ends in maps.");
    }
}
