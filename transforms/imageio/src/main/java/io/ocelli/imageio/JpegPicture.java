package io.ocelli.imageio;

import io.ocelli.image.Image;
import io.ocelli.image.Region;

/** Writes a part of a JPEG picture, perhaps reduced, while rows of units arrive from its top. */
final class JpegPicture {
    private final JpegPlane[] planes;
    private final JpegColours colours;
    private final Region region;
    private final Image image;
    private final int firstRow;
    /** Pixels of a unit's height. */
    private final int unitHeight;
    /** How many of the last of them wait for the next unit. */
    private final int waiting;

    private final int firstUnit;
    private final int endUnit;
    private final int[][] lines;
    private final int[] begins;
    private final int[] work = new int[JpegColours.WORK];
    private int next;

    /**
     * A picture to be written.
     *
     * @param side samples of a block's side: 8 for the whole picture, 4, 2 or 1 for a reduced one
     * @param region what is wanted of the (reduced) picture
     * @param image where it is written to; what is not wanted stays
     * @param firstRow which row of the (reduced) picture is the first of that image
     */
    JpegPicture(JpegFrame frame, JpegColours colours, int side, Region region, Image image, int firstRow) {
        this.colours = colours;
        this.region = region;
        this.image = image;
        this.firstRow = firstRow;
        this.unitHeight = frame.down * side;
        this.waiting = frame.down;
        // Colours may be spread from one sample further, whose pixels are at most twice the factor away.
        this.firstUnit = Math.max(0, region.top() - 2 * frame.down) / unitHeight;
        this.endUnit = Math.min(frame.unitsDown, (region.bottom() - 1 + 2 * frame.down) / unitHeight + 1);
        int unitWidth = frame.across * side;
        int firstColumn = Math.max(0, region.left() - 2 * frame.across) / unitWidth;
        int endColumn = Math.min(frame.unitsAcross, (region.right() - 1 + 2 * frame.across) / unitWidth + 1);
        int components = frame.components.length;
        this.planes = new JpegPlane[components];
        this.lines = new int[components][];
        this.begins = new int[components];
        for (int c = 0; c < components; c++) {
            planes[c] = new JpegPlane(
                    frame, frame.components[c], side, firstColumn, endColumn, region.left(), region.right());
            begins[c] = region.left() - planes[c].begin();
        }
        this.next = region.top();
    }

    /** The first row of units that is wanted. */
    int firstUnit() {
        return firstUnit;
    }

    /** Behind the last row of units that is wanted. */
    int endUnit() {
        return endUnit;
    }

    /** Takes the coefficients of the next row of units. */
    void take(int unitRow) {
        if (unitRow < firstUnit || unitRow >= endUnit) {
            for (JpegPlane plane : planes) {
                plane.clear();
            }
            return;
        }
        for (JpegPlane plane : planes) {
            plane.fill(unitRow);
        }
        int end = unitRow == endUnit - 1
                ? region.bottom()
                : Math.min(region.bottom(), (unitRow + 1) * unitHeight - waiting);
        for (; next < end; next++) {
            for (int c = 0; c < planes.length; c++) {
                lines[c] = planes[c].line(next);
            }
            int at = ((next - firstRow) * image.width() + region.left()) * colours.channels;
            colours.row(lines, begins, region.width(), image.samples(), at, work);
        }
    }
}
