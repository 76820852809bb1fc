package io.ocelli.medical;

import io.ocelli.medical.DicomException.Kind;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates a deflated data set (PS3.5, A.5) or frame, up to a bound: it is counted first, so that no more memory is taken than it
 * needs, and none by a file that is made to take it all.
 */
final class Deflated {
    /** What any file may become, and how many times as much as it has: pictures that show something become far less. */
    private static final long ALWAYS = 1L << 26;

    private static final long TIMES = 100;

    private Deflated() {}

    static Bytes inflate(Bytes body) {
        byte[] data = new byte[count(body)];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(body.array, body.begin, body.length());
            int at = 0;
            while (at < data.length) {
                at += inflater.inflate(data, at, data.length - at);
            }
            return new Bytes(body.name, data);
        } catch (DataFormatException e) {
            throw new IllegalStateException("What was inflated once can be again", e);
        } finally {
            inflater.end();
        }
    }

    private static int count(Bytes body) {
        long most = Math.min(Integer.MAX_VALUE - 8, Math.max(ALWAYS, TIMES * body.length()));
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(body.array, body.begin, body.length());
            byte[] buffer = new byte[1 << 16];
            long counted = 0;
            while (!inflater.finished()) {
                int count = inflater.inflate(buffer);
                if (count == 0 && !inflater.finished()) {
                    throw body.error(Kind.TRUNCATED, body.end, "it ends inside what is deflated");
                }
                counted += count;
                if (counted > most) {
                    throw body.unsupported(
                            body.begin,
                            "what is deflated to " + body.length() + " bytes has at most " + most
                                    + ", it has more; write it without compression");
                }
            }
            return (int) counted;
        } catch (DataFormatException e) {
            throw body.malformed(
                    body.begin + inflater.getBytesRead(), "what is deflated is damaged: " + e.getMessage());
        } finally {
            inflater.end();
        }
    }
}
