package io.ocelli.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.List;

/** Compares with references, relative to the largest of them. */
public final class Close {
    private Close() {}

    /** Fails where a value is further from its reference than {@code tolerance} times the largest reference. */
    public static void assertClose(double[] values, double[] references, double tolerance, String what) {
        assertThat(values).as(what).hasSameSizeAs(references);
        double difference = difference(values, references);
        assertThat(difference)
                .as("%s: largest difference over the largest of the reference", what)
                .isLessThanOrEqualTo(tolerance);
    }

    /** The largest difference, over the largest reference; not a number where a value is not. */
    public static double difference(double[] values, double[] references) {
        double largest = Double.MIN_NORMAL;
        double difference = 0;
        for (int i = 0; i < values.length; i++) {
            largest = Math.max(largest, Math.abs(references[i]));
            difference = Math.max(difference, Math.abs(values[i] - references[i]));
        }
        return difference / largest;
    }

    /** The numbers of an array, or an array of arrays, in order. */
    public static double[] numbers(JsonElement element) {
        List<Double> all = new ArrayList<>();
        collect(element, all);
        return all.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static void collect(JsonElement element, List<Double> all) {
        if (element.isJsonArray()) {
            element.getAsJsonArray().forEach(each -> collect(each, all));
        } else {
            all.add(element.getAsDouble());
        }
    }
}
