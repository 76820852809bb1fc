package io.ocelli.boxes;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.Sets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How good detections are, in the figures of COCO, which are those of pycocotools' {@code COCOeval} for boxes: 0 to 1, and -1
 * where there was nothing to find. A value: immutable, safe for any number of threads.
 *
 * <pre>{@code
 * CocoInstances truths = CocoInstances.read(Path.of("instances_val2017.json"));
 * CocoEvaluation evaluation = CocoEvaluation.of(truths, CocoResults.read(Path.of("results.json")));
 * System.out.println(evaluation.ap());
 *
 * CocoEvaluation.Accumulator counts = CocoEvaluation.accumulator(categories); // or picture by picture
 * for (Picture picture : pictures) {
 *     counts.add(picture.truths(), detector.detect(picture));
 * }
 * counts.evaluation();
 * }</pre>
 *
 * @param stats the twelve figures in COCO's order: AP, AP50, AP75, AP of small, medium, large, AR of 1, 10, 100 detections a
 *     picture, AR of small, medium, large
 * @param perClass the AP of each class by its id, in rising order; -1 for a class of which there was nothing to find
 */
public record CocoEvaluation(List<Double> stats, Map<Integer, Double> perClass) {
    private static final List<String> NAMES =
            ImmutableList.of("AP", "AP50", "AP75", "APs", "APm", "APl", "AR1", "AR10", "AR100", "ARs", "ARm", "ARl");

    /**
     * @throws IllegalArgumentException if there are not twelve figures
     */
    public CocoEvaluation {
        stats = ImmutableList.copyOf(stats);
        perClass = ImmutableMap.copyOf(perClass);
        if (stats.size() != NAMES.size()) {
            throw new IllegalArgumentException("COCO has 12 figures, received " + stats.size());
        }
    }

    /**
     * The evaluation of detections in these pictures.
     *
     * @throws IllegalArgumentException naming a detection of a picture or a class that is not there
     */
    public static CocoEvaluation of(CocoInstances truths, List<Detection> detections) {
        truths.requireKnown(detections);
        Set<Integer> categories = new HashSet<>();
        truths.categories().forEach(category -> categories.add(category.id()));
        return accumulator(categories).add(truths.annotations(), detections).evaluation();
    }

    /** Counts of no pictures yet, of classes by their ids. */
    public static Accumulator accumulator(Collection<Integer> categories) {
        return new Accumulator(categories);
    }

    /** The mean over the thresholds of IoU .5, .55 ... .95 and the classes: what is meant by mAP@[.5:.95]. */
    public double ap() {
        return stats.get(0);
    }

    /** At an IoU of .5. */
    public double ap50() {
        return stats.get(1);
    }

    /** At an IoU of .75. */
    public double ap75() {
        return stats.get(2);
    }

    /** Of things of up to 32 x 32 pixels. */
    public double apSmall() {
        return stats.get(3);
    }

    /** Of things of 32 x 32 to 96 x 96 pixels. */
    public double apMedium() {
        return stats.get(4);
    }

    /** Of things of at least 96 x 96 pixels. */
    public double apLarge() {
        return stats.get(5);
    }

    /** The mean recall, of the surest detection of each class in a picture. */
    public double ar1() {
        return stats.get(6);
    }

    /** Of the 10 surest. */
    public double ar10() {
        return stats.get(7);
    }

    /** Of the 100 surest. */
    public double ar100() {
        return stats.get(8);
    }

    /** Of things of up to 32 x 32 pixels. */
    public double arSmall() {
        return stats.get(9);
    }

    /** Of things of 32 x 32 to 96 x 96 pixels. */
    public double arMedium() {
        return stats.get(10);
    }

    /** Of things of at least 96 x 96 pixels. */
    public double arLarge() {
        return stats.get(11);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < NAMES.size(); i++) {
            text.append(i == 0 ? "" : ", ").append(String.format(Locale.ROOT, "%s %.3f", NAMES.get(i), stats.get(i)));
        }
        return text.toString();
    }

    /**
     * Counts detections picture by picture, and keeps no boxes: some 40 bytes a detection. Those of several threads or
     * machines are added up. In any order they give the same figures, bit for bit. Not thread-safe.
     */
    public static final class Accumulator {
        private final Map<Integer, ClassTally> tallies = new TreeMap<>();
        private final Set<Long> pictures = new HashSet<>();

        private Accumulator(Collection<Integer> categories) {
            for (Integer category : categories) {
                GroundTruth.requireCategory(category);
                tallies.put(category, new ClassTally());
            }
        }

        /**
         * Adds what one or more pictures show, and all that was detected in them.
         *
         * @throws IllegalArgumentException if a picture was added before, or a class is none of these; nothing is added then
         */
        public Accumulator add(List<GroundTruth> truths, List<Detection> detections) {
            Map<Long, ListMultimap<Integer, GroundTruth>> truthsOf = new HashMap<>();
            for (GroundTruth truth : truths) {
                requireAddable(truth.image(), truth.category(), truth);
                truthsOf.computeIfAbsent(truth.image(), id -> ArrayListMultimap.create())
                        .put(truth.category(), truth);
            }
            Map<Long, ListMultimap<Integer, Detection>> detectionsOf = new HashMap<>();
            for (Detection detection : detections) {
                requireAddable(detection.image(), detection.category(), detection);
                detectionsOf
                        .computeIfAbsent(detection.image(), id -> ArrayListMultimap.create())
                        .put(detection.category(), detection);
            }
            for (Long image : Sets.union(truthsOf.keySet(), detectionsOf.keySet())) {
                add(
                        image,
                        truthsOf.getOrDefault(image, ArrayListMultimap.create()),
                        detectionsOf.getOrDefault(image, ArrayListMultimap.create()));
            }
            return this;
        }

        private void add(
                long image, ListMultimap<Integer, GroundTruth> truths, ListMultimap<Integer, Detection> detections) {
            for (Integer category : Sets.union(truths.keySet(), detections.keySet())) {
                tally(category).add(image, truths.get(category), detections.get(category));
            }
            pictures.add(image);
        }

        private ClassTally tally(Integer category) {
            ClassTally tally = tallies.get(category);
            if (tally == null) {
                throw new IllegalArgumentException(
                        "The classes that are counted are " + tallies.keySet() + ", received " + category);
            }
            return tally;
        }

        private void requireAddable(long image, int category, Object entry) {
            if (pictures.contains(image)) {
                throw twice(image);
            }
            if (!tallies.containsKey(category)) {
                throw new IllegalArgumentException(
                        "The classes that are counted are " + tallies.keySet() + ", received " + entry);
            }
        }

        private static IllegalArgumentException twice(long image) {
            return new IllegalArgumentException("A picture is added once, with all that it shows and all that was"
                    + " detected in it, received the picture " + image + " again");
        }

        /**
         * Adds what another counted in other pictures.
         *
         * @throws IllegalArgumentException if it is of other classes, or counted one of these pictures; nothing is added then
         */
        public Accumulator add(Accumulator other) {
            if (!tallies.keySet().equals(other.tallies.keySet())) {
                throw new IllegalArgumentException(
                        "Counts that are added up are of the same classes, received those of " + tallies.keySet()
                                + " and " + other.tallies.keySet());
            }
            for (Long image : other.pictures) {
                if (pictures.contains(image)) {
                    throw twice(image);
                }
            }
            pictures.addAll(other.pictures);
            other.tallies.forEach((category, tally) -> tally(category).add(tally));
            return this;
        }

        /** The figures of what was added so far. */
        public CocoEvaluation evaluation() {
            return CocoFigures.of(tallies);
        }
    }
}
