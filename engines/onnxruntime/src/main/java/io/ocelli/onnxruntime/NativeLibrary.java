package io.ocelli.onnxruntime;

import ai.onnxruntime.OrtEnvironment;
import com.google.common.collect.ImmutableList;
import com.google.common.io.ByteStreams;
import io.ocelli.files.CacheFolder;
import io.ocelli.files.NativesFolder;
import io.ocelli.files.WholeFile;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** ONNX Runtime's native library: where it is, and what is wrong where it cannot be loaded. */
final class NativeLibrary {
    /** ONNX Runtime's own property: a folder that holds its libraries, which are then not unpacked. */
    private static final String FOLDER = "onnxruntime.native.path";

    private static final String LIBRARY = "onnxruntime";

    /** In the order in which they are unpacked; builds for GPUs have providers, which are looked for beside the library. */
    private static final List<String> LIBRARIES = ImmutableList.of(
            "onnxruntime_providers_shared",
            "onnxruntime_providers_cuda",
            "onnxruntime_providers_tensorrt",
            "onnxruntime4j_jni",
            LIBRARY);

    private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);

    private NativeLibrary() {}

    /** What is missing and how to bring it, or null where the native library is on the class path. Loads nothing. */
    static @Nullable String missing() {
        if (isAndroid()
                || System.getProperty(FOLDER) != null
                || OrtEnvironment.class.getResource(jar(LIBRARY)) != null) {
            return null;
        }
        return "ONNX Runtime needs its native library for this platform on the class path, and there is no "
                + jar(LIBRARY)
                + ". Add com.microsoft.onnxruntime:onnxruntime, which brings Linux, Windows and macOS on x86-64 and"
                + " Linux and macOS on ARM64, or name a folder that holds the library in the system"
                + " property " + FOLDER + ".";
    }

    private static boolean isAndroid() {
        return "The Android Project".equals(System.getProperty("java.vendor"));
    }

    /** Where ONNX Runtime's jar has a library of this platform. */
    private static String jar(String library) {
        return "/ai/onnxruntime/native/" + platformFolder() + "/" + System.mapLibraryName(library);
    }

    private static String platformFolder() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String system = os.startsWith("win") ? "win" : os.startsWith("mac") ? "osx" : "linux";
        return system + "-" + (arch.equals("amd64") || arch.equals("x86_64") ? "x64" : arch);
    }

    static String platform() {
        return System.getProperty("os.name") + " " + System.getProperty("os.arch");
    }

    /** ONNX Runtime's version. Loads nothing. */
    static String version() {
        String version = OrtEnvironment.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }

    /**
     * Unpacks the libraries where they are not there yet, into the folder that was named for natives or the cache, and tells ONNX
     * Runtime, which would unpack them at each start. Does nothing where it was told another folder. Where the cache cannot be
     * written it does unpack them at each start, to the temporary folder.
     *
     * @throws IOException if the folder was named and cannot be written
     */
    static void unpack() throws IOException {
        if (isAndroid() || System.getProperty(FOLDER) != null) {
            return;
        }
        boolean named = NativesFolder.named() != null;
        try {
            System.setProperty(FOLDER, unpacked(NativesFolder.namedOrCached()).toString());
        } catch (IOException e) {
            if (named) {
                throw e;
            }
            LOG.info(
                    "The cache cannot be written ({}), and ONNX Runtime unpacks its libraries at each start; name a"
                            + " folder with -Docelli.natives=FOLDER or -Docelli.cache=FOLDER",
                    e.toString());
        }
    }

    private static Path unpacked(Path folder) throws IOException {
        Path own = folder.resolve("onnxruntime-" + version() + "-" + platformFolder());
        // it is the last that is unpacked, and another build of the same version has another size
        if (!isThere(LIBRARY, own)) {
            Files.createDirectories(own);
            for (String library : LIBRARIES) {
                unpack(library, own);
            }
        }
        return own;
    }

    private static boolean isThere(String library, Path folder) throws IOException {
        Path file = folder.resolve(System.mapLibraryName(library));
        URL packed = OrtEnvironment.class.getResource(jar(library));
        return packed != null
                && Files.exists(file)
                && Files.size(file) == packed.openConnection().getContentLengthLong();
    }

    private static void unpack(String library, Path folder) throws IOException {
        try (InputStream in = OrtEnvironment.class.getResourceAsStream(jar(library))) {
            if (in != null) {
                WholeFile.write(folder.resolve(System.mapLibraryName(library)), out -> ByteStreams.copy(in, out));
            }
        }
    }

    /** Why the library cannot be loaded, and the way out. */
    static String unloadable(Throwable e) {
        StringBuilder causes = new StringBuilder();
        boolean disk = false;
        for (Throwable at = e; at != null; at = at.getCause()) {
            causes.append(at == e ? "" : ", for ").append(at);
            disk |= at instanceof IOException;
        }
        String why = "ONNX Runtime's native library was found but cannot be loaded on " + platform() + ": " + causes;
        if (disk) {
            return why + ". It is unpacked to the folder of -Docelli.natives=FOLDER, to the cache, "
                    + CacheFolder.path() + ", or where that cannot be written to the temporary folder, "
                    + System.getProperty("java.io.tmpdir") + ". Start Java with"
                    + " -Djava.io.tmpdir=FOLDER, or free or name a folder that can be written.";
        }
        if (causes.indexOf("failed to map segment") >= 0) {
            return why
                    + ". The folder that it is unpacked to forbids to execute what is in it (noexec): name another with"
                    + " -Docelli.natives=FOLDER.";
        }
        return isMusl() || causes.indexOf("ld-linux") >= 0 || causes.indexOf("GLIBC") >= 0
                ? why + ". On Linux it needs glibc, in a version of 2019 or newer: Alpine images will not do."
                : why + ".";
    }

    private static boolean isMusl() {
        String[] libraries = new File("/lib").list();
        if (libraries != null) {
            for (String name : libraries) {
                if (name.startsWith("ld-musl")) {
                    return true;
                }
            }
        }
        return false;
    }
}
