package io.ocelli.medical;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the markers before a frame's tiles, or before the packets of one, say of how these are coded (ISO 15444-1, A.6): a tile's
 * header begins as a copy of the frame's.
 */
final class Jpeg2000Header {
    private final int components;
    private final @Nullable Jpeg2000Coding[] coding;
    private final @Nullable Jpeg2000Quantisation[] quantisation;
    /** Which components have these of their own, here or for the whole frame: what is said of all is less. */
    private final int[] ownCoding;

    private final int[] ownQuantisation;
    private final Bytes bytes;
    private final int rank;
    private List<Jpeg2000Order> changes = new ArrayList<>();
    private boolean changed;
    private int progression = -1;
    private int layers;
    private boolean mixed;

    Jpeg2000Header(int components, Bytes bytes) {
        this.components = components;
        this.bytes = bytes;
        this.rank = 1;
        this.coding = new Jpeg2000Coding[components];
        this.quantisation = new Jpeg2000Quantisation[components];
        this.ownCoding = new int[components];
        this.ownQuantisation = new int[components];
    }

    private Jpeg2000Header(Jpeg2000Header frame) {
        this.components = frame.components;
        this.bytes = frame.bytes;
        this.rank = 3;
        this.coding = frame.coding.clone();
        this.quantisation = frame.quantisation.clone();
        this.ownCoding = frame.ownCoding.clone();
        this.ownQuantisation = frame.ownQuantisation.clone();
        this.changes = new ArrayList<>(frame.changes);
        this.progression = frame.progression;
        this.layers = frame.layers;
        this.mixed = frame.mixed;
    }

    /** The header of a tile, to which its own markers are added. */
    Jpeg2000Header ofTile() {
        return new Jpeg2000Header(this);
    }

    /** Takes a marker's segment in; one that says nothing of how packets are read is passed over. */
    void add(int marker, Bytes segment) {
        switch (marker) {
            case 0xFF52 -> defaults(segment);
            case 0xFF53 -> {
                int c = component(segment);
                int at = segment.begin + wide();
                boolean own = (segment.u8(at) & 1) != 0;
                coding[c] = Jpeg2000Coding.of(segment, at + 1, own);
                ownCoding[c] = rank + 1;
            }
            case 0xFF5C -> {
                Jpeg2000Quantisation all = Jpeg2000Quantisation.of(segment, segment.begin);
                for (int c = 0; c < components; c++) {
                    if (ownQuantisation[c] <= rank) {
                        quantisation[c] = all;
                        ownQuantisation[c] = rank;
                    }
                }
            }
            case 0xFF5D -> {
                int c = component(segment);
                quantisation[c] = Jpeg2000Quantisation.of(segment, segment.begin + wide());
                ownQuantisation[c] = rank + 1;
            }
            case 0xFF5F -> changes(segment);
            case 0xFF5E -> throw segment.unsupported(segment.begin, "JPEG 2000 with regions of interest is not read");
            case 0xFF60, 0xFF61 ->
                throw segment.unsupported(segment.begin, "JPEG 2000 with its packets' headers apart is not read");
            default -> {}
        }
    }

    /** Bytes of a component's number. */
    private int wide() {
        return components < 257 ? 1 : 2;
    }

    private int component(Bytes segment) {
        int c = wide() == 1 ? segment.u8(segment.begin) : segment.u16(segment.begin, true);
        if (c >= components) {
            throw segment.malformed(segment.begin, "a frame has " + components + " components, none is of number " + c);
        }
        return c;
    }

    private void defaults(Bytes segment) {
        int at = segment.begin;
        boolean own = (segment.u8(at) & 1) != 0;
        progression = progression(segment, at + 1);
        layers = segment.u16(at + 2, true);
        mixed = segment.u8(at + 4) == 1;
        Jpeg2000Coding all = Jpeg2000Coding.of(segment, at + 5, own);
        for (int c = 0; c < components; c++) {
            if (ownCoding[c] <= rank) {
                coding[c] = all;
                ownCoding[c] = rank;
            }
        }
    }

    private static int progression(Bytes segment, int at) {
        int progression = segment.u8(at);
        if (progression > Jpeg2000Order.COMPONENTS) {
            throw segment.malformed(at, "packets come in one of five orders, received " + progression);
        }
        return progression;
    }

    /** Those of a tile stand in the place of the frame's. */
    private void changes(Bytes segment) {
        if (!changed) {
            changes = new ArrayList<>();
            changed = true;
        }
        int size = 5 + 2 * wide();
        for (int at = segment.begin; at + size <= segment.end; at += size) {
            int first = wide() == 1 ? segment.u8(at + 1) : segment.u16(at + 1, true);
            int next = at + 1 + wide();
            int last = wide() == 1 ? segment.u8(next + 3) : segment.u16(next + 3, true);
            changes.add(new Jpeg2000Order(
                    progression(segment, at + size - 1),
                    segment.u8(at),
                    segment.u8(next + 2),
                    first,
                    // a byte cannot say 256
                    last == 0 ? 256 : last,
                    segment.u16(next, true)));
        }
    }

    Jpeg2000Coding coding(int component) {
        return present(coding[component], "how it is coded");
    }

    Jpeg2000Quantisation quantisation(int component) {
        return present(quantisation[component], "how it is quantised");
    }

    private <T> T present(@Nullable T said, String what) {
        if (said == null) {
            throw bytes.malformed(bytes.begin, "a JPEG 2000 frame says " + what + " before its tiles, it does not");
        }
        return said;
    }

    List<Jpeg2000Order> orders() {
        return changes.isEmpty()
                ? List.of(new Jpeg2000Order(progression, 0, Integer.MAX_VALUE, 0, Integer.MAX_VALUE, layers))
                : changes;
    }

    int layers() {
        return layers;
    }

    /** Whether the first three components are a mix of colours. */
    boolean mixed() {
        return mixed;
    }
}
