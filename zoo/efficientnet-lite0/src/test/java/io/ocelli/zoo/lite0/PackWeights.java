package io.ocelli.zoo.lite0;

import io.ocelli.model.Model;
import io.ocelli.model.Models;
import io.ocelli.model.PublishedWeights;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Safetensors;
import io.ocelli.weights.Weights;
import io.ocelli.weights.WeightsFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes this jar's weights: the published file under our names, with its licence. Convolutions and the head are kept in half
 * precision; the few numbers of batch norms and biases, whose errors would add up, stay whole.
 */
final class PackWeights {
    private PackWeights() {}

    /** Takes the published file and the safetensors file to write. */
    public static void main(String[] arguments) {
        Path to = Path.of(arguments[1]);
        Model model = Models.find("efficientnet_lite0");
        Safetensors.write(to, halves(model.rename(WeightsFile.read(Path.of(arguments[0])))), metadata(model));
    }

    static Weights halves(Weights weights) {
        Map<String, Tensor> halves = new LinkedHashMap<>();
        weights.toMap()
                .forEach((name, tensor) ->
                        halves.put(name, tensor.shape().rank() > 1 ? tensor.to(DType.FLOAT16) : tensor));
        return Weights.of(halves);
    }

    private static Map<String, String> metadata(Model model) {
        PublishedWeights row = model.weights().get(0);
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", "pt");
        metadata.put("model", model.name());
        metadata.put("weights", row.name());
        metadata.put("source", row.url());
        metadata.put("license", row.license() + ", Copyright (c) 2020, ML Illustrated");
        metadata.put("labels", row.labels());
        metadata.put("preprocessing", row.preprocessing().toString());
        return metadata;
    }
}
