package io.ocelli.serving;

import com.google.common.collect.ImmutableMap;
import io.ocelli.data.Datum;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a network takes beside pictures, out of what these carry: rows of numbers. */
final class ServedCompany {
    private ServedCompany() {}

    /**
     * The rows of some views, float32 N D; null where one has none.
     *
     * @param one the shape of one
     * @throws IllegalArgumentException if a view has something else, or one of another length
     */
    static @Nullable Tensor rows(String name, Shape one, List<View> views) {
        int width = Math.toIntExact(one.count());
        float[] rows = new float[Math.multiplyExact(views.size(), width)];
        for (int i = 0; i < views.size(); i++) {
            Datum value = views.get(i).values().get(name);
            if (value == null) {
                return null;
            }
            if (!(value instanceof Datum.Row) || ((Datum.Row) value).values().size() != width) {
                throw missing(name, value.toString());
            }
            List<Float> row = ((Datum.Row) value).values();
            for (int d = 0; d < width; d++) {
                rows[i * width + d] = row.get(d);
            }
        }
        return Tensor.of(one.with(0, views.size()), rows);
    }

    /** What says that the network takes more than was given. */
    static IllegalArgumentException missing(String name, String received) {
        return new IllegalArgumentException("This network looks at a row of numbers, '" + name
                + "', beside each picture, received " + received + ". Ask it about samples that carry one,"
                + " classify(sample.with(\"" + name + "\", Datum.row(...))), or put what makes such rows around it.");
    }

    /** Rows of zeros, to run a network that nobody asks yet. */
    static Map<String, Datum> zeros(Map<String, Shape> company) {
        Map<String, Datum> zeros = new LinkedHashMap<>();
        company.forEach((name, one) -> zeros.put(name, Datum.row(new float[Math.toIntExact(one.count())])));
        return ImmutableMap.copyOf(zeros);
    }
}
