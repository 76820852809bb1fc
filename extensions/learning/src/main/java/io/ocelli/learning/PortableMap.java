package io.ocelli.learning;

import io.ocelli.data.Sample;
import io.ocelli.image.Image;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A picture that lies in no file as one of Netpbm's, which keeps all its bits. */
final class PortableMap {
    /** What its file is called by. */
    static final String EXTENSION = "pnm";

    private PortableMap() {}

    /** Netpbm's binary form: gray or colour, of 8 bits or of 16, the high byte first. */
    static byte[] of(Sample sample) throws IOException {
        Image whole = sample.source().readWhole();
        Image image = whole.channels() == 1 ? whole : whole.toChannels(3);
        if (image.depth() == Image.Depth.INT16) {
            throw new IllegalArgumentException(
                    "A picture that lies in no file is remembered with samples from 0 on, and " + sample.name()
                            + " has signed ones of 16 bits. Give its file, or add 32768 to them.");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String header = (image.channels() == 1 ? "P5\n" : "P6\n") + image.width() + " " + image.height() + "\n"
                + image.depth().largest() + "\n";
        out.write(header.getBytes(StandardCharsets.US_ASCII));
        if (image.depth() == Image.Depth.UINT8) {
            out.write(image.samples());
            return out.toByteArray();
        }
        ByteBuffer words = ByteBuffer.allocate(image.words().length * Short.BYTES);
        words.asShortBuffer().put(image.words());
        out.write(words.array());
        return out.toByteArray();
    }
}
