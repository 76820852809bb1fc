package io.ocelli.medical;

import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The pixels of a file without what may identify: bits beside those that count, bytes behind the last frame, what is under a
 * mask, comments in JPEGs.
 *
 * @param syntax the transfer syntax of the written file
 * @param elements the pixels, and what is said of them anew
 * @param cleaned whether anything was
 * @param unread whether the pixels are of a kind that is not read, so that they were left as they are
 */
record CleanPixels(String syntax, ImmutableMap<Integer, byte[]> elements, boolean cleaned, boolean unread) {
    private static final int PIXELS = ElementReader.PIXEL_DATA;

    static CleanPixels of(DicomFile file, List<BurntInText> masks) {
        @Nullable TransferSyntax known = TransferSyntax.of(file.transferSyntax());
        boolean compressed = known == null || known.codec != TransferSyntax.Codec.NATIVE;
        String syntax = compressed ? file.transferSyntax() : TransferSyntax.EXPLICIT_LITTLE.uid;
        @Nullable Element pixels = file.data().element(PIXELS);
        if (pixels == null) {
            return new CleanPixels(syntax, ImmutableMap.of(), false, false);
        }
        if (!masks.isEmpty()) {
            return masked(file.picture(), masks);
        }
        return pixels.undefined() ? compressed(file, pixels, syntax) : uncompressed(file.data(), pixels, syntax);
    }

    private static CleanPixels compressed(DicomFile file, Element pixels, String syntax) {
        boolean cleaned = false;
        List<byte[]> fragments = new ArrayList<>();
        @Nullable Double frames = file.data().number("NumberOfFrames");
        boolean whole = pixels.items().size() - 1 == (frames == null ? 1 : Math.max(1, frames));
        for (Bytes item : pixels.items()) {
            boolean table = fragments.isEmpty();
            byte[] fragment =
                    table ? Encapsulated.offsets(pixels.items()) : Arrays.copyOfRange(item.array, item.begin, item.end);
            cleaned |= table ? fragment.length < item.length() : JpegComments.blank(fragment, whole);
            fragments.add(fragment);
        }
        byte[] element = ElementBytes.fragments(PIXELS, fragments);
        return new CleanPixels(syntax, ImmutableMap.of(PIXELS, element), cleaned, false);
    }

    private static CleanPixels uncompressed(DataSet data, Element pixels, String syntax) {
        PixelFormat format;
        try {
            format = PixelFormat.of(data);
        } catch (DicomException e) {
            byte[] as = ElementValues.little(pixels.value(), data.isBig(), ElementValues.size(pixels.representation()));
            byte[] element = ElementBytes.of(PIXELS, pixels.representation(), as);
            return new CleanPixels(syntax, ImmutableMap.of(PIXELS, element), false, true);
        }
        // samples of 8 bits are swapped where they were written as words
        int size = format.allocated() > 8 ? format.allocated() / 8 : ElementValues.size(pixels.representation());
        byte[] before = ElementValues.little(pixels.value(), data.isBig(), size);
        byte[] values = Arrays.copyOf(before, (int) Math.min(before.length, format.bytes()));
        for (int i = 0;
                format.allocated() > 1 && i + format.allocated() / 8 <= values.length;
                i += format.allocated() / 8) {
            put(
                    values,
                    i,
                    format.toContainer(format.fromContainer(container(values, i, format))),
                    format.allocated() / 8);
        }
        boolean cleaned = !Arrays.equals(values, Arrays.copyOf(before, values.length))
                || before.length > values.length + values.length % 2;
        return new CleanPixels(syntax, ImmutableMap.of(PIXELS, element(format, values)), cleaned, false);
    }

    private static byte[] element(PixelFormat format, byte[] values) {
        return ElementBytes.of(PIXELS, format.allocated() > 8 ? "OW" : "OB", values);
    }

    private static int container(byte[] values, int at, PixelFormat format) {
        int container = 0;
        for (int b = 0; b < format.allocated() / 8; b++) {
            container |= (values[at + b] & 255) << 8 * b;
        }
        return container;
    }

    private static void put(byte[] values, int at, int container, int size) {
        for (int b = 0; b < size; b++) {
            values[at + b] = (byte) (container >> 8 * b);
        }
    }

    /** The decoded frames, black where a mask is. */
    private static CleanPixels masked(DicomPicture picture, List<BurntInText> masks) {
        PixelFormat format = picture.decoded();
        byte[] values = new byte[Math.toIntExact(format.bytes())];
        int samples = format.samples();
        int count = Math.toIntExact(format.pixels() * samples);
        for (int frame = 0; frame < picture.frames(); frame++) {
            long[] stored = picture.stored(frame);
            int[] black = black(format, stored);
            for (int i = 0; i < stored.length; i++) {
                int pixel = i / samples;
                boolean hidden = hidden(masks, pixel / format.columns(), pixel % format.columns());
                int value = hidden ? black[i % samples] : (int) stored[i];
                long place = (long) frame * count + i;
                if (format.allocated() == 1) {
                    values[(int) (place >> 3)] |= (byte) ((value & 1) << (place & 7));
                } else {
                    put(
                            values,
                            (int) (place * format.allocated() / 8),
                            format.toContainer(value),
                            format.allocated() / 8);
                }
            }
        }
        ImmutableMap.Builder<Integer, byte[]> elements = ImmutableMap.builder();
        elements.put(PIXELS, element(format, values));
        description(format).forEach(elements::put);
        return new CleanPixels(TransferSyntax.EXPLICIT_LITTLE.uid, elements.buildOrThrow(), true, false);
    }

    private static Map<Integer, byte[]> description(PixelFormat format) {
        int photometric = Dictionary.tag("PhotometricInterpretation");
        int planar = Dictionary.tag("PlanarConfiguration");
        int high = Dictionary.tag("HighBit");
        ImmutableMap.Builder<Integer, byte[]> elements = ImmutableMap.builder();
        elements.put(
                photometric,
                ElementBytes.text(photometric, "CS", format.photometric().term()));
        elements.put(high, ElementBytes.word(high, format.highBit()));
        if (format.samples() > 1) {
            elements.put(planar, ElementBytes.word(planar, 0));
        }
        return elements.buildOrThrow();
    }

    private static boolean hidden(List<BurntInText> masks, int y, int x) {
        for (BurntInText mask : masks) {
            for (BurntInText.Region region : mask.regions()) {
                if (region.covers(y, x)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The samples of a black pixel; of gray ones as black as the frame is anywhere, so that its range stays. */
    private static int[] black(PixelFormat format, long[] stored) {
        if (format.samples() == 3) {
            int middle = format.photometric() == Photometric.RGB ? 0 : 1 << (format.stored() - 1);
            return new int[] {0, middle, middle};
        }
        LongStream values = Arrays.stream(stored);
        boolean inverted = format.photometric() == Photometric.MONOCHROME1;
        return new int[] {(int) (inverted ? values.max() : values.min()).orElse(0)};
    }
}
