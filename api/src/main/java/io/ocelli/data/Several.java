package io.ocelli.data;

import com.google.common.primitives.Ints;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Pictures of several classes each, or of none: what they are of is their targets, not their class. */
final class Several {
    private Several() {}

    /**
     * @param names those of each sample's classes; all of them, sorted, are the classes
     */
    static DataSet of(List<Sample> samples, List<? extends Iterable<String>> names) {
        TreeSet<String> sorted = new TreeSet<>(Names.ORDER);
        names.forEach(some -> some.forEach(sorted::add));
        List<String> classes = new ArrayList<>(sorted);
        Map<String, Integer> labels = new HashMap<>();
        classes.forEach(name -> labels.put(name, labels.size()));
        List<Sample> labelled = new ArrayList<>(samples.size());
        for (int i = 0; i < samples.size(); i++) {
            List<Integer> own = new ArrayList<>();
            for (String name : names.get(i)) {
                own.add(labels.getOrDefault(name, Sample.UNLABELLED));
            }
            labelled.add(samples.get(i).with(Batch.TARGETS, Datum.labels(classes.size(), Ints.toArray(own))));
        }
        return new Samples(classes, labelled);
    }
}
