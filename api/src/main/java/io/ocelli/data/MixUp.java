package io.ocelli.data;

import io.ocelli.image.Randomness;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.nio.Buffer;
import java.nio.ByteBuffer;

/**
 * {@link Mix#mixUp}: each picture is {@code lambda} of itself and {@code 1 - lambda} of the one before it in the batch (of the
 * last for the first). Pixels of 8 bits stay so, rounded to the nearest; other views, masks and boxes stay as they are.
 * Immutable, safe for any number of threads.
 *
 * @param alpha of the distribution that {@code lambda} is drawn from, over 0
 */
public record MixUp(double alpha) implements Mix {
    /**
     * @throws IllegalArgumentException if {@code alpha} is not over 0 and finite
     */
    public MixUp {
        Partners.checkAlpha("MixUp", alpha);
    }

    @Override
    public Batch apply(Batch batch, Randomness randomness) {
        return mixed(batch, randomness.nextBeta(alpha, alpha));
    }

    static Batch mixed(Batch batch, double lambda) {
        Tensor pixels = batch.pixels();
        Tensor mixed = pixels.type() == DType.UINT8
                ? bytes(pixels, batch.size(), (float) lambda)
                : Tensor.of(pixels.shape(), Partners.sums(pixels, batch.size(), lambda));
        return Partners.targets(batch.with(Batch.PIXELS, mixed), lambda);
    }

    private static Tensor bytes(Tensor pixels, int size, float lambda) {
        Shape shape = pixels.shape();
        ByteBuffer from = pixels.bytes();
        ByteBuffer to = Tensor.allocate(DType.UINT8, shape);
        byte[] own = new byte[(int) (shape.count() / shape.get(0))];
        byte[] others = new byte[own.length];
        if (size > 0) {
            row(from, size - 1, others);
        }
        for (int i = 0; i < shape.get(0); i++) {
            row(from, i, own);
            if (i >= size) {
                to.put(own); // padding
                continue;
            }
            for (int j = 0; j < own.length; j++) {
                int value = own[j] & 255;
                int other = others[j] & 255;
                others[j] = (byte) (other + lambda * (value - other) + 0.5f);
            }
            to.put(others);
            byte[] next = others;
            others = own;
            own = next;
        }
        ((Buffer) to).flip(); // ByteBuffer has no flip of its own on Android 26
        return Tensor.of(DType.UINT8, shape, to);
    }

    private static void row(ByteBuffer from, int i, byte[] row) {
        ((Buffer) from).position(i * row.length);
        from.get(row);
    }

    @Override
    public String toString() {
        return "Mix.mixUp(" + alpha + ")";
    }
}
