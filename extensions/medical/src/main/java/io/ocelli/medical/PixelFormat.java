package io.ocelli.medical;

import com.google.common.math.LongMath;
import io.ocelli.medical.DicomException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * How a data set's pixels are written (PS3.3, C.7.6.3), checked.
 *
 * @param allocated bits that a sample takes: 1, 8, 16 or 32
 * @param stored bits of them that count, from {@code highBit} down
 */
record PixelFormat(
        int rows,
        int columns,
        int frames,
        int samples,
        boolean planar,
        int allocated,
        int stored,
        int highBit,
        boolean signed,
        Photometric photometric) {
    /** Pillow's bound, which pictures of other formats have too. */
    private static final long MOST_PIXELS = 178_956_970;

    static PixelFormat of(DataSet data) {
        int rows = required(data, "Rows", 1, 65535);
        int columns = required(data, "Columns", 1, 65535);
        int allocated = required(data, "BitsAllocated", 1, 64);
        int stored = optional(data, "BitsStored", allocated, 1, allocated);
        int high = optional(data, "HighBit", stored - 1, stored - 1, allocated - 1);
        int frames = frames(data);
        String name = data.text("PhotometricInterpretation");
        if (name == null) {
            throw data.bytes().malformed(data.bytes().begin, "a picture says its PhotometricInterpretation");
        }
        @Nullable Photometric photometric = Photometric.of(name);
        if (photometric == null) {
            throw data.bytes()
                    .unsupported(
                            data.offset("PhotometricInterpretation"),
                            "the PhotometricInterpretation "
                                    + (Photometric.UNREAD.contains(name) ? name : "of no kind that is known")
                                    + " is not read; convert the picture to gray or RGB");
        }
        int samples = optional(data, "SamplesPerPixel", photometric.samples, 1, 65535);
        if (samples != photometric.samples) {
            throw data.bytes()
                    .malformed(
                            data.offset("SamplesPerPixel"),
                            name + " has " + photometric.samples + " samples a pixel, it claims " + samples);
        }
        if (allocated != 1 && allocated != 8 && allocated != 16 && allocated != 32) {
            throw data.bytes()
                    .unsupported(
                            data.offset("BitsAllocated"), "samples take 1, 8, 16 or 32 bits, they take " + allocated);
        }
        if (allocated == 1 && samples != 1) {
            throw data.bytes().unsupported(data.offset("BitsAllocated"), "colours of 1 bit are not read");
        }
        boolean planar = optional(data, "PlanarConfiguration", 0, 0, 1) == 1 && samples > 1;
        boolean signed = optional(data, "PixelRepresentation", 0, 0, 1) == 1;
        return new PixelFormat(rows, columns, frames, samples, planar, allocated, stored, high, signed, photometric);
    }

    /** As pydicom and others do, no number or 0 is one frame. */
    private static int frames(DataSet data) {
        return Math.max(1, optional(data, "NumberOfFrames", 1, 0, Integer.MAX_VALUE));
    }

    private static int required(DataSet data, String keyword, int least, int largest) {
        if (data.number(keyword) == null) {
            throw data.bytes().malformed(data.offset(keyword), "a picture says its " + keyword + ", it does not");
        }
        return optional(data, keyword, least, least, largest);
    }

    private static int optional(DataSet data, String keyword, int otherwise, int least, int largest) {
        Double number = data.number(keyword);
        if (number == null) {
            return otherwise;
        }
        if (!(number >= least && number <= largest) || number != Math.rint(number)) {
            throw data.bytes()
                    .error(
                            Kind.MALFORMED,
                            data.offset(keyword),
                            keyword + " is " + least + " to " + largest + ", received " + number);
        }
        return number.intValue();
    }

    /** Pixels of a frame. */
    long pixels() {
        return (long) rows * columns;
    }

    /** Whether two pixels without compression share their colour. */
    boolean isSubsampled() {
        return photometric == Photometric.YBR_FULL_422;
    }

    /** What all frames take without compression; the largest number where that is more. */
    long bytes() {
        long bits = pixels() * (isSubsampled() ? 2 : samples) * allocated;
        long all = LongMath.saturatedMultiply(bits, frames);
        return all / 8 + (all % 8 == 0 ? 0 : 1);
    }

    /** The same of one frame alone. */
    PixelFormat ofOneFrame() {
        return new PixelFormat(rows, columns, 1, samples, planar, allocated, stored, highBit, signed, photometric);
    }

    /** The same pixels as they are written once they were decoded. */
    PixelFormat decoded(Photometric meant) {
        Photometric decoded = switch (meant) {
            case YBR_FULL_422 -> Photometric.YBR_FULL;
            case YBR_RCT, YBR_ICT -> Photometric.RGB;
            default -> meant;
        };
        return new PixelFormat(rows, columns, frames, samples, false, allocated, stored, stored - 1, signed, decoded);
    }

    /** Samples of a frame, each of which gets an int. */
    int count(Bytes frame) {
        if (pixels() > MOST_PIXELS) {
            throw frame.unsupported(
                    frame.begin, "a frame has at most " + MOST_PIXELS + " pixels, it claims " + rows + " x " + columns);
        }
        return (int) pixels() * samples;
    }

    /** The stored value in the bits that a sample takes; others hold overlays or nothing. */
    int fromContainer(int container) {
        return extend(container >>> (highBit + 1 - stored), stored);
    }

    /** A stored value in the bits that a sample takes; those above have its sign, those below are 0. */
    int toContainer(int value) {
        return value << (highBit + 1 - stored);
    }

    /** The lowest bits of a value, with its sign where samples have one. */
    int extend(int value, int bits) {
        int unused = 32 - bits;
        return signed ? value << unused >> unused : value << unused >>> unused;
    }

    /** A stored value as a number. */
    long toLong(int value) {
        return signed ? value : value & 0xFFFFFFFFL;
    }
}
