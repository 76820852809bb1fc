package io.ocelli.samples.surfaces;

import java.util.Random;

/** What a surface is made of: its colour and how its height and shade vary. */
enum Material {
    BRUSHED_STEEL(0.62, 0.63, 0.66) {
        @Override
        double shade(double x, double y, Noise noise) {
            return 0.05 * noise.at(x / 90, y * 0.9, 2)
                    + 0.05 * noise.at(x / 300, y / 2.5)
                    + 0.03 * noise.at(x / 40, y / 40);
        }
    },
    CONCRETE(0.60, 0.58, 0.54) {
        @Override
        double shade(double x, double y, Noise noise) {
            double pores = noise.at(x / 3.1 + 40, y / 3.1);
            return 0.14 * noise.at(x / 45, y / 45, 5) - (pores > 0.72 ? 0.35 * (pores - 0.72) : 0);
        }
    },
    PAINT(0.42, 0.50, 0.56) {
        @Override
        double shade(double x, double y, Noise noise) {
            return 0.03 * noise.at(x / 5, y / 5, 2) + 0.05 * noise.at(x / 130, y / 130);
        }
    },
    CERAMIC(0.80, 0.77, 0.71) {
        @Override
        double shade(double x, double y, Noise noise) {
            return 0.02 * noise.at(x / 2, y / 2) + 0.04 * noise.at(x / 80, y / 80, 2);
        }
    },
    CAST_IRON(0.33, 0.32, 0.32) {
        @Override
        double shade(double x, double y, Noise noise) {
            return 0.10 * noise.at(x / 2.5, y / 2.5, 2) + 0.06 * noise.at(x / 60, y / 60, 3);
        }
    };

    private final double[] color;

    Material(double red, double green, double blue) {
        this.color = new double[] {red, green, blue};
    }

    /** What is added to the surface's lightness at a point in pixels. */
    abstract double shade(double x, double y, Noise noise);

    /** Red, green, blue, 0 to 1, no two castings alike. */
    double[] color(Random random) {
        double lightness = 0.85 + 0.3 * random.nextDouble();
        double[] varied = new double[color.length];
        for (int i = 0; i < varied.length; i++) {
            varied[i] = color[i] * lightness + 0.05 * (random.nextDouble() - 0.5);
        }
        return varied;
    }
}
