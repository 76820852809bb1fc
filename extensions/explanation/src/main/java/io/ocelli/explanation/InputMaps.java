package io.ocelli.explanation;

import io.ocelli.model.Architecture;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;

/** Maps of what each number of the input counts for. */
final class InputMaps implements Maps {
    private final InputAttribution attribution;
    private final Merging merging;
    private final LabelGradients gradients;

    /** How a pixel's channels become one number. */
    interface Merging {
        double with(double before, double channel);
    }

    InputMaps(Explanation asked, InputAttribution attribution, Merging merging) {
        this.attribution = attribution;
        this.merging = merging;
        this.gradients = new LabelGradients(asked, Architecture.INPUT);
    }

    static double sum(double before, double channel) {
        return before + channel;
    }

    static double largest(double before, double channel) {
        return Math.max(before, Math.abs(channel));
    }

    @Override
    public Seen of(Tensor input, int... labels) {
        Gradients.Result there = gradients.of(input, labels);
        double[] attributed = attribution.of(gradients, input, there);
        Shape shape = input.shape();
        int pixels = shape.at(2) * shape.at(3);
        float[] maps = new float[labels.length * pixels];
        for (int n = 0; n < labels.length; n++) {
            for (int p = 0; p < pixels; p++) {
                double merged = 0;
                for (int c = 0; c < shape.at(1); c++) {
                    merged = merging.with(merged, attributed[(n * shape.at(1) + c) * pixels + p]);
                }
                maps[n * pixels + p] = (float) merged;
            }
        }
        return new Seen(Tensor.of(Shape.of(labels.length, shape.get(2), shape.get(3)), maps), there.labels());
    }

    /** A number for each of the input's, N C H W. */
    double[] attributions(Tensor input, int... labels) {
        return attribution.of(gradients, input, gradients.of(input, labels));
    }

    @Override
    public void close() {
        gradients.close();
    }
}
