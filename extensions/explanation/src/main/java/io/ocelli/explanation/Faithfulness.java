package io.ocelli.explanation;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Doubles;
import io.ocelli.boxes.Bbox;
import io.ocelli.image.Image;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Whether what a map calls important is so to the network: its pixels are taken away, or brought, from the hottest to the coldest,
 * and the probability of the map's class is followed (Petsiuk et al. 2018; Rong et al. 2022). Safe for any number of threads; it
 * holds natives until it is closed.
 *
 * <pre>{@code
 * try (Faithfulness measure = Faithfulness.of(explanation)) {
 *     double area = measure.deletion(picture, map).area(); // the lower, the better
 * }
 * }</pre>
 */
public final class Faithfulness implements AutoCloseable {
    /** Shares of the picture from one look of the network to the next. */
    private static final int LOOKS = 16;

    /** Of pixels that stay. */
    private static final int[] PERCENTILES = {20, 40, 60, 80};

    private final Explanation asked;
    private final Seeing seeing;
    private final Logits logits;

    private Faithfulness(Explanation asked) {
        this.asked = asked;
        this.seeing = new Seeing(asked.network().preprocessing());
        this.logits = new Logits(asked);
    }

    /**
     * A class's probability after each sixteenth of the pixels.
     *
     * @param probabilities the first before any, the last after all
     */
    public record Curve(List<Double> probabilities) {
        public Curve {
            probabilities = ImmutableList.copyOf(probabilities);
        }

        /** The area under it by trapezoids, over 0 to 1. */
        public double area() {
            double area = 0;
            for (int i = 1; i < probabilities.size(); i++) {
                area += (probabilities.get(i - 1) + probabilities.get(i)) / 2 / (probabilities.size() - 1);
            }
            return area;
        }
    }

    /**
     * Of what an explanation is of.
     *
     * @throws io.ocelli.error.EngineException if no engine runs the network
     */
    public static Faithfulness of(Explanation explanation) {
        return new Faithfulness(explanation);
    }

    /**
     * From the whole picture to the normalised picture of zeros. The better the map, the sooner the probability falls.
     *
     * @param map of this picture and one of the network's classes
     * @throws IllegalArgumentException if the map's label is not one of the network's
     */
    public Curve deletion(Image picture, HeatMap map) {
        return curve(seeing.input(picture), map.label(), heat(picture, map), true);
    }

    /** From zeros to the whole picture. The better the map, the sooner the probability rises; see {@link #deletion}. */
    public Curve insertion(Image picture, HeatMap map) {
        return curve(seeing.input(picture), map.label(), heat(picture, map), false);
    }

    /** The map over each pixel of what the network takes. */
    private double[] heat(Image picture, HeatMap map) {
        if (!map.place().equals(seeing.shown(picture))) {
            throw new IllegalArgumentException("A map is measured on its own picture, and " + map + " lies over "
                    + map.place() + ", where the network sees " + seeing.shown(picture));
        }
        Shape shape = asked.network().architecture().input().shape();
        return new Bilinear(map.height(), map.width(), shape.at(2), shape.at(3), false).of(map.values(), 0);
    }

    private Curve curve(Tensor input, String label, double[] heat, boolean deletes) {
        return curve(input, index(label), heat, deletes);
    }

    private int index(String label) {
        int index = asked.labels().indexOf(label);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "A map is of one of the classes " + asked.labels() + ", received one of '" + label + "'");
        }
        return index;
    }

    /** The curve of an input 1 C H W. */
    Curve curve(Tensor input, int label, double[] heat, boolean deletes) {
        int[] rank = ranks(heat);
        float[] values = input.toFloats();
        double[] probabilities = new double[LOOKS + 1];
        for (int i = 0; i <= LOOKS; i++) {
            long reached = (long) i * heat.length / LOOKS;
            float[] changed = values.clone();
            for (int v = 0; v < changed.length; v++) {
                if (rank[v % heat.length] < reached == deletes) {
                    changed[v] = 0;
                }
            }
            probabilities[i] = probability(Tensor.of(input.shape(), changed), label);
        }
        return new Curve(Doubles.asList(probabilities));
    }

    /** The place of each pixel from the hottest to the coldest; of equal ones the first comes first. */
    static int[] ranks(double[] heat) {
        List<Integer> order = new ArrayList<>();
        for (int p = 0; p < heat.length; p++) {
            order.add(p);
        }
        order.sort(Comparator.comparing(p -> -heat[p]));
        int[] rank = new int[heat.length];
        for (int i = 0; i < rank.length; i++) {
            rank[order.get(i)] = i;
        }
        return rank;
    }

    /**
     * What a class's probability loses where parts of a picture are taken out and filled by what is around them (ROAD, Rong et al.
     * 2022, without noise): of 80, 60, 40 and 20 percent of the pixels, the mean.
     *
     * @param most without the hottest pixels; the lower, the better
     * @param least without the coldest ones; the nearer to 0, the better
     */
    public record Road(double most, double least) {
        /** One number of both: half of what they differ by; the higher, the better. */
        public double score() {
            return (least - most) / 2;
        }
    }

    /**
     * Whether the picture speaks for the class less without what the map calls important than without the rest. Unlike
     * {@link #deletion} it does not let the shape of what is taken out speak.
     *
     * @param map of this picture and one of the network's classes
     * @throws IllegalArgumentException if the map's label is not one of the network's
     */
    public Road road(Image picture, HeatMap map) {
        return road(seeing.input(picture), index(map.label()), heat(picture, map));
    }

    /** That of an input 1 C H W. */
    Road road(Tensor input, int label, double[] heat) {
        int[] rank = ranks(heat);
        double whole = probability(input, label);
        double most = 0;
        double least = 0;
        for (int percentile : PERCENTILES) {
            most += (probability(without(input, rank, percentile, true), label) - whole) / PERCENTILES.length;
            least += (probability(without(input, rank, percentile, false), label) - whole) / PERCENTILES.length;
        }
        return new Road(most, least);
    }

    /** An input of which some percent of the pixels stay: the coldest, or the hottest. */
    static Tensor without(Tensor input, int[] rank, int percentile, boolean hottest) {
        int staying = (int) Math.ceil(percentile / 100.0 * (rank.length - 1));
        boolean[] missing = new boolean[rank.length];
        for (int i = 0; i < missing.length; i++) {
            missing[i] = hottest ? rank[i] < rank.length - staying : rank[i] >= staying;
        }
        Imputation imputation =
                new Imputation(input.shape().at(2), input.shape().at(3), missing);
        return Tensor.of(input.shape(), imputation.of(input.toFloats()));
    }

    private double probability(Tensor input, int label) {
        return Softmax.of(logits.of(input)[0], label);
    }

    /**
     * The pointing game (Zhang et al. 2016): whether a map's hottest place lies in one of the boxes around what it should show.
     *
     * @param boxes in the picture's pixels
     * @param tolerance how far beside them it may lie, in pixels; 15 in the paper
     */
    public static boolean hits(HeatMap map, List<Bbox> boxes, double tolerance) {
        double y = map.peak()[0];
        double x = map.peak()[1];
        for (Bbox box : boxes) {
            double down = Math.max(0, Math.max(box.y() - y, y - box.y() - box.height()));
            double across = Math.max(0, Math.max(box.x() - x, x - box.x() - box.width()));
            if (Math.hypot(down, across) <= tolerance) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        logits.close();
    }
}
