package io.ocelli.transforms;

import io.ocelli.image.Image;
import io.ocelli.image.Parameters;
import io.ocelli.image.Transform;

/**
 * Turns the colours of a picture around the wheel of hues, by way of HSV in 8 bits. A gray picture stays as it is.
 *
 * @param turn the part of a full turn, from -0.5 to 0.5
 */
public record Hue(double turn) implements Transform {
    /**
     * @throws IllegalArgumentException if it is out of range
     */
    public Hue {
        if (!(turn >= -0.5 && turn <= 0.5)) {
            throw new IllegalArgumentException("A turn of hue is from -0.5 to 0.5, received " + turn);
        }
    }

    @Override
    public Image apply(Image image) {
        Depths.requireEightBits(this, image);
        if (image.channels() == 1) {
            return image;
        }
        int shift = (int) (turn * 255);
        byte[] from = image.samples();
        byte[] to = new byte[from.length];
        for (int i = 0; i < from.length; i += 3) {
            turned(from[i] & 255, from[i + 1] & 255, from[i + 2] & 255, shift, to, i);
        }
        return Image.of(image.height(), image.width(), 3, to);
    }

    private static void turned(int red, int green, int blue, int shift, byte[] to, int o) {
        int value = Math.max(red, Math.max(green, blue));
        int range = value - Math.min(red, Math.min(green, blue));
        if (range == 0) {
            to[o] = to[o + 1] = to[o + 2] = (byte) value;
            return;
        }
        float rc = (float) (value - red) / range;
        float gc = (float) (value - green) / range;
        float bc = (float) (value - blue) / range;
        float sixths = red == value ? bc - gc : green == value ? (float) (2.0 + rc - bc) : (float) (4.0 + gc - rc);
        float turns = (float) ((sixths / 6.0 + 1.0) % 1.0);
        int hue = (int) (turns * 255.0) + shift & 255;
        int saturation = (int) ((float) range / value * 255.0);
        coloured(hue, saturation, value, to, o);
    }

    private static void coloured(int hue, int saturation, int value, byte[] to, int o) {
        if (saturation == 0) {
            to[o] = to[o + 1] = to[o + 2] = (byte) value;
            return;
        }
        int sector = (int) (hue * 6.0 / 255.0);
        float f = (float) (hue * 6.0 / 255.0 - sector);
        float s = (float) (saturation / 255.0);
        int p = rounded(value * (1.0 - s));
        int q = rounded(value * (1.0 - s * f));
        int t = rounded(value * (1.0 - s * (1.0 - f)));
        switch (sector % 6) {
            case 0 -> put(to, o, value, t, p);
            case 1 -> put(to, o, q, value, p);
            case 2 -> put(to, o, p, value, t);
            case 3 -> put(to, o, p, q, value);
            case 4 -> put(to, o, t, p, value);
            default -> put(to, o, value, p, q);
        }
    }

    private static int rounded(double value) {
        return (int) Math.floor((float) value + 0.5);
    }

    private static void put(byte[] to, int o, int red, int green, int blue) {
        to[o] = (byte) red;
        to[o + 1] = (byte) green;
        to[o + 2] = (byte) blue;
    }

    @Override
    public String name() {
        return "Hue";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none().with("turn", turn);
    }
}
