package io.ocelli.compression;

import io.ocelli.graph.Value;
import io.ocelli.image.Randomness;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.Step;

/**
 * A linear layer that a distillation brings, which learns with the student and is not saved. It begins uniform within
 * 1 / sqrt(inputs), as PyTorch's, by a seed.
 */
record Projection(Value weight, Value bias) {
    static Projection in(Step step, String name, int inputs, int outputs, long seed) {
        return new Projection(
                step.weight(name + ".weight", drawn(name + ".weight", Shape.of(outputs, inputs), inputs, seed)),
                step.weight(name + ".bias", drawn(name + ".bias", Shape.of(outputs), inputs, seed)));
    }

    private static Tensor drawn(String name, Shape shape, int inputs, long seed) {
        return uniform(name, shape, 1 / Math.sqrt(inputs), seed);
    }

    /** Numbers from -bound to bound. */
    static Tensor uniform(String name, Shape shape, double bound, long seed) {
        Randomness randomness = Randomness.of(seed).split(name);
        float[] values = new float[Math.toIntExact(shape.count())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) randomness.nextDouble(-bound, bound);
        }
        return Tensor.of(shape, values);
    }
}
