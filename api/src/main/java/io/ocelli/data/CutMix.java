package io.ocelli.data;

import io.ocelli.image.Randomness;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.nio.Buffer;
import java.nio.ByteBuffer;

/**
 * {@link Mix#cutMix}: into each picture a rectangle of the one before it in the batch (of the last for the first) is pasted, at
 * the same place. Its sides are {@code sqrt(1 - lambda)} of the picture's, its centre lies anywhere, and what of it then lies
 * outside is cut off; the targets go by the share that is left. Other views, masks and boxes stay as they are. Immutable, safe
 * for any number of threads.
 *
 * @param alpha of the distribution that {@code lambda} is drawn from, over 0
 */
public record CutMix(double alpha) implements Mix {
    /**
     * @throws IllegalArgumentException if {@code alpha} is not over 0 and finite
     */
    public CutMix {
        Partners.checkAlpha("CutMix", alpha);
    }

    /** What is pasted: rows and columns from {@code top} and {@code left} to before {@code bottom} and {@code right}. */
    record Rectangle(int top, int left, int bottom, int right) {
        /** The share of a picture that stays its own. */
        double rest(int height, int width) {
            return 1 - (double) (bottom - top) * (right - left) / ((double) height * width);
        }
    }

    @Override
    public Batch apply(Batch batch, Randomness randomness) {
        Shape shape = batch.pixels().shape();
        return pasted(batch, rectangle(shape.at(1), shape.at(2), randomness));
    }

    Rectangle rectangle(int height, int width, Randomness randomness) {
        double half = 0.5 * Math.sqrt(1 - randomness.nextBeta(alpha, alpha));
        int x = randomness.nextInt(width);
        int y = randomness.nextInt(height);
        int halfWidth = (int) (half * width);
        int halfHeight = (int) (half * height);
        return new Rectangle(
                Math.max(0, y - halfHeight),
                Math.max(0, x - halfWidth),
                Math.min(height, y + halfHeight),
                Math.min(width, x + halfWidth));
    }

    static Batch pasted(Batch batch, Rectangle rectangle) {
        Tensor pixels = batch.pixels();
        Shape shape = pixels.shape();
        int width = shape.at(2);
        int pixel = shape.at(3) * pixels.type().bytes();
        int picture = shape.at(1) * width * pixel;
        ByteBuffer from = pixels.bytes();
        ByteBuffer to = Tensor.allocate(pixels.type(), shape);
        to.put(from.duplicate());
        byte[] row = new byte[(rectangle.right() - rectangle.left()) * pixel];
        for (int i = 0; i < batch.size(); i++) {
            int other = Partners.of(i, batch.size());
            for (int y = rectangle.top(); y < rectangle.bottom(); y++) {
                int offset = (y * width + rectangle.left()) * pixel;
                ((Buffer) from).position(other * picture + offset);
                from.get(row);
                ((Buffer) to).position(i * picture + offset);
                to.put(row);
            }
        }
        ((Buffer) to).position(0); // ByteBuffer has no position of its own on Android 26
        Batch mixed = batch.with(Batch.PIXELS, Tensor.of(pixels.type(), shape, to));
        return Partners.targets(mixed, rectangle.rest(shape.at(1), width));
    }

    @Override
    public String toString() {
        return "Mix.cutMix(" + alpha + ")";
    }
}
