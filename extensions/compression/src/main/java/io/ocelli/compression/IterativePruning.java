package io.ocelli.compression;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.ocelli.Classifier;
import io.ocelli.Successor;
import io.ocelli.data.DataSet;
import io.ocelli.training.Training;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Pruning a little, training, pruning a little more: each time by what matters then.
 *
 * <pre>{@code
 * Classifier small = IterativePruning.of(Pruning.of(0.5), 5).fit(classifier, training, validation, recipe);
 * }</pre>
 *
 * <p>Immutable and safe for any number of threads.
 *
 * @param pruning what is to have gone in the end; its importance is asked each time
 * @param shares how much of that has gone after each time, above 0 and rising to 1
 */
public record IterativePruning(Pruning pruning, List<Double> shares) {

    /**
     * @throws IllegalArgumentException if the shares do not rise from above 0 to 1
     */
    public IterativePruning {
        Objects.requireNonNull(pruning, "pruning");
        shares = ImmutableList.copyOf(shares);
        double before = 0;
        for (double share : shares) {
            if (!(share > before)) {
                before = Double.NaN;
                break;
            }
            before = share;
        }
        if (before != 1) {
            throw new IllegalArgumentException("Shares rise from above 0 to 1, received " + shares);
        }
    }

    /**
     * In equal shares.
     *
     * @throws IllegalArgumentException if there is not at least one time
     */
    public static IterativePruning of(Pruning pruning, int times) {
        List<Double> shares = new ArrayList<>();
        for (int i = 1; i <= times; i++) {
            shares.add((double) i / times);
        }
        return new IterativePruning(pruning, shares);
    }

    /** The passes, one after the other: each says what share of what the one before left is to go. */
    public List<Pruning> passes() {
        List<Pruning> passes = new ArrayList<>();
        double before = 0;
        for (double share : shares) {
            Map<String, Double> ratios = new LinkedHashMap<>();
            for (Map.Entry<String, Double> own : pruning.ratios().entrySet()) {
                ratios.put(own.getKey(), ratio(own.getValue(), before, share));
            }
            passes.add(new Pruning(
                    ratio(pruning.ratio(), before, share),
                    pruning.importance(),
                    pruning.global(),
                    pruning.roundTo(),
                    ImmutableMap.copyOf(ratios)));
            before = share;
        }
        return passes;
    }

    private static double ratio(double whole, double before, double share) {
        return 1 - (1 - whole * share) / (1 - whole * before);
    }

    /**
     * Prunes and trains as often as there are shares.
     *
     * @param recipe by which it is trained each time
     * @return a classifier with natives of its own; the one that is given stays as it is
     * @throws IllegalArgumentException as {@link Pruning#apply}, or if a class of the pictures is none of the classifier's
     * @throws IllegalStateException if the classifier comes from an ONNX file, or is an ensemble
     */
    public Classifier fit(Classifier classifier, DataSet training, DataSet validation, Training recipe) {
        Classifier smaller = null;
        for (Pruning pass : passes()) {
            Classifier before = smaller == null ? classifier : smaller;
            try {
                smaller = Successor.of(before).changed(pass).fit(training, validation, recipe);
            } finally {
                if (before != classifier) {
                    before.close();
                }
            }
        }
        return Objects.requireNonNull(smaller);
    }
}
