package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Scaled dot-product attention (Vaswani et al. 2017): softmax(scale q k^T + bias) v.
 *
 * <p>Inputs: queries [..., T, d], keys [..., S, d], values [..., S, e], and perhaps a bias that broadcasts to [..., T, S]. The
 * dimensions in front (sample, window, head) are the same in all three. Result: [..., T, e].
 *
 * @param scale factor of the products, mostly 1 / sqrt(d)
 */
public record Attention(double scale) implements Operation {

    /** Attention with the usual scale for heads of {@code width} channels. */
    public static Attention ofWidth(int width) {
        return new Attention(1 / Math.sqrt(width));
    }

    @Override
    public Shape infer(List<Shape> inputs) {
        if (inputs.size() < 3 || inputs.size() > 4) {
            throw new IllegalArgumentException(
                    "It takes queries, keys, values and perhaps a bias, received " + inputs.size() + " inputs");
        }
        Shape q = inputs.get(0);
        Shape k = inputs.get(1);
        Shape v = inputs.get(2);
        if (q.rank() < 3
                || !front(q).equals(front(k))
                || !front(k).equals(front(v))
                || q.get(-1) != k.get(-1)
                || k.get(-2) != v.get(-2)) {
            throw new IllegalArgumentException(
                    "Queries [..., T, d], keys [..., S, d] and values [..., S, e] fit, received " + q + ", " + k
                            + " and " + v);
        }
        if (inputs.size() == 4) {
            Shape products = q.with(-1, k.get(-2));
            if (!Shapes.broadcast(Arrays.asList(products, inputs.get(3))).equals(products)) {
                throw new IllegalArgumentException(
                        "The bias broadcasts to " + products + ", received " + inputs.get(3));
            }
        }
        return q.with(-1, v.get(-1));
    }

    private static Shape front(Shape shape) {
        return Shape.of(Arrays.copyOf(shape.toArray(), Math.max(0, shape.rank() - 2)));
    }

    @Override
    public Attributes attributes() {
        return Attributes.of("scale", scale);
    }
}
