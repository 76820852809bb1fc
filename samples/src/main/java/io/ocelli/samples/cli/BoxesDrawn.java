package io.ocelli.samples.cli;

import io.ocelli.dense.Sightings;
import io.ocelli.image.Box;
import io.ocelli.image.Image;

/** A picture with boxes around what was seen in it, each class in a colour of its own. */
final class BoxesDrawn {
    /** Told apart by the colour-blind too (Okabe and Ito 2008). */
    private static final int[] COLOURS = {0xE69F00, 0x56B4E9, 0x009E73, 0xF0E442, 0x0072B2, 0xD55E00, 0xCC79A7};

    private static final int THICK = 400;

    private BoxesDrawn() {}

    static Image on(Image picture, Sightings seen) {
        Image colour = picture.toChannels(3);
        Image drawn = Image.of(
                colour.height(), colour.width(), 3, colour.samples().clone());
        int line = 1 + Math.max(colour.height(), colour.width()) / THICK;
        for (int i = seen.all().size() - 1; i >= 0; i--) { // the surest on top
            frame(drawn, seen.all().get(i).box(), line);
        }
        return drawn;
    }

    private static void frame(Image drawn, Box box, int line) {
        int left = Math.round(box.left());
        int top = Math.round(box.top());
        int right = Math.round(box.right());
        int bottom = Math.round(box.bottom());
        int colour = COLOURS[box.label() % COLOURS.length];
        fill(drawn, left, top, right, top + line, colour);
        fill(drawn, left, bottom - line, right, bottom, colour);
        fill(drawn, left, top, left + line, bottom, colour);
        fill(drawn, right - line, top, right, bottom, colour);
    }

    private static void fill(Image drawn, int left, int top, int right, int bottom, int colour) {
        for (int y = Math.max(0, top); y < Math.min(drawn.height(), bottom); y++) {
            for (int x = Math.max(0, left); x < Math.min(drawn.width(), right); x++) {
                for (int c = 0; c < 3; c++) {
                    drawn.samples()[(y * drawn.width() + x) * 3 + c] = (byte) (colour >> 8 * (2 - c));
                }
            }
        }
    }
}
