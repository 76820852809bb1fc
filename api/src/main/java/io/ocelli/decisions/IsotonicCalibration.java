package io.ocelli.decisions;

import com.google.common.collect.ImmutableList;
import io.ocelli.image.Parameters;
import io.ocelli.serving.Decorator;
import io.ocelli.serving.Scorer;
import java.util.ArrayList;
import java.util.List;

/**
 * Calibrates each class against the rest by a curve of its probability that never falls, divided by the sum over the classes
 * (Zadrozny and Elkan 2002). Where all curves are 0, all classes are as likely. It needs more pictures than scaling does: some
 * hundreds a class. The logits become the logarithms of the probabilities.
 *
 * @param curves one for each class
 */
public record IsotonicCalibration(List<IsotonicCurve> curves) implements Decorator {
    static final String NAME = "IsotonicCalibration";

    /**
     * @throws IllegalArgumentException if there is no curve, or one leaves 0 to 1
     */
    public IsotonicCalibration {
        curves = ImmutableList.copyOf(curves);
        boolean fits = !curves.isEmpty();
        for (IsotonicCurve curve : curves) {
            fits &= curve.y().get(0) >= 0 && curve.y().get(curve.y().size() - 1) <= 1;
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    "An isotonic calibration has a curve from 0 to 1 for each class, at least one, received " + curves);
        }
    }

    /** The curves of least squared error between a class's probability and whether the picture shows it. */
    public static IsotonicCalibration fit(LabelledScores scores) {
        ImmutableList.Builder<IsotonicCurve> curves = ImmutableList.builder();
        for (int c = 0; c < scores.classes(); c++) {
            double[] shares = new double[scores.size()];
            double[] shown = new double[scores.size()];
            for (int i = 0; i < shares.length; i++) {
                shares[i] = scores.shares()[i][c];
                shown[i] = scores.label(i) == c ? 1 : 0;
            }
            curves.add(IsotonicCurve.fit(shares, shown));
        }
        return new IsotonicCalibration(curves.build());
    }

    /** The calibrated probabilities, K, of a picture's probabilities. */
    public double[] probabilities(double[] probabilities) {
        double[] heights = new double[probabilities.length];
        for (int c = 0; c < heights.length; c++) {
            heights[c] = curves.get(c).at(probabilities[c]);
        }
        return Around.normalized(heights);
    }

    @Override
    public Scorer around(Scorer inner) {
        Around.classes(Around.softmax(inner, "Isotonic calibration"), "Isotonic calibration", curves.size());
        return inner.then(scores -> Around.probabilities(scores, probabilities(Around.probabilities(scores))));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Parameters parameters() {
        List<Integer> points = new ArrayList<>();
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (IsotonicCurve curve : curves) {
            points.add(curve.x().size());
            x.addAll(curve.x());
            y.addAll(curve.y());
        }
        return Parameters.none().with("points", points).with("x", x).with("y", y);
    }

    static IsotonicCalibration read(Parameters parameters) {
        List<Double> x = parameters.numbers("x");
        List<Double> y = parameters.numbers("y");
        ImmutableList.Builder<IsotonicCurve> curves = ImmutableList.builder();
        int from = 0;
        for (double points : parameters.numbers("points")) {
            int to = from + (int) points;
            if (to < from || to > x.size() || to > y.size()) {
                throw new IllegalArgumentException(
                        "An isotonic calibration has as many places and heights as its curves"
                                + " have points, received " + x.size() + " places and " + y.size() + " heights");
            }
            curves.add(new IsotonicCurve(x.subList(from, to), y.subList(from, to)));
            from = to;
        }
        return new IsotonicCalibration(curves.build());
    }
}
