package io.ocelli.imageio;

import io.ocelli.image.Image;
import io.ocelli.image.Size;
import org.jspecify.annotations.Nullable;

/**
 * A library of the machine that decodes the pixels of a JPEG, found by {@link java.util.ServiceLoader} and asked before the decoder
 * that is here, which has read the header: its size is allowed. Safe for any number of threads.
 */
public interface JpegLibrary {
    /**
     * The picture as it is stored, to the pixel what libjpeg gives with its accurate transform and smooth upsampling. Null where
     * the library is not on this machine, does not take the file or warns of it: it is then decoded here, or refused with the
     * reason.
     *
     * @param file gray or YCbCr of 8 bits, baseline or progressive
     * @param size of the result: that of the stored picture, divided by the reduction and rounded up
     * @param channels 1 for gray, or 3
     * @param reduction 1, 2, 4 or 8
     */
    @Nullable
    Image decode(byte[] file, Size size, int channels, int reduction);
}
