package io.ocelli.imageio;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The entropy-coded data of a scan, block by block in rows of units (MCUs). */
final class JpegScan {
    /** A component in it. Differences of first coefficients begin anew with each interval between restarts. */
    static final class Part {
        final JpegComponent component;
        final JpegHuffman first;
        final JpegHuffman others;
        int last;

        Part(JpegComponent component, JpegHuffman first, JpegHuffman others) {
            this.component = component;
            this.first = first;
            this.others = others;
        }
    }

    /** How a block is coded. */
    interface Coding {
        void block(JpegBits bits, Part part, int row, int column) throws IOException;

        /** A restart comes before the next block. */
        default void restart() {}
    }

    /** Where a scan is between two rows. */
    record Mark(JpegBits.Place place, int left, int restarts, List<Integer> last) {}

    private final JpegScanHeader header;
    private final List<Part> parts;
    private final Coding coding;
    private final JpegBits bits;
    private int left;
    private int restarts;

    JpegScan(JpegScanHeader header, Coding coding) {
        this.header = header;
        this.parts = header.parts();
        this.coding = coding;
        this.left = header.interval();
        this.bits = new JpegBits(header.file());
        bits.begin(header.at());
    }

    /** Rows of units: of one block each where the scan has one component. */
    int rows() {
        return parts.size() == 1 ? parts.get(0).component.ownDown : header.frame().unitsDown;
    }

    /** Where it is. */
    Mark mark() {
        List<Integer> last = new ArrayList<>(parts.size());
        for (Part part : parts) {
            last.add(part.last);
        }
        return new Mark(bits.place(), left, restarts, last);
    }

    /** Goes on from where it was; its coding holds nothing between blocks. */
    void back(Mark mark) {
        bits.back(mark.place());
        left = mark.left();
        restarts = mark.restarts();
        for (int i = 0; i < parts.size(); i++) {
            parts.get(i).last = mark.last().get(i);
        }
    }

    /** Reads the next row. */
    void row(int row) throws IOException {
        Interruption.check();
        boolean alone = parts.size() == 1;
        int units = alone ? parts.get(0).component.ownAcross : header.frame().unitsAcross;
        for (int unit = 0; unit < units; unit++) {
            if (header.interval() > 0 && left-- == 0) {
                restart();
            }
            if (alone) {
                coding.block(bits, parts.get(0), row, unit);
                continue;
            }
            for (Part part : parts) {
                JpegComponent component = part.component;
                for (int y = 0; y < component.down; y++) {
                    for (int x = 0; x < component.across; x++) {
                        coding.block(bits, part, row * component.down + y, unit * component.across + x);
                    }
                }
            }
        }
        bits.check();
    }

    private void restart() throws IOException {
        bits.check();
        byte[] file = header.file();
        int marker = end();
        while (marker < file.length && (file[marker] & 255) == 0xFF) {
            marker++;
        }
        int code = marker < file.length ? file[marker] & 255 : 0xD9;
        if (code != 0xD0 + restarts % 8) {
            throw new IOException(
                    code == 0xD9 ? "it ends early: premature end of its scan" : "a restart of it is missing");
        }
        restarts++;
        left = header.interval() - 1;
        bits.begin(marker + 1);
        parts.forEach(part -> part.last = 0);
        coding.restart();
    }

    /** The place of the marker behind the data. */
    int end() {
        return bits.marker();
    }

    /** The difference that a first coefficient begins with, added to the last one. */
    static int first(JpegBits bits, Part part) throws IOException {
        part.last += bits.take(part.first) >> 4;
        return part.last;
    }
}
