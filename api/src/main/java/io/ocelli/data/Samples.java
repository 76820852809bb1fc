package io.ocelli.data;

import com.google.common.collect.ImmutableList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A data set that is a list. */
final class Samples implements DataSet {
    private final List<String> classes;
    private final List<Sample> samples;
    private final Map<String, Datum.Kind> carries;

    Samples(List<String> classes, List<Sample> samples) {
        this.classes = ImmutableList.copyOf(classes);
        this.samples = ImmutableList.copyOf(samples);
        Set<String> names = new HashSet<>();
        for (String name : classes) {
            if (!names.add(name)) {
                throw new IllegalArgumentException(
                        "The classes of a data set have different names, received '" + name + "' twice");
            }
        }
        for (Sample sample : samples) {
            if (sample.label() >= classes.size()) {
                throw new IllegalArgumentException("A label is the index of one of the " + classes.size()
                        + " classes, received " + sample.label() + " for " + sample.name());
            }
        }
        this.carries = Company.of(this.samples);
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public int size() {
        return samples.size();
    }

    @Override
    public Sample sample(int i) {
        return samples.get(i);
    }

    @Override
    public Map<String, Datum.Kind> carries() {
        return carries;
    }

    @Override
    public String toString() {
        return samples.size() + " pictures of " + classes.size() + " classes";
    }
}
