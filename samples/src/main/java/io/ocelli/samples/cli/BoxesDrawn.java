package io.ocelli.samples.cli;

import io.ocelli.dense.Sightings;
import io.ocelli.image.Box;
import io.ocelli.image.Image;
import io.ocelli.image.Size;
import io.ocelli.image.Strips;

/**
 * A picture with boxes around what was seen in it, each class in a colour of its own.
 *
 * @param picture that is left as it is, and open
 */
record BoxesDrawn(Strips picture, Sightings seen) implements Strips {
    /** Told apart by the colour-blind too (Okabe and Ito 2008). */
    private static final int[] COLOURS = {0xE69F00, 0x56B4E9, 0x009E73, 0xF0E442, 0x0072B2, 0xD55E00, 0xCC79A7};

    /** So many pixels of the longer side are one of a line. */
    private static final int THIN = 400;

    @Override
    public Size size() {
        return picture.size();
    }

    @Override
    public Image strip(int top, int height) {
        Image colour = picture.strip(top, height).toChannels(3);
        Image drawn = Image.of(height, colour.width(), 3, colour.samples().clone());
        int line = 1 + Math.max(size().height(), size().width()) / THIN;
        for (int i = seen.all().size() - 1; i >= 0; i--) { // the surest on top
            frame(drawn, top, seen.all().get(i).box(), line);
        }
        return drawn;
    }

    private static void frame(Image strip, int from, Box box, int line) {
        int left = Math.round(box.left());
        int top = Math.round(box.top()) - from;
        int right = Math.round(box.right());
        int bottom = Math.round(box.bottom()) - from;
        int colour = COLOURS[box.label() % COLOURS.length];
        fill(strip, left, top, right, top + line, colour);
        fill(strip, left, bottom - line, right, bottom, colour);
        fill(strip, left, top, left + line, bottom, colour);
        fill(strip, right - line, top, right, bottom, colour);
    }

    private static void fill(Image strip, int left, int top, int right, int bottom, int colour) {
        for (int y = Math.max(0, top); y < Math.min(strip.height(), bottom); y++) {
            for (int x = Math.max(0, left); x < Math.min(strip.width(), right); x++) {
                for (int c = 0; c < 3; c++) {
                    strip.samples()[(y * strip.width() + x) * 3 + c] = (byte) (colour >> 8 * (2 - c));
                }
            }
        }
    }
}
