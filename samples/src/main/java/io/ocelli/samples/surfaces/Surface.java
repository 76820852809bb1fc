package io.ocelli.samples.surfaces;

import io.ocelli.image.Image;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Random;
import java.util.function.Consumer;

/**
 * One picture while it is rendered: a height, a stain and a darkness for each pixel, lit from a side and photographed. Defects
 * change these three; how they look then follows from the light, as on a real surface.
 */
final class Surface {
    static final int SIDE = 224;

    private static final double FLAT = 0.55;
    /** A change of stain, darkness or slope from which on a pixel belongs to a defect. */
    private static final double VISIBLE = 0.1;

    final Random random;
    final Noise noise;
    private final Material material;
    private final double[] height = new double[SIDE * SIDE];
    private final double[] stain = new double[SIDE * SIDE];
    private final double[] dark = new double[SIDE * SIDE];

    Surface(Random random) {
        this.random = random;
        this.noise = new Noise(random);
        this.material = Material.values()[random.nextInt(Material.values().length)];
    }

    /** A random value in a range. */
    double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    /** Raises a pixel, in pixels; slopes catch the light. */
    void raise(int x, int y, double by) {
        height[y * SIDE + x] += by;
    }

    /** Stains a pixel, 0 to 1. */
    void stain(int x, int y, double strength) {
        stain[y * SIDE + x] = Math.max(stain[y * SIDE + x], strength);
    }

    /** Takes the light from a pixel, 0 to 1, down to black. */
    void darken(int x, int y, double strength) {
        dark[y * SIDE + x] = Math.max(dark[y * SIDE + x], strength);
    }

    /** Paints with Java2D where to act, white on black, and gives each pixel's coverage, 0 to 1. */
    double[] mask(Consumer<Graphics2D> painter) {
        BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = picture.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        painter.accept(graphics);
        graphics.dispose();
        double[] mask = new double[SIDE * SIDE];
        int[] samples = picture.getRaster().getSamples(0, 0, SIDE, SIDE, 0, (int[]) null);
        for (int i = 0; i < mask.length; i++) {
            mask[i] = samples[i] / 255.0;
        }
        return mask;
    }

    /** What a surface is like at a moment. */
    record Relief(double[] height, double[] stain, double[] dark) {}

    /** As it is now; a copy. */
    Relief relief() {
        return new Relief(height.clone(), stain.clone(), dark.clone());
    }

    /** The pixels that look different since then: darker, stained, or with another slope towards the light. */
    boolean[] changedSince(Relief before) {
        boolean[] changed = new boolean[SIDE * SIDE];
        double[] raised = new double[SIDE * SIDE];
        for (int i = 0; i < raised.length; i++) {
            raised[i] = height[i] - before.height[i];
        }
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                int i = y * SIDE + x;
                double slope = Math.hypot(
                        at(raised, x + 1, y) - at(raised, x - 1, y), at(raised, x, y + 1) - at(raised, x, y - 1));
                changed[i] =
                        slope > VISIBLE || stain[i] - before.stain[i] > VISIBLE || dark[i] - before.dark[i] > VISIBLE;
            }
        }
        return changed;
    }

    /** Lights it and takes the picture. */
    Image photograph() {
        double[] color = material.color(random);
        double angle = between(0, 2 * Math.PI);
        double lightX = Math.cos(angle);
        double lightY = Math.sin(angle);
        double grain = between(0.008, 0.03);
        double falloff = between(0.05, 0.3);
        double turn = between(-0.4, 0.4) + (random.nextBoolean() ? Math.PI / 2 : 0);
        double[] rust = {0.40, 0.24, 0.10};
        byte[] samples = new byte[SIDE * SIDE * 3];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                int i = y * SIDE + x;
                double slope = lightX * (at(x + 1, y) - at(x - 1, y)) + lightY * (at(x, y + 1) - at(x, y - 1));
                double texture = material.shade(
                        x * Math.cos(turn) - y * Math.sin(turn) + 400,
                        x * Math.sin(turn) + y * Math.cos(turn) + 400,
                        noise);
                double across = (lightX * (x - SIDE / 2.0) + lightY * (y - SIDE / 2.0)) / SIDE;
                double light = (1 - falloff * across + FLAT * Math.tanh(slope)) * (1 - dark[i]);
                for (int c = 0; c < 3; c++) {
                    double tinted = color[c] * (1 - stain[i]) + color[c] * rust[c] * 1.6 * stain[i];
                    double value = (tinted + texture * (1 - 0.5 * stain[i])) * light + grain * random.nextGaussian();
                    samples[3 * i + c] = (byte) Math.round(255 * Math.max(0, Math.min(1, value)));
                }
            }
        }
        return Image.of(SIDE, SIDE, 3, samples);
    }

    private double at(int x, int y) {
        return at(height, x, y);
    }

    private static double at(double[] height, int x, int y) {
        return height[Math.max(0, Math.min(SIDE - 1, y)) * SIDE + Math.max(0, Math.min(SIDE - 1, x))];
    }
}
