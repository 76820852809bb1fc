package io.ocelli.samples.medical;

import io.ocelli.image.Image;
import io.ocelli.image.Randomness;

/**
 * A slice of a body that never was, of 12 bits: air at 0, bone at 4095, and tissue whose shades all lie between two steps of 8
 * bits, so that what is brighter in it by a few values is there in 16 bits only. Vessels are as bright as lesions, which are
 * round.
 *
 * @param picture the samples, as a detector gives them
 * @param mask 1 where a lesion is, else 0
 */
record Phantom(Image picture, Image mask) {
    /** How many values a lesion and a vessel are brighter than tissue; a step of 8 bits over 0 to 4095 is 16. */
    static final int CONTRAST = 7;

    private static final int AIR = 0;
    private static final int BONE = 4095;
    private static final int TISSUE = 990;

    /**
     * A slice.
     *
     * @param body of a patient, whose slices are alike
     * @param slice what else is in it
     */
    static Phantom draw(int side, boolean lesion, Randomness body, Randomness slice) {
        Phantom phantom = new Phantom(Image.black(side, side, 1, Image.Depth.UINT16), Image.black(side, side, 1));
        double high = side * (0.38 + 0.06 * body.nextDouble());
        double wide = side * (0.38 + 0.06 * body.nextDouble());
        double waves = 4 + 4 * body.nextDouble();
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                double from = Math.hypot((y - side / 2.0) / high, (x - side / 2.0) / wide);
                double shade = Math.sin(waves * y / side) * Math.cos(waves * x / side);
                int tissue = TISSUE + (int) Math.rint(shade + slice.nextDouble() * 3 - 1.5);
                phantom.picture.words()[y * side + x] = (short) (from > 1 ? AIR : from > 0.9 ? BONE : tissue);
            }
        }
        for (int vessel = 0; vessel < 6; vessel++) {
            phantom.vessel(side, slice);
        }
        if (lesion) {
            phantom.lesion(side, slice);
        }
        return phantom;
    }

    private void vessel(int side, Randomness random) {
        double y = side * (0.3 + 0.4 * random.nextDouble());
        double x = side * (0.3 + 0.4 * random.nextDouble());
        double angle = random.nextDouble() * Math.PI * 2;
        int length = side / 6 + random.nextInt(side / 5);
        for (int step = 0; step < length; step++) {
            brighten((int) y, (int) x);
            brighten((int) y, (int) x + 1);
            y += Math.sin(angle);
            x += Math.cos(angle);
            angle += 0.3 * (random.nextDouble() - 0.5);
        }
    }

    private void lesion(int side, Randomness random) {
        double radius = side * (0.05 + 0.035 * random.nextDouble());
        double y = side * (0.33 + 0.34 * random.nextDouble());
        double x = side * (0.33 + 0.34 * random.nextDouble());
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                if (Math.hypot(row - y, column - x) <= radius) {
                    brighten(row, column);
                    mask.samples()[row * side + column] = 1;
                }
            }
        }
    }

    /** Once, and only tissue. */
    private void brighten(int y, int x) {
        int side = picture.width();
        if (y < 0 || x < 0 || y >= side || x >= side) {
            return;
        }
        int value = picture.sample(y, x, 0);
        if (value > AIR && value < TISSUE + CONTRAST - 3) {
            picture.words()[y * side + x] = (short) (value + CONTRAST);
        }
    }
}
