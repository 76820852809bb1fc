package io.ocelli.explanation;

import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;

/** Maps of a stage's size, without what is negative. */
final class StageMaps {
    private final Place place;
    private final float[] values;

    StageMaps(Place place, int count) {
        this.place = place;
        this.values = new float[count * place.pixels()];
    }

    /** Keeps a picture's map. */
    void put(int picture, double[] map) {
        for (int p = 0; p < map.length; p++) {
            values[picture * map.length + p] = (float) Math.max(0, map[p]);
        }
    }

    Tensor tensor() {
        return Tensor.of(Shape.of(values.length / place.pixels(), place.height(), place.width()), values);
    }
}
