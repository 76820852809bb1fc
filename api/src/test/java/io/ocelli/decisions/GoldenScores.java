package io.ocelli.decisions;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.tensor.Shape;
import io.ocelli.testing.Golden;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.data.Offset;

/** The logits that {@code numbers/decisions.json} describes: half to calibrate, half to test. */
final class GoldenScores {
    /** Nine digits are written. */
    static final Offset<Double> DIGITS = Offset.offset(2e-8);

    private static final int N = 400;
    private static final int K = 8;
    private static final int HALF = 200;

    final JsonObject json;
    private final String seed;
    private final double[][] logits;
    private final int[] labels;

    private GoldenScores(JsonObject json, String seed, int[] labels) {
        this.json = json;
        this.seed = seed;
        this.labels = labels;
        float[] boost = Golden.fill("boost" + seed, Shape.of(N), -1, 13);
        this.logits = rows("logits", N, K, -1.5, 1.5);
        for (int i = 0; i < N; i++) {
            for (int c = 0; c < K; c++) {
                logits[i][c] *= 2.5;
            }
            logits[i][labels[i]] += boost[i];
            logits[i][3] += 1.5;
            logits[i][6] *= 1.4;
        }
    }

    /** Those of the file. */
    static GoldenScores ofFile() {
        JsonObject json = Golden.json("numbers/decisions.json");
        JsonObject described = json.getAsJsonObject("logits");
        Matcher name = Pattern.compile("fill\\('logits(\\w*)'")
                .matcher(described.get("rule").getAsString());
        if (!name.find()) {
            throw new IllegalStateException("The rule names its logits, received " + described.get("rule"));
        }
        return new GoldenScores(json, name.group(1), ints(doubles(described.get("labels"))));
    }

    /** Those by the same rule with another seed, for which the file has no figures. */
    static GoldenScores ofSeed(String seed) {
        float[] drawn = Golden.fill("label" + seed, Shape.of(N), 0, K);
        double[] labels = new double[N];
        Arrays.setAll(labels, i -> Math.min(K - 1, Math.floor(drawn[i])));
        return new GoldenScores(new JsonObject(), seed, ints(labels));
    }

    private static int[] ints(double[] values) {
        return Arrays.stream(values).mapToInt(value -> (int) value).toArray();
    }

    String seed() {
        return seed;
    }

    double[][] rows(String name, int n, int k, double lo, double hi) {
        float[] values = Golden.fill(name + seed, Shape.of(n, k), lo, hi);
        double[][] rows = new double[n][k];
        for (int i = 0; i < n * k; i++) {
            rows[i / k][i % k] = values[i];
        }
        return rows;
    }

    int[] labels() {
        return labels;
    }

    double[][] logits() {
        return logits;
    }

    /** The first half, with logits divided. */
    LabelledScores calibration(double temperature) {
        return part(0, temperature);
    }

    /** The second half. */
    LabelledScores test(double temperature) {
        return part(HALF, temperature);
    }

    private LabelledScores part(int from, double temperature) {
        double[][] rows = new double[HALF][];
        for (int i = 0; i < HALF; i++) {
            rows[i] = Arrays.stream(logits[from + i])
                    .map(logit -> logit / temperature)
                    .toArray();
        }
        return LabelledScores.of(rows, Arrays.copyOfRange(labels, from, from + HALF));
    }

    static double[] doubles(JsonElement array) {
        JsonArray values = array.getAsJsonArray();
        double[] doubles = new double[values.size()];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = values.get(i).isJsonNull()
                    ? Double.POSITIVE_INFINITY
                    : values.get(i).getAsDouble();
        }
        return doubles;
    }
}
