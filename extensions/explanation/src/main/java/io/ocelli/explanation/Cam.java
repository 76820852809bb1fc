package io.ocelli.explanation;

/** How the channels of a stage are added up, by their gradients. */
@FunctionalInterface
interface Cam {
    /**
     * Adds a channel to a map.
     *
     * @param a the channel's activations, from {@code from}
     * @param g their gradients
     * @param map a number for each of its pixels
     */
    void add(float[] a, float[] g, int from, double[] map);

    static void gradCam(float[] a, float[] g, int from, double[] map) {
        double sum = 0;
        for (int p = 0; p < map.length; p++) {
            sum += g[from + p];
        }
        addTimes(a, from, sum / map.length, map);
    }

    static void gradCamPlusPlus(float[] a, float[] g, int from, double[] map) {
        double activation = 0;
        for (int p = 0; p < map.length; p++) {
            activation += a[from + p];
        }
        double weight = 0;
        for (int p = 0; p < map.length; p++) {
            double gradient = g[from + p];
            if (gradient > 0) {
                double square = gradient * gradient;
                weight += gradient * square / (2 * square + activation * square * gradient + 1e-6);
            }
        }
        addTimes(a, from, weight, map);
    }

    static void hiResCam(float[] a, float[] g, int from, double[] map) {
        for (int p = 0; p < map.length; p++) {
            map[p] += (double) g[from + p] * a[from + p];
        }
    }

    static void layerCam(float[] a, float[] g, int from, double[] map) {
        for (int p = 0; p < map.length; p++) {
            map[p] += Math.max(0, (double) g[from + p]) * a[from + p];
        }
    }

    /** Adds a channel that counts as a whole. */
    static void addTimes(float[] a, int from, double weight, double[] map) {
        for (int p = 0; p < map.length; p++) {
            map[p] += weight * a[from + p];
        }
    }
}
