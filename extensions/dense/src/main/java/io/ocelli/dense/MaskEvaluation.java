package io.ocelli.dense;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.ocelli.image.Image;
import io.ocelli.metrics.Bootstrap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * How well masks were told, counted pixel by pixel, picture by picture. Immutable; safe for any number of threads.
 *
 * <pre>{@code
 * MaskEvaluation.Accumulator counts = MaskEvaluation.accumulator(List.of("background", "lesion"));
 * counts.add(segmenter.segment(picture).mask(), truth, patient);
 * MaskEvaluation evaluation = counts.evaluation();
 * Interval dice = evaluation.bootstrap(2000, seed, e -> e.value(MaskFigure.DICE, 1)).interval(0.95);
 * }</pre>
 *
 * <p>Pixels whose true number is none of the classes, such as 255, count nothing.
 */
public final class MaskEvaluation {
    private final List<String> classes;
    private final List<MaskCounts> pictures;
    private final MaskCounts all;

    private MaskEvaluation(List<String> classes, List<MaskCounts> pictures) {
        this.classes = classes;
        this.pictures = ImmutableList.copyOf(pictures);
        this.all = MaskCounts.sum(classes.size(), pictures);
    }

    /** What an average is over. Where a figure is over nothing, it counts 1, as in segmentation-models-pytorch. */
    public enum Over {
        /** All pixels of all classes together ({@code micro}). */
        PIXELS,
        /** Classes, each over all pictures ({@code macro}). */
        CLASSES,
        /** Pictures, each over its pixels of all classes ({@code micro-imagewise}). */
        PICTURES,
        /** Pictures and their classes ({@code macro-imagewise}). */
        PICTURES_AND_CLASSES
    }

    /**
     * Begins to count.
     *
     * @param classes by number; of one thing, what is not there comes first
     * @throws IllegalArgumentException if there are fewer than two
     */
    public static Accumulator accumulator(List<String> classes) {
        if (classes.size() < 2) {
            throw new IllegalArgumentException(
                    "A mask tells two classes or more apart, the background among them, received " + classes);
        }
        return new Accumulator(ImmutableList.copyOf(classes));
    }

    public List<String> classes() {
        return classes;
    }

    /** The number of pictures. */
    public int count() {
        return pictures.size();
    }

    /** The pixels by true class, in rows, and said class; a copy. */
    public long[][] confusion() {
        int k = classes.size();
        long[][] rows = new long[k][k];
        for (int i = 0; i < k * k; i++) {
            rows[i / k][i % k] = all.pixels()[i];
        }
        return rows;
    }

    /** The share of pixels that were told rightly; not a number of none. */
    public double accuracy() {
        return all.figure(MaskFigure.SENSITIVITY);
    }

    /** Of a class, over the pixels of all pictures; not a number over nothing. */
    public double value(MaskFigure figure, int label) {
        return all.figure(figure, requireClass(label));
    }

    /** The mean over the pictures of a class's figure in each, which is 1 where it is over nothing. */
    public double meanOverPictures(MaskFigure figure, int label) {
        requireClass(label);
        return mean(pictures, picture -> picture.figure(figure, label));
    }

    /** An average of a figure. */
    public double value(MaskFigure figure, Over over) {
        switch (over) {
            case PIXELS:
                return orOne(all.figure(figure));
            case CLASSES:
                return overClasses(figure, all);
            case PICTURES:
                return mean(pictures, picture -> picture.figure(figure));
            default:
                return mean(pictures, picture -> overClasses(figure, picture));
        }
    }

    private double overClasses(MaskFigure figure, MaskCounts counts) {
        double sum = 0;
        for (int label = 0; label < classes.size(); label++) {
            sum += orOne(counts.figure(figure, label));
        }
        return sum / classes.size();
    }

    private static double mean(List<MaskCounts> pictures, ToDoubleFunction<MaskCounts> figure) {
        double sum = 0;
        for (MaskCounts picture : pictures) {
            sum += orOne(figure.applyAsDouble(picture));
        }
        return sum / pictures.size();
    }

    private static double orOne(double figure) {
        return Double.isNaN(figure) ? 1 : figure;
    }

    private int requireClass(int label) {
        if (label < 0 || label >= classes.size()) {
            throw new IllegalArgumentException("A class is one of " + classes + " by its number, received " + label);
        }
        return label;
    }

    /** The evaluation of each group's pictures, such as each patient's, in the order they came; others are left out. */
    public Map<String, MaskEvaluation> groups() {
        Map<String, List<MaskCounts>> members = new LinkedHashMap<>();
        for (MaskCounts picture : pictures) {
            if (picture.group() != null) {
                members.computeIfAbsent(picture.group(), each -> new ArrayList<>())
                        .add(picture);
            }
        }
        ImmutableMap.Builder<String, MaskEvaluation> groups = ImmutableMap.builder();
        members.forEach((group, counts) -> groups.put(group, new MaskEvaluation(classes, counts)));
        return groups.build();
    }

    /**
     * How much a figure hangs on which patients happened to be seen: resamples of whole groups, as pictures of one are alike;
     * a picture of no group is one by itself.
     *
     * @param resamples 1000 or more for an interval
     * @throws IllegalArgumentException if there is no picture, or there are fewer than two resamples
     */
    public Bootstrap bootstrap(int resamples, long seed, ToDoubleFunction<MaskEvaluation> figure) {
        List<List<MaskCounts>> units = new ArrayList<>();
        Map<String, List<MaskCounts>> byGroup = new LinkedHashMap<>();
        for (MaskCounts picture : pictures) {
            List<MaskCounts> unit = picture.group() == null ? null : byGroup.get(picture.group());
            if (unit == null) {
                unit = new ArrayList<>();
                units.add(unit);
                if (picture.group() != null) {
                    byGroup.put(picture.group(), unit);
                }
            }
            unit.add(picture);
        }
        return Bootstrap.of(units.size(), resamples, seed, drawn -> {
            List<MaskCounts> resampled = new ArrayList<>();
            for (int unit : drawn) {
                resampled.addAll(units.get(unit));
            }
            return figure.applyAsDouble(new MaskEvaluation(classes, resampled));
        });
    }

    /** A row for each class. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(count() + " masks\n");
        for (int label = 0; label < classes.size(); label++) {
            text.append(String.format(
                    Locale.ROOT,
                    "%s: Dice %.4f, IoU %.4f, sensitivity %.4f, specificity %.4f%n",
                    classes.get(label),
                    value(MaskFigure.DICE, label),
                    value(MaskFigure.IOU, label),
                    value(MaskFigure.SENSITIVITY, label),
                    value(MaskFigure.SPECIFICITY, label)));
        }
        return text.toString();
    }

    /** Counts masks. For one thread; those of several are added up. */
    public static final class Accumulator {
        private final List<String> classes;
        private final List<MaskCounts> pictures = new ArrayList<>();

        private Accumulator(List<String> classes) {
            this.classes = classes;
        }

        /** Counts the mask of a picture of no group. */
        public Accumulator add(Image said, Image truth) {
            return add(said, truth, null);
        }

        /**
         * Counts the mask of a picture.
         *
         * @param said the class of each pixel, one channel
         * @param truth the same as it is, of the same size; other numbers where it is not known
         * @param group what the picture shares with others, such as the patient; null where nothing is said
         * @throws IllegalArgumentException if they are not masks of one size, or something else than a class is said
         */
        public Accumulator add(Image said, Image truth, @Nullable String group) {
            if (said.channels() != 1 || truth.channels() != 1 || !said.size().equals(truth.size())) {
                throw new IllegalArgumentException(
                        "Masks have one channel and are compared at one size, received " + said + " and " + truth);
            }
            int k = classes.size();
            long[] pixels = new long[k * k];
            for (int y = 0; y < said.height(); y++) {
                for (int x = 0; x < said.width(); x++) {
                    int there = truth.sample(y, x, 0);
                    int seen = said.sample(y, x, 0);
                    if (seen < 0 || seen >= k) {
                        throw new IllegalArgumentException("What is said of a pixel is one of the " + k
                                + " classes, received " + seen + " at row " + y + ", column " + x);
                    }
                    if (there >= 0 && there < k) {
                        pixels[there * k + seen]++;
                    }
                }
            }
            pictures.add(new MaskCounts(group, k, pixels));
            return this;
        }

        /**
         * Counts all that another has counted.
         *
         * @throws IllegalArgumentException if it is of other classes
         */
        public Accumulator add(Accumulator other) {
            if (!classes.equals(other.classes)) {
                throw new IllegalArgumentException(
                        "Masks are added up of the same classes, received " + other.classes + " for " + classes);
            }
            pictures.addAll(ImmutableList.copyOf(other.pictures));
            return this;
        }

        /** What was counted so far. */
        public MaskEvaluation evaluation() {
            return new MaskEvaluation(classes, pictures);
        }
    }
}
