package io.ocelli.training;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Floats;
import io.ocelli.data.Batch;
import io.ocelli.data.DataSet;
import io.ocelli.data.Datum;
import io.ocelli.data.Sample;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Features that pictures carry ({@link Sample#FEATURES}): the backbone looks at none of them. */
final class KnownFeatures {
    private KnownFeatures() {}

    static boolean in(DataSet pictures) {
        return pictures.carries().containsKey(Sample.FEATURES);
    }

    /**
     * @param one the shape of a picture's features, with a leading 1
     * @param values what is asked for of what the pictures carry
     */
    static FeatureSource of(DataSet pictures, Shape one, Set<String> values, FeatureSource.Order order) {
        for (String value : values) {
            if (!value.equals(Batch.TARGETS) || pictures.carries().containsKey(value)) {
                throw new IllegalArgumentException(
                        "Pictures whose features are known are learnt from by these and their"
                                + " class, and '" + value + "' is asked for, too. Leave '" + Sample.FEATURES
                                + "' out, and their features are computed.");
            }
        }
        Features features = Features.of(DType.FLOAT32, one, pictures.size());
        boolean whole = false;
        try {
            int[] labels = new int[pictures.size()];
            for (int i = 0; i < labels.length; i++) {
                Sample sample = pictures.sample(i);
                labels[i] = sample.label();
                features.put(i, Tensor.of(one, row(sample, one)).bytes());
            }
            whole = true;
            int[] indexes = new int[labels.length];
            for (int i = 0; i < indexes.length; i++) {
                indexes[i] = i;
            }
            return new FeatureSource(ImmutableMap.of(Batch.PIXELS, features), labels, order.of(indexes));
        } finally {
            if (!whole) {
                features.close();
            }
        }
    }

    private static float[] row(Sample sample, Shape one) {
        @Nullable Datum known = sample.values().get(Sample.FEATURES);
        List<Float> row = known instanceof Datum.Row ? ((Datum.Row) known).values() : ImmutableList.of();
        if (row.size() != one.count()) {
            throw new IllegalArgumentException("What pictures carry as '" + Sample.FEATURES + "' is a row of the "
                    + one.count() + " numbers that the backbone makes of each, and " + sample.name() + " has "
                    + (known == null ? "none" : row.size()));
        }
        return Floats.toArray(row);
    }
}
