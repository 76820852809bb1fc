package io.ocelli.graph;

import com.google.common.collect.ImmutableList;
import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * (x - mean) / standard deviation for each channel of N C H W.
 *
 * @param mean one number a channel
 * @param standardDeviation one number a channel
 */
public record Normalize(List<Double> mean, List<Double> standardDeviation) implements Operation {
    public Normalize {
        mean = ImmutableList.copyOf(mean);
        standardDeviation = ImmutableList.copyOf(standardDeviation);
        if (mean.size() != standardDeviation.size()) {
            throw new IllegalArgumentException(
                    "There are as many means as standard deviations, received " + mean + " and " + standardDeviation);
        }
    }

    @Override
    public Shape infer(List<Shape> inputs) {
        Shape input = Window.image(inputs);
        Shapes.channels(input, 1, mean.size());
        return input;
    }

    @Override
    public Attributes attributes() {
        return Attributes.of("mean", mean, "standard_deviation", standardDeviation);
    }
}
