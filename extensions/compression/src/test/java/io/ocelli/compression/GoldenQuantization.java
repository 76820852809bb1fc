package io.ocelli.compression;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Close;
import io.ocelli.testing.Golden;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** {@code numbers/quantization.json}. */
final class GoldenQuantization {
    private static final int BATCHES = 3;

    private GoldenQuantization() {}

    static JsonObject json() {
        return Golden.json("numbers/quantization.json");
    }

    /** The cases of a name. */
    static List<JsonObject> cases(String name) {
        return StreamSupport.stream(json().getAsJsonArray("cases").spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .filter(each -> each.get("case").getAsString().equals(name))
                .collect(Collectors.toList());
    }

    /** Tensors by the rule or by their values. */
    static List<Tensor> tensors(JsonArray described) {
        return StreamSupport.stream(described.spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .map(each -> each.has("values") ? floats(Close.numbers(each.get("values"))) : Golden.input(each))
                .collect(Collectors.toList());
    }

    static Tensor floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return Tensor.of(Shape.of(floats.length), floats);
    }

    /** The numbers that observers see, batch by batch: heavy tails, and wider with each batch. */
    static float[][] batches(String kind) {
        String seed = seed();
        float[][] batches = new float[BATCHES][];
        for (int i = 0; i < BATCHES; i++) {
            float[] fill = Golden.fill("data" + i + seed, Shape.of(8, 3, 24, 24), -1, 1);
            batches[i] = new float[fill.length];
            for (int j = 0; j < fill.length; j++) {
                double u = fill[j];
                float v = (float) ((1 + 0.5 * i) * (0.5 * u) / Math.sqrt(1.001 - Math.abs(u)));
                batches[i][j] = kind.equals("rectified") ? Math.max(v, 0) : v;
            }
        }
        return batches;
    }

    /** What the file's names of inputs end with. */
    static String seed() {
        String name = cases("fake_quantize")
                .get(0)
                .getAsJsonArray("inputs")
                .get(0)
                .getAsJsonObject()
                .get("name")
                .getAsString();
        return name.substring("x".length());
    }
}
