package io.ocelli.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which engines unpack their native libraries once, and pass networks to them: that of the system property
 * {@code ocelli.natives}, or of the environment's {@code OCELLI_NATIVES}. Where neither is set, ONNX Runtime's is in the cache, and
 * LibTorch's where DJL has it, in the home.
 */
public final class NativesFolder {
    private NativesFolder() {}

    /**
     * The folder, which is made where it does not exist; null where none was named.
     *
     * @throws IOException if it cannot be made
     */
    public static @Nullable Path named() throws IOException {
        String named = System.getProperty("ocelli.natives", System.getenv("OCELLI_NATIVES"));
        return named == null || named.isEmpty()
                ? null
                : Files.createDirectories(Paths.get(named).toAbsolutePath());
    }

    /**
     * The folder that was named, or where none was one in the cache; it is made where it does not exist.
     *
     * @throws IOException if it cannot be made
     */
    public static Path namedOrCached() throws IOException {
        Path named = named();
        return named == null
                ? Files.createDirectories(CacheFolder.path().resolve("natives").toAbsolutePath())
                : named;
    }

    /**
     * A new, empty file for what is handed to a native library and deleted afterwards: in the folder, or where none was named
     * among the temporary files.
     *
     * @throws IOException if it cannot be made
     */
    public static Path temporary(String suffix) throws IOException {
        Path folder = named();
        return folder == null ? Files.createTempFile("ocelli", suffix) : Files.createTempFile(folder, "ocelli", suffix);
    }
}
