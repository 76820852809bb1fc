package io.ocelli.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.ocelli.Backbone;
import io.ocelli.Classifier;
import io.ocelli.data.ImageFolder;
import io.ocelli.engine.Device;
import io.ocelli.engine.Engine;
import io.ocelli.engine.Engines;
import io.ocelli.image.Images;
import io.ocelli.testing.Golden;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real weights on real pictures give what the original frameworks gave. */
@Tag("proof")
class RealPicturesTest {
    static List<String> engines() {
        List<String> names = new ArrayList<>();
        for (Engine engine : Engines.all()) {
            if (engine.refuses(Device.CPU) == null) {
                names.add(engine.name());
            }
        }
        return names;
    }

    static List<String[]> cifarNetworks() {
        List<String[]> cases = new ArrayList<>();
        for (String engine : engines()) {
            for (String depth : new String[] {"20", "32", "44", "56"}) {
                cases.add(new String[] {engine, depth});
            }
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("engines")
    void efficientNetSeesImageNetAsTimmDoes(String engine) {
        JsonObject golden = Golden.json("numbers/real.json").getAsJsonObject("efficientnet_lite0_imagenet125");
        Path folder = SharedData.unpacked("imagenet-125");
        JsonArray files = golden.getAsJsonArray("files");
        JsonArray expected = golden.getAsJsonArray("top1");
        int same = 0;
        try (Classifier imagenet =
                Classifier.efficientnetLite0().pretrained().engine(engine).open()) {
            for (int i = 0; i < files.size(); i++) {
                Path file = folder.resolve(files.get(i).getAsString());
                same += imagenet.classify(file).index() == expected.get(i).getAsInt() ? 1 : 0;
            }
        }
        System.out.println(engine + ": same top-1 class on " + same + " of " + files.size());
        assertThat(same).isGreaterThanOrEqualTo(files.size() - 1);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void efficientNetsFeaturesAreTimms(String engine) {
        JsonObject golden = Golden.json("numbers/real.json").getAsJsonObject("efficientnet_lite0_ants_bees_features");
        Path folder = SharedData.unpacked("ants-bees");
        try (Classifier imagenet =
                Classifier.efficientnetLite0().pretrained().engine(engine).open()) {
            JsonArray files = golden.getAsJsonArray("files");
            for (int i = 0; i < files.size(); i++) {
                float[] features = imagenet.features(
                        Images.read(folder.resolve(files.get(i).getAsString())));
                double[] first =
                        numbers(golden.getAsJsonArray("first_16").get(i).getAsJsonArray());
                double difference = 0;
                double size = 0;
                for (int j = 0; j < first.length; j++) {
                    difference += Math.pow(features[j] - first[j], 2);
                    size += first[j] * first[j];
                }
                double norm = 0;
                for (float feature : features) {
                    norm += feature * feature;
                }
                double relative = Math.sqrt(difference / size);
                System.out.printf("%s: features of %s differ by %.4f %%%n", engine, files.get(i), 100 * relative);
                assertThat(relative).isLessThan(0.01);
                double expectedNorm = golden.getAsJsonArray("norm").get(i).getAsDouble();
                assertThat(Math.sqrt(norm)).isCloseTo(expectedNorm, within(0.01 * expectedNorm));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cifarNetworks")
    void residualNetworksAreAsRightOnCifarAsInPyTorch(String engine, String depth) {
        JsonObject golden = Golden.json("numbers/real.json").getAsJsonObject("resnet" + depth + "_cifar10_test");
        ImageFolder pictures = ImageFolder.of(SharedData.unpacked("cifar10").resolve("test"));
        Backbone backbone = Classifier.model("resnet" + depth + "_cifar")
                .weights(SharedData.weights(golden.get("weights").getAsString()))
                .labels(pictures.classes())
                .engine(engine);
        try (Classifier cifar = backbone.open()) {
            double accuracy = cifar.evaluate(pictures).accuracy();
            System.out.printf(
                    "%s: resnet%s accuracy %.4f, golden %.4f%n",
                    engine, depth, accuracy, golden.get("accuracy").getAsDouble());
            assertThat(accuracy).isCloseTo(golden.get("accuracy").getAsDouble(), within(0.001));
        }
    }

    private static double[] numbers(JsonArray array) {
        double[] numbers = new double[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = array.get(i).getAsDouble();
        }
        return numbers;
    }
}
