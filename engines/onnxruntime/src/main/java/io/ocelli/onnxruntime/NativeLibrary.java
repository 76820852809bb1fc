package io.ocelli.onnxruntime;

import ai.onnxruntime.OrtEnvironment;
import com.google.common.io.ByteStreams;
import io.ocelli.files.NativesFolder;
import io.ocelli.files.WholeFile;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** ONNX Runtime's native library: where it is, and what is wrong where it cannot be loaded. */
final class NativeLibrary {
    /** ONNX Runtime's own property: a folder that holds its libraries, which are then not unpacked. */
    private static final String FOLDER = "onnxruntime.native.path";

    private static final String[] LIBRARIES = {"onnxruntime", "onnxruntime4j_jni"};

    private NativeLibrary() {}

    /** What is missing and how to bring it, or null where the native library is on the class path. Loads nothing. */
    static @Nullable String missing() {
        if (isAndroid()
                || System.getProperty(FOLDER) != null
                || OrtEnvironment.class.getResource(jar(LIBRARIES[0])) != null) {
            return null;
        }
        return "ONNX Runtime needs its native library for this platform on the class path, and there is no "
                + jar(LIBRARIES[0])
                + ". Add com.microsoft.onnxruntime:onnxruntime, which brings Linux, Windows and macOS on x86-64 and Linux"
                + " and macOS on ARM64, or name a folder that holds the library in the system property " + FOLDER + ".";
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

    /**
     * Unpacks the libraries into the folder that was named for natives, where they are not there yet, and tells ONNX Runtime; does
     * nothing where none was named, or ONNX Runtime was told another.
     */
    static void unpack() throws IOException {
        Path folder = isAndroid() || System.getProperty(FOLDER) != null ? null : NativesFolder.named();
        if (folder == null) {
            return;
        }
        Path own = Files.createDirectories(folder.resolve("onnxruntime-" + platformFolder()));
        for (String library : LIBRARIES) {
            Path file = own.resolve(System.mapLibraryName(library));
            URLConnection packed =
                    OrtEnvironment.class.getResource(jar(library)).openConnection();
            // another version of ONNX Runtime has another size
            if (!Files.exists(file) || Files.size(file) != packed.getContentLengthLong()) {
                try (InputStream in = packed.getInputStream()) {
                    WholeFile.write(file, out -> ByteStreams.copy(in, out));
                }
            }
        }
        System.setProperty(FOLDER, own.toString());
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
            return why + ". It is unpacked to the temporary folder, " + System.getProperty("java.io.tmpdir")
                    + ", and to the one of -Docelli.natives=FOLDER, where one is named. Start Java with"
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
