package io.ocelli.turbojpeg;

import com.sun.jna.Library;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/** What is called of TurboJPEG's C interface, 2.1 and later. */
interface TurboJpegApi extends Library {
    int RGB = 0;
    int GRAY = 6;

    /** The integer transform of libjpeg, which is the more exact one. */
    int ACCURATE_TRANSFORM = 4096;

    /** A warning, as of a file that ends early, is an error. */
    int STOP_ON_WARNING = 8192;

    /** A progressive file has at most 500 scans. */
    int LIMIT_SCANS = 32768;

    @Nullable
    Pointer tjInitDecompress();

    int tjDecompress2(
            Pointer handle,
            byte[] file,
            NativeLong length,
            Pointer pixels,
            int width,
            int pitch,
            int height,
            int format,
            int flags);

    int tjDestroy(Pointer handle);
}
