package io.ocelli.metrics;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.ocelli.tensor.Shape;
import io.ocelli.testing.Golden;

/** The probabilities and labels of {@code numbers/decisions.json}, in double precision, by the rule that stands there. */
final class GoldenDecisions {
    final String seed;
    final int n;
    final int k;
    private final JsonArray labels;

    GoldenDecisions() {
        JsonObject logits = json().getAsJsonObject("logits");
        this.seed = logits.get("rule").getAsString().replaceAll(".*'logits(\\w+)'.*", "$1");
        this.labels = logits.getAsJsonArray("labels");
        this.n = labels.size();
        this.k = logits.getAsJsonArray("first_row").size();
    }

    static JsonObject json() {
        return Golden.json("numbers/decisions.json");
    }

    int label(int i) {
        return labels.get(i).getAsInt();
    }

    /** N K, row by row. */
    double[] probabilities() {
        float[] z = Golden.fill("logits" + seed, Shape.of(n, k), -1.5, 1.5);
        float[] boost = Golden.fill("boost" + seed, Shape.of(n), -1, 13);
        double[] probabilities = new double[n * k];
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int c = 0; c < k; c++) {
                double logit = 2.5 * z[i * k + c] + (label(i) == c ? boost[i] : 0) + (c == 3 ? 1.5 : 0);
                probabilities[i * k + c] = Math.exp(c == 6 ? logit * 1.4 : logit);
                sum += probabilities[i * k + c];
            }
            for (int c = 0; c < k; c++) {
                probabilities[i * k + c] /= sum;
            }
        }
        return probabilities;
    }
}
