package io.ocelli.medical;

import java.util.ArrayList;
import java.util.List;

/** A component of a tile: its resolutions with their bands and precincts, and its samples once all packets are read. */
final class Jpeg2000Component {
    /** Bits of a coefficient that an int has room for, beside its sign and half a step. */
    private static final int MOST_PLANES = 30;

    private final Area area;
    private final Jpeg2000Coding coding;
    private final List<Jpeg2000Band> bands = new ArrayList<>();
    final List<Jpeg2000Precinct> precincts = new ArrayList<>();

    /**
     * @param data of the tile, each byte of which can hold a packet at most
     */
    Jpeg2000Component(
            int component, int precision, Area area, Jpeg2000Coding coding, Jpeg2000Quantisation steps, Bytes data) {
        this.area = area;
        this.coding = coding;
        for (int r = 0; r <= coding.levels(); r++) {
            List<Jpeg2000Band> own = bands(r, precision, steps, data);
            bands.addAll(own);
            precincts(component, r, own, data);
        }
    }

    private Area resolution(int r) {
        return area.halved(coding.levels() - r, 0, 0);
    }

    private List<Jpeg2000Band> bands(int r, int precision, Jpeg2000Quantisation steps, Bytes data) {
        List<Jpeg2000Band> bands = new ArrayList<>();
        for (int kind = r == 0 ? 0 : 1; kind <= (r == 0 ? 0 : 3); kind++) {
            int number = r == 0 ? 0 : 3 * (r - 1) + kind;
            if (!steps.has(number)) {
                throw data.malformed(data.begin, "a JPEG 2000 frame says the steps of all its bands, it does not");
            }
            int planes = steps.guard() + steps.exponent(number, r) - 1;
            if (planes < 0 || planes > MOST_PLANES) {
                throw data.unsupported(
                        data.begin,
                        "JPEG 2000 coefficients of 0 to " + MOST_PLANES + " bits are read, they have " + planes);
            }
            // how much a band's filters add to the bits of a sample (table E.1)
            int gain = kind == 3 ? 2 : kind == 0 ? 0 : 1;
            float step = coding.reversible() ? 1 : steps.step(number, r, precision + gain);
            Area low = r == 0 ? resolution(0) : resolution(r - 1);
            int x = kind == 1 || kind == 3 ? low.width() : 0;
            int y = kind > 1 ? low.height() : 0;
            int levels = r == 0 ? coding.levels() : coding.levels() - r + 1;
            Area own = area.halved(levels, kind & 1, kind >> 1);
            bands.add(new Jpeg2000Band(kind, own, x, y, planes, step, new ArrayList<>()));
        }
        return bands;
    }

    private void precincts(int component, int r, List<Jpeg2000Band> bands, Bytes data) {
        Area whole = resolution(r);
        if (whole.isEmpty()) {
            return;
        }
        int wide = coding.precincts()[r] & 15;
        int high = coding.precincts()[r] >> 4;
        int first = whole.left() >> wide;
        int highest = whole.top() >> high;
        int across = (whole.right() - 1 >> wide) - first + 1;
        int down = (whole.bottom() - 1 >> high) - highest + 1;
        if ((long) across * down > data.length()) {
            throw data.error(
                    DicomException.Kind.TRUNCATED,
                    data.end,
                    "a JPEG 2000 packet takes a byte at least, " + (long) across * down + " do not fit into it");
        }
        int levels = coding.levels() - r;
        int halved = r == 0 ? 0 : 1;
        for (int i = 0; i < across * down; i++) {
            long column = first + i % across;
            long row = highest + i / across;
            long x = column << wide < whole.left() ? area.left() : column << wide + levels;
            long y = row << high < whole.top() ? area.top() : row << high + levels;
            Jpeg2000Precinct precinct = new Jpeg2000Precinct(r, component, x, y, coding);
            precincts.add(precinct);
            for (Jpeg2000Band band : bands) {
                int w = wide - halved;
                int h = high - halved;
                Area cell = new Area(
                        (int) Math.min(Integer.MAX_VALUE, column << w),
                        (int) Math.min(Integer.MAX_VALUE, row << h),
                        (int) Math.min(Integer.MAX_VALUE, column + 1 << w),
                        (int) Math.min(Integer.MAX_VALUE, row + 1 << h));
                precinct.add(
                        band,
                        cell.in(band.area()),
                        Math.min(coding.blockWidth(), w),
                        Math.min(coding.blockHeight(), h));
            }
        }
    }

    /** The samples about 0 of the reversible transform. */
    int[] whole(Bytes data) {
        int[] samples = new int[Math.multiplyExact(area.width(), area.height())];
        // a half is kept of the last bit, and goes to zero
        decode(data, (band, at, doubled) -> samples[at] = doubled / 2);
        new ReversibleWavelet(samples, area.width()).invert(coding.levels(), this::resolution);
        return samples;
    }

    /** The same of the irreversible one. */
    float[] real(Bytes data) {
        float[] samples = new float[Math.multiplyExact(area.width(), area.height())];
        decode(data, (band, at, doubled) -> samples[at] = doubled * band.step() / 2);
        new IrreversibleWavelet(samples, area.width()).invert(coding.levels(), this::resolution);
        return samples;
    }

    /** Takes twice a coefficient of a band, at its place in the component. */
    private interface Coefficients {
        void take(Jpeg2000Band band, int at, int doubled);
    }

    private void decode(Bytes data, Coefficients coefficients) {
        Jpeg2000Passes passes = new Jpeg2000Passes(coding, data);
        for (Jpeg2000Band band : bands) {
            for (Jpeg2000Block block : band.blocks()) {
                Area cell = block.area;
                passes.decode(block, band.kind(), (place, doubled) -> {
                    int row = cell.top() + place / cell.width();
                    coefficients.take(band, row * area.width() + cell.left() + place % cell.width(), doubled);
                });
            }
        }
    }

    boolean isReversible() {
        return coding.reversible();
    }
}
