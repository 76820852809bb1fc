package io.ocelli.learning;

import com.google.common.collect.ImmutableMap;
import io.ocelli.data.DataSet;
import io.ocelli.data.Datum;
import io.ocelli.data.Sample;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pictures whose columns are rows of numbers; these are made when a sample is asked for. Immutable. */
final class EncodedPictures implements DataSet {
    private final DataSet pictures;
    private final Columns columns;

    EncodedPictures(DataSet pictures, Columns columns) {
        this.pictures = pictures;
        this.columns = columns;
    }

    @Override
    public List<String> classes() {
        return pictures.classes();
    }

    @Override
    public int size() {
        return pictures.size();
    }

    @Override
    public Sample sample(int i) {
        Sample sample = pictures.sample(i);
        return new Sample(sample.name(), sample.source(), columns.encoded(sample.values()));
    }

    @Override
    public Map<String, Datum.Kind> carries() {
        Map<String, Datum.Kind> kinds = new LinkedHashMap<>(pictures.carries());
        columns.columns().forEach(column -> kinds.remove(column.name()));
        columns.widths().keySet().forEach(part -> kinds.put(part, Datum.Kind.ROW));
        kinds.put(Sample.SHOWN, Datum.Kind.ROW);
        return ImmutableMap.copyOf(kinds);
    }

    @Override
    public String toString() {
        return pictures + " with " + columns.widths();
    }
}
