package io.ocelli.medical;

import io.ocelli.medical.DicomException.Kind;
import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Inflates a deflated data set (PS3.5, A.5), up to a bound. */
final class Deflated {
    private static final long LARGEST = 1L << 29;

    private Deflated() {}

    static Bytes inflate(Bytes body) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(body.array, body.begin, body.length());
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[1 << 16];
            while (!inflater.finished()) {
                int count = inflater.inflate(buffer);
                if (count == 0 && !inflater.finished()) {
                    throw body.error(Kind.TRUNCATED, body.end, "it ends inside the deflated data set");
                }
                out.write(buffer, 0, count);
                if (out.size() > LARGEST) {
                    throw body.unsupported(
                            body.begin, "a deflated data set has at most " + LARGEST + " bytes, it has more");
                }
            }
            return new Bytes(body.name, out.toByteArray());
        } catch (DataFormatException e) {
            throw body.malformed(
                    body.begin + inflater.getBytesRead(), "the deflated data set is damaged: " + e.getMessage());
        } finally {
            inflater.end();
        }
    }
}
