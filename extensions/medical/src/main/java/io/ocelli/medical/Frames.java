package io.ocelli.medical;

import com.google.common.collect.ImmutableList;
import io.ocelli.medical.DicomException.Kind;
import org.jspecify.annotations.Nullable;

/** The stored values of frames, however they are compressed. */
final class Frames {
    private final PixelFormat format;
    private final TransferSyntax syntax;
    private final @Nullable Native natives;
    private final ImmutableList<Bytes> compressed;

    Frames(DataSet data, TransferSyntax syntax, PixelFormat format) {
        this.format = format;
        this.syntax = syntax;
        Element pixels = present(data);
        boolean uncompressed = syntax.codec == TransferSyntax.Codec.NATIVE;
        if (uncompressed == pixels.undefined()) {
            throw data.bytes()
                    .malformed(
                            pixels.value().begin,
                            "pixels of the transfer syntax " + syntax.uid + " are "
                                    + (uncompressed ? "not in fragments" : "in fragments"));
        }
        natives = uncompressed
                ? new Native(
                        format,
                        pixels.value(),
                        data.isBig(),
                        pixels.representation().equals("OW"))
                : null;
        compressed = uncompressed
                ? ImmutableList.of()
                : Encapsulated.frames(pixels.value(), pixels.items(), format.frames());
    }

    /** The element of the pixels, which must be there. */
    static Element present(DataSet data) {
        Element pixels = data.element(ElementReader.PIXEL_DATA);
        if (pixels != null) {
            return pixels;
        }
        boolean floats = data.element("FloatPixelData") != null || data.element("DoubleFloatPixelData") != null;
        throw data.bytes()
                .error(
                        floats ? Kind.UNSUPPORTED : Kind.NO_PIXEL_DATA,
                        data.bytes().begin,
                        floats
                                ? "pixels are whole numbers, they are floats"
                                : "a picture was expected, it has none; its attributes can be read by DicomFile");
    }

    /** What the samples of a frame mean. */
    Photometric photometric(int index) {
        boolean says = syntax.codec == TransferSyntax.Codec.JPEG || syntax.codec == TransferSyntax.Codec.JPEG_LS;
        return says ? JpegColours.of(compressed.get(index), format) : format.photometric();
    }

    /** The stored values of a frame: row by row, the samples of a pixel side by side. */
    int[] stored(int index) {
        if (natives != null) {
            return natives.frame(index);
        }
        Bytes frame = compressed.get(index);
        return switch (syntax.codec) {
            case RLE -> RunLength.decode(frame, format);
            // PS3.5, A.4.13: each frame is as it would be without compression
            case DEFLATED_FRAMES -> new Native(format.ofOneFrame(), Deflated.inflate(frame), false, false).frame(0);
            case JPEG -> Jpeg.decode(frame, format).stored(format);
            case JPEG_LS -> JpegLs.decode(frame, format).stored(format);
            case JPEG_2000 -> Jpeg2000.decode(frame, format).stored(format);
            case NATIVE -> throw new IllegalStateException("Pixels without compression are not in fragments");
        };
    }
}
