package io.ocelli.medical;

import java.util.List;

/**
 * A band of frequencies of a resolution (ISO 15444-1, B.5).
 *
 * @param kind 0 of the lowest resolution, else 1 (high across), 2 (high down) or 3 (both)
 * @param area on its own grid
 * @param x and {@code y} where its first coefficient is kept among those of the tile's component
 * @param planes bits that a coefficient has at most
 * @param step what a coefficient is multiplied by
 */
record Jpeg2000Band(int kind, Area area, int x, int y, int planes, float step, List<Jpeg2000Block> blocks) {
    /** Where a part of the band is kept. */
    Area placed(Area part) {
        int right = x - area.left();
        int down = y - area.top();
        return new Area(part.left() + right, part.top() + down, part.right() + right, part.bottom() + down);
    }
}
