package io.ocelli.imageio;

import io.ocelli.image.Image;
import io.ocelli.image.Size;
import io.ocelli.image.Strips;
import java.awt.Rectangle;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Decodes JPEG files with the JDK's libjpeg.
 *
 * <p>The JDK's reader trips over markers that have nothing to do with the pixels (colour profiles, thumbnails, an absent
 * JFIF marker that it takes for RGB), so it is given a file of the pixels' segments only. It does not convert four
 * channels: that is done here.
 */
final class Jpeg {
    private static final byte[] JFIF = {
        (byte) 0xFF, (byte) 0xE0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0
    };

    private final byte[] file;
    private final byte[] plain;
    private int length;
    private int height;
    private int width;
    private int components;
    private boolean namedRgb;
    private boolean jfif;
    private int adobeTransform = -1;
    private int adobeAt;
    private int adobeLength;
    private int orientation = Exif.UPRIGHT;

    private Jpeg(byte[] file) {
        this.file = file;
        this.plain = new byte[file.length + JFIF.length];
    }

    static Image decode(byte[] file) throws IOException {
        Jpeg jpeg = new Jpeg(file);
        jpeg.prepare();
        return Orientation.upright(jpeg.pixels(0, jpeg.height), jpeg.orientation);
    }

    /** The pixels in strips; null where they are turned or of four channels. */
    static @Nullable Strips strips(byte[] file, String name) throws IOException {
        Jpeg jpeg = new Jpeg(file);
        jpeg.prepare();
        return jpeg.orientation != Exif.UPRIGHT || jpeg.components == 4
                ? null
                : new FileStrips(name, new Size(jpeg.height, jpeg.width), jpeg::pixels, () -> {});
    }

    /** Reads the segments up to the first scan, and copies those that matter. */
    private void prepare() throws IOException {
        int at = 2;
        int[] kept = new int[64];
        int segments = 0;
        while (true) {
            at = marker(at);
            int marker = file[at] & 255;
            at++;
            if (marker == 0xD8 || marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7)) {
                continue;
            }
            if (marker == 0xD9) {
                throw new IOException("it ends before its first pixel");
            }
            int size = at + 2 <= file.length ? word(at) : Integer.MAX_VALUE;
            if (size < 2 || at + (long) size > file.length) {
                throw new IOException("it ends early, inside its header");
            }
            if (marker == 0xDA) {
                break;
            }
            read(marker, at + 2, size - 2);
            boolean matters = (marker < 0xE0 || marker > 0xEF) && marker != 0xFE;
            if (matters) {
                if (segments + 2 > kept.length) {
                    kept = Arrays.copyOf(kept, kept.length * 2);
                }
                kept[segments++] = at - 2;
                kept[segments++] = size + 2;
            }
            at += size;
        }
        if (components == 0) {
            throw new IOException("it has no frame header before its first scan");
        }
        DesktopDecoder.checkSize(width, height);
        int end = endOfImage(at);
        // An eighth of a bit for each block of 64 is less than any coding needs.
        if ((long) width * height / 64 / 8 / 8 > end) {
            throw new IOException(
                    "it ends early: " + file.length + " bytes cannot hold " + width + " x " + height + " pixels");
        }
        put(file, 0, 2);
        putColourMarker();
        for (int i = 0; i < segments; i += 2) {
            plain[length] = (byte) 0xFF;
            System.arraycopy(file, kept[i] + 1, plain, length + 1, kept[i + 1] - 1);
            length += kept[i + 1];
        }
        plain[length++] = (byte) 0xFF;
        put(file, at - 1, end - at + 1);
    }

    /** The place of the next marker's code. */
    private int marker(int from) throws IOException {
        int at = from;
        while (at < file.length && (file[at] & 255) != 0xFF) {
            at++;
        }
        while (at < file.length && (file[at] & 255) == 0xFF) {
            at++;
        }
        if (at >= file.length) {
            throw new IOException("it ends early, inside its header");
        }
        return at;
    }

    private void read(int marker, int at, int size) throws IOException {
        boolean frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
        if (frame) {
            if (size < 6 || size < 6 + 3 * (file[at + 5] & 255)) {
                throw new IOException("its frame header is too short");
            }
            if (file[at] != 8) {
                throw new IOException("8 bits a sample are read, it has " + file[at]);
            }
            height = word(at + 1);
            width = word(at + 3);
            components = file[at + 5] & 255;
            namedRgb = components == 3 && file[at + 6] == 'R' && file[at + 9] == 'G' && file[at + 12] == 'B';
        } else if (marker == 0xE0 && size >= 5 && file[at] == 'J' && file[at + 1] == 'F' && file[at + 2] == 'I') {
            jfif = true;
        } else if (marker == 0xE1 && orientation == Exif.UPRIGHT) {
            orientation = Exif.ofSegment(file, at, size);
        } else if (marker == 0xEE && size >= 12 && file[at] == 'A' && file[at + 1] == 'd' && file[at + 2] == 'o') {
            adobeTransform = file[at + 11] & 255;
            adobeAt = at - 4;
            adobeLength = size + 4;
        }
    }

    private void putColourMarker() {
        if (components == 4 || (adobeTransform >= 0 && !jfif)) {
            if (adobeTransform >= 0) {
                put(file, adobeAt, adobeLength);
            }
        } else if (jfif || !namedRgb) {
            put(JFIF, 0, JFIF.length);
        }
    }

    private void put(byte[] from, int at, int count) {
        System.arraycopy(from, at, plain, length, count);
        length += count;
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

    private int word(int at) {
        return (file[at] & 255) << 8 | (file[at + 1] & 255);
    }

    /** Some rows; all of four channels. */
    private Image pixels(int top, int rows) throws IOException {
        if (components != 1 && components != 3 && components != 4) {
            throw new IOException("1, 3 or 4 channels are read, it has " + components);
        }
        ImageReader reader = Readers.JPEG.createReaderInstance();
        Warnings warnings = new Warnings();
        try (MemoryCacheImageInputStream input = Interruption.input(plain, length)) {
            reader.addIIOReadWarningListener(warnings);
            reader.setInput(input, true, true);
            Image image = components == 4 ? fromInks(reader.readRaster(0, null)) : read(reader, top, rows);
            warnings.check();
            return image;
        } finally {
            reader.dispose();
        }
    }

    /** Into samples in the order of ours: that is the only one that the JDK's reader copies by whole rows. */
    private Image read(ImageReader reader, int top, int rows) throws IOException {
        Image image = Image.black(rows, width, components);
        int[] order = components == 1 ? new int[] {0} : new int[] {0, 1, 2};
        ColorSpace space = ColorSpace.getInstance(components == 1 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB);
        WritableRaster raster = Raster.createInterleavedRaster(
                new DataBufferByte(image.samples(), image.samples().length),
                width,
                rows,
                width * components,
                components,
                order,
                null);
        ColorModel colours = new ComponentColorModel(space, false, false, Transparency.OPAQUE, DataBuffer.TYPE_BYTE);
        ImageReadParam into = new ImageReadParam();
        into.setDestination(new BufferedImage(colours, raster, false, null));
        into.setSourceRegion(new Rectangle(0, top, width, rows));
        reader.read(0, into);
        return image;
    }

    /** Cyan, magenta, yellow and black, always inverted as Photoshop stores them, perhaps as YCCK, to red, green and blue. */
    private Image fromInks(Raster raster) {
        int[] row = new int[raster.getWidth() * 4];
        Image image = Image.black(raster.getHeight(), raster.getWidth(), 3);
        byte[] to = image.samples();
        int o = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(0, y, raster.getWidth(), 1, row);
            for (int p = 0; p < row.length; p += 4) {
                if (adobeTransform == 2) {
                    ycck(row, p);
                }
                int white = row[p + 3];
                for (int c = 0; c < 3; c++) {
                    int ink = 255 - row[p + c];
                    int product = ink * white + 128;
                    to[o++] = (byte) Math.max(0, white - ((product + (product >> 8)) >> 8));
                }
            }
        }
        return image;
    }

    /** Y, Cb, Cr to C, M, Y, with the 16 fractional bits of libjpeg. */
    private static void ycck(int[] row, int p) {
        int y = row[p];
        int cb = row[p + 1] - 128;
        int cr = row[p + 2] - 128;
        row[p] = clip(255 - (y + ((91881 * cr + 32768) >> 16)));
        row[p + 1] = clip(255 - (y + ((-22554 * cb - 46802 * cr + 32768) >> 16)));
        row[p + 2] = clip(255 - (y + ((116130 * cb + 32768) >> 16)));
    }

    private static int clip(int value) {
        return Math.max(0, Math.min(255, value));
    }

    /** libjpeg fills what is missing with gray and only warns. */
    private static final class Warnings implements IIOReadWarningListener {
        private @Nullable String early;

        @Override
        public void warningOccurred(ImageReader source, String warning) {
            String text = warning.toLowerCase(Locale.ROOT);
            if (text.contains("premature end") || text.contains("truncated")) {
                early = warning;
            }
        }

        void check() throws IOException {
            if (early != null) {
                throw new IOException("it ends early: " + early);
            }
        }
    }
}
