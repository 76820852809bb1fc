package io.ocelli.android;

import java.io.IOException;
import java.io.InputStream;

/** What Android 8.0 does not have. */
final class Modern {
    private Modern() {}

    static byte[] read(InputStream in) throws IOException {
        return in.readAllBytes();
    }
}
