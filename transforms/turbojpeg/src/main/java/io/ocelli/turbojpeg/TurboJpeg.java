package io.ocelli.turbojpeg;

import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import io.ocelli.image.Image;
import io.ocelli.image.Size;
import io.ocelli.imageio.JpegLibrary;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JPEG by the machine's libjpeg-turbo (2.1 or later, {@code libturbojpeg}), whose vector code decodes faster than Java; equal to
 * the pixel. With this artifact on the class path it is taken by itself, and where the library is missing, which is logged once as
 * a warning, Ocelli's own decoder goes on. The library is looked for where the system and JNA ({@code jna.library.path}) look, or
 * is the file that the system property {@value #PROPERTY} names. It is loaded for the first JPEG.
 *
 * <p>A picture is decoded whole, also where a part of it is wanted, and a thread that is interrupted meanwhile ends behind it. Safe
 * for any number of threads.
 */
public final class TurboJpeg implements JpegLibrary {
    /** The system property that names the library's file. */
    public static final String PROPERTY = "ocelli.turbojpeg";

    private static final Logger LOG = LoggerFactory.getLogger(TurboJpeg.class);
    private static final String NAME = "turbojpeg";
    private static final int FLAGS =
            TurboJpegApi.ACCURATE_TRANSFORM | TurboJpegApi.STOP_ON_WARNING | TurboJpegApi.LIMIT_SCANS;

    /** The library takes the largest of its scales that fits a size, which for smaller ones is not the one that is meant. */
    private static final int SMALLEST_REDUCED = 3;

    private static final Supplier<Optional<TurboJpegApi>> API =
            Suppliers.memoize(() -> load(System.getProperty(PROPERTY, NAME)));

    /** For the service loader. */
    public TurboJpeg() {}

    static Optional<TurboJpegApi> load(String named) {
        try {
            return Optional.of(Native.load(named, TurboJpegApi.class));
        } catch (LinkageError e) {
            LOG.warn(
                    "ocelli-turbojpeg decodes JPEG by libjpeg-turbo where the machine has it, and '{}' cannot be loaded: {}."
                            + " Ocelli's own decoder, which is slower, is taken. Install the library (libturbojpeg0 of Debian,"
                            + " turbojpeg of Fedora, jpeg-turbo of Homebrew), or name its file with -D{}=FILE.",
                    named,
                    String.valueOf(e.getMessage()).lines().findFirst().orElse(""), // behind it is the whole class path
                    PROPERTY);
            return Optional.empty();
        }
    }

    /** Whether the machine has the library; loads it where that has not been done. */
    public static boolean isHere() {
        return Objects.requireNonNull(API.get()).isPresent();
    }

    @Override
    public @Nullable Image decode(byte[] file, Size size, int channels, int reduction) {
        if (!isHere() || reduction > 1 && Math.max(size.height(), size.width()) < SMALLEST_REDUCED) {
            return null;
        }
        return decode(Objects.requireNonNull(API.get()).orElseThrow(), file, size, channels);
    }

    private static @Nullable Image decode(TurboJpegApi api, byte[] file, Size size, int channels) {
        Pointer handle = api.tjInitDecompress();
        if (handle == null) {
            return null;
        }
        Image image = Image.black(size.height(), size.width(), channels);
        byte[] samples = image.samples();
        try (Memory pixels = new Memory(samples.length)) {
            int format = channels == 1 ? TurboJpegApi.GRAY : TurboJpegApi.RGB;
            int pitch = size.width() * channels;
            NativeLong length = new NativeLong(file.length);
            int status =
                    api.tjDecompress2(handle, file, length, pixels, size.width(), pitch, size.height(), format, FLAGS);
            if (status != 0) {
                return null;
            }
            pixels.read(0, samples, 0, samples.length);
            return image;
        } finally {
            api.tjDestroy(handle);
        }
    }
}
