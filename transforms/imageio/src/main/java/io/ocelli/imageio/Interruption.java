package io.ocelli.imageio;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Ends the decoding of a picture in a thread that is interrupted; the thread stays interrupted. */
final class Interruption {
    private Interruption() {}

    static void check() throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("the thread that decodes it was interrupted");
        }
    }

    /** Bytes for a reader of ImageIO, which asks for some kilobytes at a time. */
    static MemoryCacheImageInputStream input(byte[] file, int length) {
        return new MemoryCacheImageInputStream(new ByteArrayInputStream(file, 0, length)) {
            @Override
            public int read() throws IOException {
                check();
                return super.read();
            }

            @Override
            public int read(byte[] into, int offset, int count) throws IOException {
                check();
                return super.read(into, offset, count);
            }
        };
    }
}
