package io.ocelli.decisions;

import java.util.ArrayList;
import java.util.List;

/**
 * A curve that never falls: straight between its points, level outside of them.
 *
 * @param x rising, at least one
 * @param y not falling, as many
 */
public record IsotonicCurve(List<Double> x, List<Double> y) {
    /** Places nearer than that are one, as for scikit-learn. */
    private static final double ONE_PLACE = 1e-15;

    /**
     * @throws IllegalArgumentException if they are not that
     */
    public IsotonicCurve {
        x = Around.finite("Places of an isotonic curve", x);
        y = Around.finite("Heights of an isotonic curve", y);
        boolean fits = x.size() == y.size() && !x.isEmpty();
        for (int i = 1; fits && i < x.size(); i++) {
            fits = x.get(i - 1) < x.get(i) && y.get(i - 1) <= y.get(i);
        }
        if (!fits) {
            throw new IllegalArgumentException("An isotonic curve has rising places and as many heights that do not"
                    + " fall, at least one, received " + x + " and " + y);
        }
    }

    /** The curve of least squared error through these points, by pooling adjacent violators; as many of both. */
    static IsotonicCurve fit(double[] places, double[] heights) {
        List<Double> x = new ArrayList<>();
        List<Double> means = new ArrayList<>();
        List<Integer> weights = new ArrayList<>();
        int[] order = Order.rising(places);
        for (int from = 0; from < order.length; ) {
            double place = places[order[from]];
            double sum = 0;
            int to = from;
            while (to < order.length && places[order[to]] - place < ONE_PLACE) {
                sum += heights[order[to++]];
            }
            x.add(place);
            means.add(sum / (to - from));
            weights.add(to - from);
            from = to;
        }
        return trimmed(x, pooled(means, weights));
    }

    private static double[] pooled(List<Double> means, List<Integer> weights) {
        int n = means.size();
        double[] sums = new double[n];
        int[] weight = new int[n];
        int[] ends = new int[n];
        int blocks = 0;
        for (int i = 0; i < n; i++) {
            sums[blocks] = means.get(i) * weights.get(i);
            weight[blocks] = weights.get(i);
            ends[blocks] = i + 1;
            while (blocks > 0 && sums[blocks - 1] / weight[blocks - 1] >= sums[blocks] / weight[blocks]) {
                sums[blocks - 1] += sums[blocks];
                weight[blocks - 1] += weight[blocks];
                ends[blocks - 1] = ends[blocks];
                blocks--;
            }
            blocks++;
        }
        double[] heights = new double[n];
        for (int block = 0, i = 0; block < blocks; block++) {
            while (i < ends[block]) {
                heights[i++] = sums[block] / weight[block];
            }
        }
        return heights;
    }

    /** Without the points inside of level parts. */
    private static IsotonicCurve trimmed(List<Double> places, double[] heights) {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (int i = 0; i < heights.length; i++) {
            boolean inside =
                    i > 0 && i < heights.length - 1 && heights[i] == heights[i - 1] && heights[i] == heights[i + 1];
            if (!inside) {
                x.add(places.get(i));
                y.add(heights[i]);
            }
        }
        return new IsotonicCurve(x, y);
    }

    /** The height at a place. */
    public double at(double place) {
        int last = x.size() - 1;
        if (place <= x.get(0)) {
            return y.get(0);
        }
        if (place >= x.get(last)) {
            return y.get(last);
        }
        int low = 0;
        int high = last;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (x.get(middle) <= place) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double slope = (y.get(high) - y.get(low)) / (x.get(high) - x.get(low));
        return y.get(low) + slope * (place - x.get(low));
    }
}
