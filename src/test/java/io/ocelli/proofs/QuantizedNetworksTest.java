package io.ocelli.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.Classifier;
import io.ocelli.compression.CalibrationMethod;
import io.ocelli.compression.Quantization;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageSource;
import io.ocelli.data.Sample;
import io.ocelli.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Networks in whole numbers say of real pictures what they said before, as nearly as ONNX Runtime's own quantiser's best. */
@Tag("proof")
class QuantizedNetworksTest {
    @Test
    void efficientNetIsAtLeastOnnxRuntimesBest() throws IOException {
        JsonObject golden = Golden.json("numbers/quantization_real.json");
        DataSet calibration = calibration(golden);
        List<Path> pictures = files(SharedData.unpacked("imagenet-125"));
        double agreement = best(golden, "agreement");
        double noise = best(golden, "signal_to_noise_db");
        try (Classifier whole = Classifier.efficientnetLite0()
                        .pretrained()
                        .engine("onnxruntime")
                        .open();
                Classifier minMax = whole.apply(Quantization.of(calibration));
                Classifier percentile =
                        whole.apply(Quantization.of(calibration).method(CalibrationMethod.percentile()));
                Classifier mse = whole.apply(Quantization.of(calibration).method(CalibrationMethod.mse()))) {
            Likeness each = Likeness.of(whole, minMax, pictures);
            Likeness better = Likeness.of(whole, percentile, pictures);
            System.out.println("EfficientNet-Lite0, min-max:    " + each);
            System.out.println("EfficientNet-Lite0, percentile: " + better);
            System.out.println("EfficientNet-Lite0, mse:        " + Likeness.of(whole, mse, pictures));
            System.out.println("ONNX Runtime's best:            " + new Likeness(agreement, noise));
            assertThat(better.agreement()).isGreaterThanOrEqualTo(agreement);
            assertThat(better.decibels()).isGreaterThanOrEqualTo(noise);
        }
    }

    /** The pictures that ONNX Runtime's quantiser was calibrated with. */
    private static DataSet calibration(JsonObject golden) {
        Path folder = SharedData.unpacked("ants-bees");
        List<Sample> samples = new ArrayList<>();
        for (JsonElement file : golden.getAsJsonObject("recipe").getAsJsonArray("calibration_files_lite0")) {
            samples.add(new Sample(file.getAsString(), ImageSource.of(folder.resolve(file.getAsString())), 0));
        }
        return DataSet.of(List.of("insect"), samples);
    }

    private static double best(JsonObject golden, String figure) {
        double best = 0;
        for (JsonElement each : golden.getAsJsonObject("efficientnet_lite0").getAsJsonArray("int8")) {
            best = Math.max(
                    best,
                    each.getAsJsonObject()
                            .getAsJsonObject("imagenet_125")
                            .get(figure)
                            .getAsDouble());
        }
        return best;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /**
     * How like another network's logits are.
     *
     * @param agreement the share of pictures with the same class
     * @param decibels of the logits' mean square over that of what they differ by
     */
    record Likeness(double agreement, double decibels) {
        static Likeness of(Classifier original, Classifier other, List<Path> pictures) {
            int same = 0;
            double signal = 0;
            double noise = 0;
            for (Path picture : pictures) {
                float[] expected = original.logits(ImageSource.of(picture));
                float[] found = other.logits(ImageSource.of(picture));
                same += largest(expected) == largest(found) ? 1 : 0;
                for (int i = 0; i < expected.length; i++) {
                    signal += expected[i] * expected[i];
                    noise += Math.pow(expected[i] - found[i], 2);
                }
            }
            return new Likeness((double) same / pictures.size(), 10 * Math.log10(signal / noise));
        }

        private static int largest(float[] logits) {
            int largest = 0;
            for (int i = 1; i < logits.length; i++) {
                largest = logits[i] > logits[largest] ? i : largest;
            }
            return largest;
        }
    }
}
