package io.ocelli.samples.surfaces;

import java.util.Random;

/** Smooth random values over the plane, about -1 to 1: octaves of interpolated lattice noise. */
final class Noise {
    private static final int LATTICE = 64;
    private static final int MASK = LATTICE - 1;

    private final float[] values = new float[LATTICE * LATTICE];

    Noise(Random random) {
        for (int i = 0; i < values.length; i++) {
            values[i] = 2 * random.nextFloat() - 1;
        }
    }

    /** One octave; the lattice is 1 wide. */
    double at(double x, double y) {
        int x0 = (int) Math.floor(x);
        int y0 = (int) Math.floor(y);
        double u = ease(x - x0);
        double v = ease(y - y0);
        double top = value(x0, y0) * (1 - u) + value(x0 + 1, y0) * u;
        double bottom = value(x0, y0 + 1) * (1 - u) + value(x0 + 1, y0 + 1) * u;
        return top * (1 - v) + bottom * v;
    }

    /** Octaves of half the size and half the strength each. */
    double at(double x, double y, int octaves) {
        double sum = 0;
        double strength = 0.5;
        for (int octave = 0; octave < octaves; octave++) {
            sum += strength * at(x, y);
            x = 2 * x + 17.3;
            y = 2 * y + 5.9;
            strength /= 2;
        }
        return sum;
    }

    private float value(int x, int y) {
        return values[(y & MASK) * LATTICE + (x & MASK)];
    }

    private static double ease(double t) {
        return t * t * (3 - 2 * t);
    }
}
