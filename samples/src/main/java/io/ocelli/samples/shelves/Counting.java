package io.ocelli.samples.shelves;

import io.ocelli.dense.Sightings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How products were counted.
 *
 * @param standing how many stood there
 * @param counted how many were counted
 * @param off by how many counts were wrong, class by class and shelf by shelf, so that too many here do not make up for too few
 *     there
 */
public record Counting(int standing, int counted, int off) {
    /** Of shelves and what was seen in them. */
    public static Counting of(List<Shelves.Scene> scenes, List<Sightings> seen) {
        int standing = 0;
        int counted = 0;
        int off = 0;
        for (int i = 0; i < scenes.size(); i++) {
            Map<String, Integer> counts = seen.get(i).counts();
            for (int label = 0; label < Shelves.labels().size() - 1; label++) {
                int one = label;
                int there = (int) scenes.get(i).products().stream()
                        .filter(box -> box.label() == one)
                        .count();
                int said = counts.getOrDefault(Shelves.labels().get(label), 0);
                standing += there;
                counted += said;
                off += Math.abs(there - said);
            }
        }
        return new Counting(standing, counted, off);
    }

    /** The confidence from which on the counts of shelves are off the least. */
    public static double confidence(List<Shelves.Scene> scenes, List<Sightings> seen) {
        double best = 0;
        int least = Integer.MAX_VALUE;
        for (int percent = 1; percent < 100; percent++) {
            int off = of(scenes, sure(seen, percent / 100.0)).off();
            if (off < least) {
                least = off;
                best = percent / 100.0;
            }
        }
        return best;
    }

    /** What is at least so sure. */
    public static List<Sightings> sure(List<Sightings> seen, double confidence) {
        List<Sightings> sure = new ArrayList<>();
        seen.forEach(each -> sure.add(each.from(confidence)));
        return sure;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%d of %d, off by %.1f %%", counted, standing, 100.0 * off / Math.max(1, standing));
    }
}
