package io.ocelli.medical;

import java.util.function.IntFunction;

/**
 * Puts bands of frequencies together (ISO 15444-1, annex F), in place: of each resolution the lower one lies in the corner, and
 * the three bands beside, below and across from it.
 */
abstract class Wavelet {
    private final int width;

    Wavelet(int width) {
        this.width = width;
    }

    /** From the lowest resolution to the one of a number. */
    final void invert(int levels, IntFunction<Area> resolution) {
        for (int r = 1; r <= levels; r++) {
            Area area = resolution.apply(r);
            if (area.isEmpty()) {
                continue;
            }
            for (int y = 0; y < area.height(); y++) {
                line(y * width, 1, area.width(), area.left() & 1);
            }
            for (int x = 0; x < area.width(); x++) {
                line(x, width, area.height(), area.top() & 1);
            }
        }
    }

    /** A line whose low frequencies are before the high ones; they go to the even places, counted from {@code odd}. */
    private void line(int at, int stride, int count, int odd) {
        int low = (count + 1 - odd) / 2;
        for (int i = 0; i < low; i++) {
            load(2 * i + odd, at + i * stride);
        }
        for (int i = low; i < count; i++) {
            load(2 * (i - low) + 1 - odd, at + i * stride);
        }
        lift(count, odd);
        for (int i = 0; i < count; i++) {
            store(i, at + i * stride);
        }
    }

    /** Takes a sample into the line. */
    abstract void load(int place, int at);

    /** Filters the line, whose first sample is of a low frequency where {@code odd} is 0. */
    abstract void lift(int count, int odd);

    abstract void store(int place, int at);

    /** The place that stands for one beyond either end, where lines are mirrored. */
    static int mirrored(int place, int count) {
        return place < 0 ? -place : place >= count ? 2 * (count - 1) - place : place;
    }
}
