package io.ocelli.data;

import io.ocelli.tensor.Tensor;

/** Who is mixed with whom: each picture of a batch with the one before it. */
final class Partners {
    private Partners() {}

    static int of(int i, int size) {
        return i == 0 ? size - 1 : i - 1;
    }

    /** A batch with its targets mixed, those that it has or its classes. */
    static Batch targets(Batch batch, double own) {
        Tensor targets = batch.names().contains(Batch.TARGETS) ? batch.tensor(Batch.TARGETS) : batch.distribution();
        return batch.with(Batch.TARGETS, Tensor.of(targets.shape(), sums(targets, batch.size(), own)));
    }

    /** Each row with its partner's; those of the padding as they are. */
    static float[] sums(Tensor tensor, int size, double own) {
        float[] from = tensor.toFloats();
        float[] to = from.clone();
        int length = from.length / tensor.shape().at(0);
        float share = (float) own;
        for (int i = 0; i < size; i++) {
            int other = of(i, size) * length;
            for (int j = 0; j < length; j++) {
                to[i * length + j] = share * from[i * length + j] + (1 - share) * from[other + j];
            }
        }
        return to;
    }

    static void checkAlpha(String name, double alpha) {
        if (!(alpha > 0 && alpha < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + "'s alpha is over 0 and finite, received " + alpha
                    + "; leave the mix out where none is wanted");
        }
    }

    static void checkProbability(double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("The probability of a mix is from 0 to 1, received " + probability);
        }
    }
}
