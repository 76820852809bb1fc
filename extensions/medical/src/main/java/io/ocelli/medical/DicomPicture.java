package io.ocelli.medical;

import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import io.ocelli.image.Image;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * The frames of a DICOM file: as stored, as values of the modality (such as Hounsfield units), and as a doctor sees them.
 * Each call decodes its frame anew; nothing is kept but the file's bytes. Safe for any number of threads.
 *
 * <p>The way of a value is that of PS3.3, C.11: the Modality LUT or slope and intercept, the VOI LUT or a window, and last
 * the inversion of MONOCHROME1. Functional groups of enhanced files are obeyed for each frame.
 */
public final class DicomPicture {
    /** Bits of which all values fit into a table. */
    private static final int MOST_TABLED = 16;

    private final DicomFile file;
    private final DataSet data;
    private final PixelFormat format;
    private final Frames frames;
    private final FunctionalGroups groups;
    private final Supplier<double[]> extremes = Suppliers.memoize(this::findExtremes);

    DicomPicture(DicomFile file, DataSet data, TransferSyntax syntax) {
        this.file = file;
        this.data = data;
        Frames.present(data);
        this.format = PixelFormat.of(data);
        this.frames = new Frames(data, syntax, format);
        this.groups = new FunctionalGroups(data);
        if (format.photometric().isGray()) {
            // a window that is none is told at once
            voi(0);
        }
    }

    /**
     * The picture in a file.
     *
     * @throws DicomException if the file is none, has no picture, ends early, contradicts itself or is of a kind that is not
     *     read
     */
    public static DicomPicture read(Path file) {
        return DicomFile.read(file).picture();
    }

    /** The file, for its attributes. */
    public DicomFile file() {
        return file;
    }

    /** What messages call the file. */
    String name() {
        return data.bytes().name;
    }

    /** How {@link #stored} values are written once they are decoded. */
    PixelFormat decoded() {
        return format.decoded(frames.photometric(0));
    }

    /** How many frames there are; they are counted from 0. */
    public int frames() {
        return format.frames();
    }

    public int rows() {
        return format.rows();
    }

    public int columns() {
        return format.columns();
    }

    /** 1 (gray, or an index into a palette) or 3 (a colour). */
    public int samples() {
        return format.samples();
    }

    /** Whether the picture is gray: MONOCHROME1 or MONOCHROME2. Others have {@link #rgb8}. */
    public boolean isGray() {
        return format.photometric().isGray();
    }

    /**
     * The stored values of a frame: row by row, the samples of a pixel side by side, rows * columns * samples. Bits beside
     * those that count, such as overlays, are gone; colours are in the file's own space.
     *
     * @throws DicomException if the frame is damaged
     * @throws IllegalArgumentException if there is no such frame
     */
    public long[] stored(int frame) {
        int[] values = values(frame);
        long[] stored = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            stored[i] = format.toLong(values[i]);
        }
        return stored;
    }

    /**
     * The values of the modality: those stored, through the Modality LUT or slope and intercept. Row by row.
     *
     * @throws DicomException if the frame is damaged
     * @throws IllegalArgumentException if there is no such frame, or the picture is one of colours
     */
    public double[] modality(int frame) {
        checkGray("modality values");
        int[] stored = values(frame);
        Modality modality = modalityOf(frame);
        double[] values = new double[stored.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = modality.value(format.toLong(stored[i]));
        }
        return values;
    }

    /**
     * The values of the modality as a picture of 16 bits, such as Hounsfield units, signed where one is negative; of colours
     * {@link #rgb8}.
     *
     * @throws DicomException if the frame is damaged, or its values are no whole numbers of 16 bits
     * @throws IllegalArgumentException if there is no such frame
     */
    public Image image(int frame) {
        if (!isGray()) {
            return rgb8(frame);
        }
        double[] values = modality(frame);
        double least = 0;
        double largest = 0;
        for (double value : values) {
            least = Math.min(least, value);
            largest = Math.max(largest, value);
        }
        Image.Depth depth = least < 0 ? Image.Depth.INT16 : Image.Depth.UINT16;
        if (!modalityOf(frame).isWhole() || least < depth.least() || largest > depth.largest()) {
            throw data.bytes()
                    .unsupported(
                            data.offset("RescaleSlope"),
                            "a picture of 16 bits has whole numbers from " + depth.least() + " to " + depth.largest()
                                    + ", its modality values go from " + least + " to " + largest
                                    + " and may be fractions; take modality(frame) or grey8(frame)");
        }
        short[] words = new short[values.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = (short) (int) values[i];
        }
        return Image.of(rows(), columns(), 1, words, depth);
    }

    /** The windows that the file proposes for a frame, the first is what {@link #grey8} looks through; none with a table. */
    public List<Window> windows(int frame) {
        checkFrame(frame);
        return voi(frame).windows();
    }

    /**
     * A gray frame as a doctor sees it, one channel of 8 bits: through the first VOI LUT, or else the first window, or else
     * from the least to the largest value of all frames; MONOCHROME1 turned so that more is brighter on the screen.
     *
     * @throws DicomException if the frame is damaged
     * @throws IllegalArgumentException if there is no such frame, or the picture is one of colours
     */
    public Image grey8(int frame) {
        checkGray("modality values");
        checkFrame(frame);
        Voi voi = voi(frame);
        if (voi.table() != null) {
            LookupTable table = voi.table();
            return levels(frame, value -> round((double) table.entry(value) / table.largest()));
        }
        if (!voi.windows().isEmpty()) {
            return levels(frame, voi.windows().get(0)::level);
        }
        double[] range = Objects.requireNonNull(extremes.get());
        double width = range[1] - range[0];
        return levels(frame, value -> width == 0 ? 0 : round((value - range[0]) / width));
    }

    /**
     * The same through a window of one's own choice.
     *
     * @throws DicomException if the frame is damaged
     * @throws IllegalArgumentException if there is no such frame, or the picture is one of colours
     */
    public Image grey8(int frame, Window window) {
        checkGray("modality values");
        return levels(frame, window::level);
    }

    /**
     * A frame in red, green, blue of 8 bits: of more bits the high ones, palettes looked up, YBR converted; gray frames are
     * {@link #grey8} in three channels.
     *
     * @throws DicomException if the frame is damaged
     * @throws IllegalArgumentException if there is no such frame
     */
    public Image rgb8(int frame) {
        if (isGray()) {
            return grey8(frame).toChannels(3);
        }
        int[] stored = values(frame);
        byte[] colours = new byte[(int) Math.min(Integer.MAX_VALUE - 8, format.pixels() * 3)];
        switch (frames.photometric(frame)) {
            case PALETTE_COLOR -> {
                Palette palette = Palette.of(data, format.signed());
                for (int i = 0; i < stored.length; i++) {
                    long value = format.toLong(stored[i]);
                    colours[3 * i] = Palette.level(palette.red(), value);
                    colours[3 * i + 1] = Palette.level(palette.green(), value);
                    colours[3 * i + 2] = Palette.level(palette.blue(), value);
                }
            }
            case YBR_FULL, YBR_FULL_422 -> {
                for (int i = 0; i < stored.length; i += 3) {
                    Colours.fromYbr(level(stored[i]), level(stored[i + 1]), level(stored[i + 2]), colours, i);
                }
            }
            default -> {
                for (int i = 0; i < stored.length; i++) {
                    colours[i] = (byte) level(stored[i]);
                }
            }
        }
        return Image.of(rows(), columns(), 3, colours);
    }

    /** The highest 8 of the stored bits. */
    private int level(int stored) {
        return format.stored() > 8 ? stored >>> (format.stored() - 8) : stored;
    }

    /** Where a frame lies in the patient. */
    SlicePlane plane(int frame) {
        return SlicePlane.of(
                data,
                groups.group(frame, "PlanePositionSequence"),
                groups.group(frame, "PlaneOrientationSequence"),
                groups.group(frame, "PixelMeasuresSequence"));
    }

    private int[] values(int frame) {
        checkFrame(frame);
        try {
            return frames.stored(frame);
        } catch (OutOfMemoryError e) {
            throw data.bytes()
                    .unsupported(
                            data.offset("Rows"),
                            "a frame of " + rows() + " x " + columns() + " does not fit into the memory ("
                                    + e.getMessage() + "): raise -Xmx");
        }
    }

    private void checkFrame(int frame) {
        if (frame < 0 || frame >= frames()) {
            throw new IllegalArgumentException("A frame is 0 to " + (frames() - 1) + ", received " + frame);
        }
    }

    private void checkGray(String what) {
        if (!isGray()) {
            throw new IllegalArgumentException("A gray picture has " + what + ", received one of "
                    + format.photometric() + ". Take its rgb8(frame).");
        }
    }

    private Modality modalityOf(int frame) {
        return Modality.of(data, groups.group(frame, "PixelValueTransformationSequence"), format.signed());
    }

    private Voi voi(int frame) {
        boolean signed = format.signed() || modalityOf(frame).intercept() < 0;
        return Voi.of(data, groups.group(frame, "FrameVOILUTSequence"), signed);
    }

    private double[] findExtremes() {
        double least = Double.POSITIVE_INFINITY;
        double largest = Double.NEGATIVE_INFINITY;
        for (int frame = 0; frame < frames(); frame++) {
            for (double value : modality(frame)) {
                least = Math.min(least, value);
                largest = Math.max(largest, value);
            }
        }
        return new double[] {least, largest};
    }

    private interface Levels {
        int of(double value);
    }

    private static int round(double brightness) {
        return (int) Math.floor(Math.max(0, Math.min(1, brightness)) * 255 + 0.5);
    }

    private Image levels(int frame, Levels levels) {
        int[] stored = values(frame);
        Modality modality = modalityOf(frame);
        boolean inverted = format.photometric() == Photometric.MONOCHROME1;
        Levels shown = value -> inverted ? 255 - levels.of(value) : levels.of(value);
        byte[] bytes = new byte[stored.length];
        if (format.stored() > MOST_TABLED || stored.length < 1 << format.stored()) {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) shown.of(modality.value(format.toLong(stored[i])));
            }
            return Image.of(rows(), columns(), 1, bytes);
        }
        // there are fewer values than pixels: each is asked for once
        int least = format.signed() ? -1 << (format.stored() - 1) : 0;
        byte[] table = new byte[1 << format.stored()];
        for (int i = 0; i < table.length; i++) {
            table[i] = (byte) shown.of(modality.value(i + least));
        }
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = table[stored[i] - least];
        }
        return Image.of(rows(), columns(), 1, bytes);
    }
}
