package io.ocelli.data;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** A data set under the classes of another. The names of these may repeat, as two of ImageNet's do. */
final class Relabelled implements DataSet {
    private final DataSet pictures;
    private final List<String> classes;
    private final int[] labels;

    private Relabelled(DataSet pictures, List<String> classes, int[] labels) {
        this.pictures = pictures;
        this.classes = classes;
        this.labels = labels;
    }

    static DataSet relabel(DataSet pictures, List<String> classes) {
        List<String> names = pictures.classes();
        if (names.equals(classes)) {
            return pictures;
        }
        boolean[] used = used(pictures, names.size());
        int[] labels = new int[names.size()];
        Arrays.fill(labels, Sample.UNLABELLED);
        List<String> unknown = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            String name = names.get(i);
            labels[i] = classes.indexOf(name);
            if (used[i] && labels[i] < 0) {
                unknown.add(name);
            } else if (used[i] && labels[i] != classes.lastIndexOf(name)) {
                throw new IllegalArgumentException("Classes are matched by name, and the name '" + name
                        + "' stands for two of the " + classes.size() + ": " + labels[i] + " and "
                        + classes.lastIndexOf(name) + ". Rename one.");
            }
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("Classes are matched by name, and the data set's "
                    + Names.list(unknown) + " are not among the " + classes.size() + " classes "
                    + Names.list(classes) + ". The data set has " + Names.list(names)
                    + ": rename its classes, or leave those out.");
        }
        return new Relabelled(pictures, ImmutableList.copyOf(classes), labels);
    }

    /** Which classes a picture is of, by its label or among its targets. */
    private static boolean[] used(DataSet pictures, int classes) {
        boolean[] used = new boolean[classes];
        for (int i = 0; i < pictures.size(); i++) {
            Sample sample = pictures.sample(i);
            if (sample.labelled()) {
                used[sample.label()] = true;
            }
            Datum targets = sample.values().get(Batch.TARGETS);
            if (targets instanceof Datum.Labels) {
                ((Datum.Labels) targets).labels().forEach(label -> used[label] = true);
            }
        }
        return used;
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public int size() {
        return pictures.size();
    }

    @Override
    public Sample sample(int i) {
        Sample sample = pictures.sample(i);
        Datum targets = sample.values().get(Batch.TARGETS);
        if (targets instanceof Datum.Labels) {
            int[] own = ((Datum.Labels) targets)
                    .labels().stream().mapToInt(label -> labels[label]).toArray();
            sample = sample.with(Batch.TARGETS, Datum.labels(classes.size(), own));
        }
        return sample.labelled() ? sample.withLabel(labels[sample.label()]) : sample;
    }

    @Override
    public Map<String, Datum.Kind> carries() {
        return pictures.carries();
    }

    @Override
    public DataSet with(String name, IntFunction<Datum> values) {
        if (name.equals(Sample.CLASS)) {
            throw new IllegalArgumentException("Classes are given before relabel, received '" + name + "' after it");
        }
        return new Relabelled(pictures.with(name, values), classes, labels);
    }

    @Override
    public DataSet subset(int... indexes) {
        return new Relabelled(pictures.subset(indexes), classes, labels);
    }

    @Override
    public String toString() {
        return pictures + ", as " + classes.size() + " classes";
    }
}
