package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.io.ByteStreams;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.explanation.Explain;
import io.ocelli.explanation.Explainer;
import io.ocelli.explanation.HeatMap;
import io.ocelli.image.Image;
import io.ocelli.image.Images;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Close;
import io.ocelli.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** Heat maps of real pictures by real weights, against {@code numbers/explain_real.json}. */
class RealExplanationsTest {
    @Test
    void mapsOfPhotosAreTheReferences() throws IOException {
        JsonObject golden = Golden.json("numbers/explain_real.json");
        Path pictures = Golden.shared().resolve("data").resolve("imagenet-125.zip");
        Path weights =
                Golden.shared().resolve("weights").resolve(golden.get("weights").getAsString());
        assumeTrue(Files.exists(pictures) && Files.exists(weights), "no " + pictures + " and " + weights);
        JsonObject errors = golden.getAsJsonObject("fp32_error");
        try (ZipFile zip = new ZipFile(pictures.toFile());
                Classifier classifier =
                        Classifier.efficientnetLite0().weights(weights).open();
                Explainer gradCam =
                        Explain.gradCam(classifier).engine("onnxruntime").open();
                Explainer layerCam =
                        Explain.layerCam(classifier).stage("blocks.4").open();
                Explainer saliency = Explain.saliency(classifier).open()) {
            for (JsonElement each : golden.getAsJsonArray("pictures")) {
                JsonObject expected = each.getAsJsonObject();
                String file = expected.get("file").getAsString();
                Image picture = Images.read(ByteStreams.toByteArray(zip.getInputStream(zip.getEntry(file))));
                int best = expected.get("top1").getAsInt();
                HeatMap map = gradCam.of(picture);
                assertThat(map.label()).isEqualTo(classifier.labels().get(best));
                check(
                        map,
                        expected.get("grad_cam"),
                        1e-4 + 5 * errors.get("grad_cam").getAsDouble(),
                        file);
                check(
                        layerCam.of(picture, best),
                        expected.get("layer_cam"),
                        1e-4 + 5 * errors.get("layer_cam").getAsDouble(),
                        file);
                double largest = expected.get("gradient_largest").getAsDouble();
                double error = 1e-4 + 5 * errors.get("gradient").getAsDouble();
                assertThat(Math.abs(saliency.of(picture, best).largest() - largest))
                        .isLessThan(error * largest);
            }
        }
    }

    private static void check(HeatMap map, JsonElement expected, double tolerance, String file) {
        Tensor values = Tensor.of(Shape.of(map.height(), map.width()), map.values());
        Close.assertClose(values.toDoubles(), Close.numbers(expected), tolerance, file);
    }
}
