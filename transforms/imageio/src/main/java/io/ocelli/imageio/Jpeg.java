package io.ocelli.imageio;

import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import io.ocelli.image.Image;
import io.ocelli.image.Region;
import io.ocelli.image.Size;
import io.ocelli.image.Strips;
import io.ocelli.image.Transform;
import io.ocelli.services.Services;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.imageio.plugins.jpeg.JPEGHuffmanTable;
import org.jspecify.annotations.Nullable;

/**
 * Decodes JPEG files (ITU-T T.81, baseline and progressive, of 8 bits) to the pixels that libjpeg gives, those alone that are
 * wanted, and reduced where that is asked for.
 */
final class Jpeg {
    /** The scans of the most patient encoders are a tenth of it; each may go over all of a picture in a few bytes. */
    private static final int MOST_SCANS = 500;

    private static final int TABLES = 4;

    /** Looked up at the first picture, once. */
    private static final Supplier<List<JpegLibrary>> LIBRARIES =
            Suppliers.memoize(() -> Services.of(JpegLibrary.class));

    private final byte[] file;
    private final int[] @Nullable [] steps = new int[TABLES][];
    private final JpegHuffman[] first =
            JpegHuffman.standard(JPEGHuffmanTable.StdDCLuminance, JPEGHuffmanTable.StdDCChrominance);
    private final JpegHuffman[] others =
            JpegHuffman.standard(JPEGHuffmanTable.StdACLuminance, JPEGHuffmanTable.StdACChrominance);
    private final JpegFrame frame;
    private final JpegColours colours;
    private @Nullable JpegFrame read;
    private int interval;
    private boolean jfif;
    private int adobe = -1;
    private int orientation = Exif.UPRIGHT;
    private boolean stored;

    /** The scan of a picture that is all in one, and where each row of units that was reached begins in it. */
    private @Nullable JpegScan scan;

    private final List<JpegScan.Mark> rows = new ArrayList<>();

    /** The same picture as far as strips of it were read; null where there was none, or the last one failed. */
    private @Nullable Jpeg reached;

    /** The place of the first scan's header, and then of what follows. */
    private int at = 2;

    private Jpeg(byte[] file) throws IOException {
        this.file = file;
        boolean scan = nextScan();
        if (!scan) {
            throw new IOException("it ends before its first pixel");
        }
        if (read == null) {
            throw new IOException("it has no frame header before its first scan");
        }
        frame = read;
        colours = colours();
        // An eighth of a bit for each block of 64 is less than any coding needs.
        if ((long) frame.width * frame.height / 64 / 8 / 8 > endOfImage(at)) {
            throw new IOException("it ends early: " + file.length + " bytes cannot hold " + frame.width + " x "
                    + frame.height + " pixels");
        }
    }

    /** The picture, of which {@code next} looks at some, perhaps reduced. */
    static Image decode(byte[] file, Transform next) throws IOException {
        Jpeg jpeg = new Jpeg(file);
        Size whole = Orientation.size(new Size(jpeg.frame.height, jpeg.frame.width), jpeg.orientation);
        int reduction = Math.min(8, Integer.highestOneBit(Math.max(1, next.reduction(whole))));
        Size size = new Size(reduced(jpeg.frame.height, reduction), reduced(jpeg.frame.width, reduction));
        Image byLibrary = jpeg.byLibrary(size, reduction);
        if (byLibrary != null) {
            return Orientation.upright(byLibrary, jpeg.orientation);
        }
        Size upright = Orientation.size(size, jpeg.orientation);
        Region region = Orientation.stored(next.region(upright), size, jpeg.orientation);
        Image image = Image.black(size.height(), size.width(), jpeg.colours.channels);
        JpegPicture picture = new JpegPicture(jpeg.frame, jpeg.colours, 8 / reduction, region, image, 0);
        jpeg.read(picture, jpeg.frame.unitsDown);
        return Orientation.upright(image, jpeg.orientation);
    }

    /** What a library of the machine makes of it, which decodes it whole; null where none does. */
    private @Nullable Image byLibrary(Size size, int reduction) throws IOException {
        if (colours != JpegColours.GRAY && colours != JpegColours.YCC) {
            return null;
        }
        for (JpegLibrary library : Objects.requireNonNull(LIBRARIES.get())) {
            Interruption.check();
            Image image = library.decode(file, size, colours.channels, reduction);
            if (image != null) {
                return image;
            }
        }
        return null;
    }

    private static int reduced(int extent, int reduction) {
        return (extent + reduction - 1) / reduction;
    }

    /** The pixels in strips; null where they are turned. */
    static @Nullable Strips strips(byte[] file, String name) throws IOException {
        Jpeg jpeg = new Jpeg(file);
        Size size = new Size(jpeg.frame.height, jpeg.frame.width);
        return jpeg.orientation == Exif.UPRIGHT ? new FileStrips(name, size, jpeg::strip, () -> {}) : null;
    }

    private Image strip(int top, int rows) throws IOException {
        Jpeg jpeg = reached == null ? new Jpeg(file) : reached;
        reached = null;
        Image image = Image.black(rows, frame.width, colours.channels);
        Region region = new Region(top, 0, rows, frame.width);
        JpegPicture picture = new JpegPicture(jpeg.frame, colours, 8, region, image, top);
        jpeg.read(picture, picture.endUnit());
        reached = jpeg;
        return image;
    }

    /** Reads the scans, and gives a picture the rows of units that stand before one. */
    private void read(JpegPicture picture, int endUnit) throws IOException {
        if (scan == null && !stored) {
            JpegScanHeader header = header();
            if (!frame.progressive && header.parts().size() == frame.components.length) {
                scan = header.scan(JpegSequential.rows());
                rows.add(scan.mark());
            } else {
                store(header);
            }
        }
        if (scan != null) {
            read(scan, picture, endUnit);
            return;
        }
        for (int row = picture.firstUnit(); row < picture.endUnit(); row++) {
            Interruption.check();
            for (JpegComponent component : frame.components) {
                component.load(row);
            }
            picture.take(row);
        }
    }

    private void read(JpegScan scan, JpegPicture picture, int endUnit) throws IOException {
        int begin = Math.min(picture.firstUnit(), rows.size() - 1);
        scan.back(rows.get(begin));
        for (int row = begin; row < endUnit; row++) {
            scan.row(row);
            if (row + 1 == rows.size()) {
                rows.add(scan.mark());
            }
            picture.take(row);
        }
    }

    /** Reads all scans to where their coefficients are stored. */
    private void store(JpegScanHeader begun) throws IOException {
        JpegScanHeader header = begun;
        for (int scans = 1; ; scans++) {
            JpegScan scan = header.scan(frame.progressive ? header.progressive() : JpegSequential.stored());
            for (int row = 0; row < scan.rows(); row++) {
                scan.row(row);
            }
            at = scan.end();
            if (!nextScan()) {
                break;
            }
            if (scans == MOST_SCANS) {
                throw new IOException("a picture has at most " + MOST_SCANS + " scans, it has more");
            }
            header = header();
        }
        for (JpegComponent component : frame.components) {
            component.steps();
        }
        stored = true;
    }

    /** Reads segments up to the next scan's; false where the picture ends before. */
    private boolean nextScan() throws IOException {
        while (true) {
            int marker = marker();
            if (marker == 0xD8 || marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7)) {
                continue;
            }
            if (marker == 0xD9) {
                return false;
            }
            int size = at + 2 <= file.length ? word(file, at) : Integer.MAX_VALUE;
            if (size < 2 || at + (long) size > file.length) {
                throw new IOException("it ends early, inside its header");
            }
            if (marker == 0xDA) {
                return true;
            }
            segment(marker, at + 2, size - 2);
            at += size;
        }
    }

    /** The code of the next marker, behind which it goes on. */
    private int marker() throws IOException {
        while (at < file.length && (file[at] & 255) != 0xFF) {
            at++;
        }
        while (at < file.length && (file[at] & 255) == 0xFF) {
            at++;
        }
        if (at >= file.length) {
            throw new IOException("it ends early, inside its header");
        }
        return file[at++] & 255;
    }

    private void segment(int marker, int from, int size) throws IOException {
        if (marker == 0xC4) {
            huffman(from, size);
        } else if (marker == 0xDB) {
            quantization(from, size);
        } else if (marker == 0xDD && size >= 2) {
            interval = word(file, from);
        } else if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC8 && marker != 0xCC) {
            if (read != null) {
                throw new IOException("it has two frames");
            }
            read = new JpegFrame(file, from, size, marker);
        } else if (marker == 0xE0 && begins(from, size, 'J', 'F', 'I', 'F')) {
            jfif = true;
        } else if (marker == 0xE1 && orientation == Exif.UPRIGHT) {
            orientation = Exif.ofSegment(file, from, size);
        } else if (marker == 0xEE && size >= 12 && begins(from, size, 'A', 'd', 'o', 'b', 'e')) {
            adobe = file[from + 11] & 255;
        }
    }

    private boolean begins(int from, int size, char... letters) {
        boolean same = size >= letters.length;
        for (int i = 0; same && i < letters.length; i++) {
            same = file[from + i] == letters[i];
        }
        return same;
    }

    private void quantization(int from, int size) throws IOException {
        for (int i = from; i < from + size; ) {
            int bytes = (file[i] >> 4 & 15) + 1;
            int number = file[i] & 15;
            i++;
            if (bytes > 2 || number >= TABLES || i + 64 * bytes > from + size) {
                throw new IOException("a quantization table of it is broken");
            }
            int[] table = new int[JpegComponent.ZIGZAG.length];
            for (int k = 0; k < 64; k++, i += bytes) {
                table[k] = bytes == 1 ? file[i] & 255 : word(file, i);
            }
            steps[number] = table;
        }
    }

    private void huffman(int from, int size) throws IOException {
        for (int i = from; i < from + size; ) {
            int kind = file[i] >> 4 & 15;
            int number = file[i] & 15;
            if (kind > 1 || number >= TABLES || i + 17 > from + size) {
                throw new IOException("a Huffman table of it is broken");
            }
            short[] counts = new short[16];
            int symbols = 0;
            for (int length = 0; length < 16; length++) {
                counts[length] = (short) (file[i + 1 + length] & 255);
                symbols += counts[length];
            }
            i += 17;
            if (symbols > 256 || i + symbols > from + size) {
                throw new IOException("a Huffman table of it is broken");
            }
            short[] values = new short[symbols];
            for (int n = 0; n < symbols; n++) {
                values[n] = (short) (file[i + n] & 255);
            }
            i += symbols;
            JpegHuffman table = new JpegHuffman(counts, values);
            if (kind == 0) {
                first[number] = table.ofNumbers();
            } else {
                others[number] = table;
            }
        }
    }

    private JpegColours colours() {
        return switch (frame.components.length) {
            case 1 -> JpegColours.GRAY;
            case 3 -> jfif || adobe > 0 || adobe < 0 && !frame.named('R', 'G', 'B') ? JpegColours.YCC : JpegColours.RGB;
            default -> adobe > 0 ? JpegColours.YCCK : JpegColours.CMYK;
        };
    }

    /** Reads the header of the scan at hand. */
    private JpegScanHeader header() throws IOException {
        int size = word(file, at) - 2;
        int from = at + 2;
        int count = size < 1 ? 0 : file[from] & 255;
        if (count < 1 || count > 4 || size < 4 + 2 * count) {
            throw new IOException("a scan header of it is broken");
        }
        int spectrum = from + 1 + 2 * count;
        int begin = file[spectrum] & 255;
        int end = file[spectrum + 1] & 255;
        int high = file[spectrum + 2] >> 4 & 15;
        int low = file[spectrum + 2] & 15;
        List<JpegScan.Part> parts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            JpegComponent component = frame.component(file[from + 1 + 2 * i] & 255);
            if (component == null) {
                throw new IOException("a scan of it is of a component that it has not");
            }
            if (component.steps == null) {
                component.steps = component.table < TABLES ? steps[component.table] : null;
                component.steps();
            }
            int tables = file[from + 2 + 2 * i];
            parts.add(new JpegScan.Part(component, first[tables >> 4 & 3], others[tables & 3]));
        }
        if (frame.progressive && begin > 0 && count > 1) {
            throw new IOException("a progressive scan of it mixes components");
        }
        return new JpegScanHeader(file, from + size, frame, parts, begin, end, high, low, interval);
    }

    /** The place after the last end-of-image marker; what follows is no picture. */
    private int endOfImage(int from) throws IOException {
        for (int i = file.length - 2; i >= from; i--) {
            if (file[i] == (byte) 0xFF && file[i + 1] == (byte) 0xD9) {
                return i + 2;
            }
        }
        throw new IOException("it ends early: there is no end-of-image marker");
    }

    static int word(byte[] file, int at) {
        return (file[at] & 255) << 8 | (file[at + 1] & 255);
    }
}
