package io.ocelli.transforms;

import io.ocelli.image.Transform;

/** What random transforms share. */
final class Random {
    private Random() {}

    static IllegalStateException notDrawn(Transform transform) {
        return new IllegalStateException(
                "A random transform is applied with a random source, or drawn first; received a" + " picture for "
                        + transform + " without one");
    }

    static void checkProbability(double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("A probability is from 0 to 1, received " + probability);
        }
    }
}
