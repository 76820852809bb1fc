package io.ocelli.pytorch;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import io.ocelli.error.EngineException;
import io.ocelli.files.NativesFolder;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * LibTorch's natives: found before they are loaded, loaded once, at the first need.
 *
 * <p>DJL reads its switches from system properties; where they are unset, the first load sets {@code ai.djl.offline} and
 * {@code OPT_OUT_TRACKING} to true, so that nothing is downloaded and nobody is called, and {@code ENGINE_CACHE_DIR} to the folder
 * that was named for natives ({@code ocelli.natives}).
 */
final class LibTorch {
    /** DJL's own switch: a folder that holds LibTorch, which is then not looked for on the class path. */
    private static final String FOLDER = "PYTORCH_LIBRARY_PATH";

    private static boolean loaded;

    private LibTorch() {}

    static synchronized void load() {
        if (loaded) {
            return;
        }
        String missing = missing();
        if (missing != null) {
            throw new EngineException(missing);
        }
        setWhereUnset("ai.djl.offline", "true");
        setWhereUnset("OPT_OUT_TRACKING", "true");
        try {
            Path natives = NativesFolder.named();
            if (natives != null) {
                setWhereUnset("ENGINE_CACHE_DIR", natives.toString());
            }
            Engine.getEngine("PyTorch");
        } catch (IOException | ai.djl.engine.EngineException | IllegalArgumentException | IllegalStateException e) {
            throw new EngineException(unloadable(e), e);
        }
        loaded = true;
    }

    /** Why it cannot be loaded: all causes, for the first says only that it cannot. */
    static String unloadable(Throwable e) {
        StringBuilder causes = new StringBuilder();
        boolean disk = false;
        for (Throwable at = e; at != null; at = at.getCause()) {
            causes.append(at == e ? "" : ", for ").append(at == e ? at.getMessage() : at);
            disk |= at instanceof IOException;
        }
        return "LibTorch was found but cannot be loaded: " + causes
                + (disk
                        ? ". DJL unpacks it to a folder in the home, " + System.getProperty("user.home")
                                + ": name another that can be written with -Docelli.natives=FOLDER."
                        : "");
    }

    private static void setWhereUnset(String property, String value) {
        if (System.getProperty(property) == null && System.getenv(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** What is missing and how to bring it, or null where LibTorch can be loaded. */
    static @Nullable String missing() {
        return System.getenv(FOLDER) != null || System.getProperty(FOLDER) != null
                ? null
                : TorchNatives.missing(TorchNatives.found(), TorchNatives.platform());
    }

    /** That of the natives on the class path, or the folder that was named for them. Loads nothing. */
    static String version() {
        String folder = System.getProperty(FOLDER, System.getenv(FOLDER));
        return folder == null ? TorchNatives.versions().toString() : folder;
    }

    /** A line for the doctor. */
    static synchronized String describe() {
        String missing = missing();
        if (missing != null) {
            return missing;
        }
        return loaded
                ? "LibTorch " + Engine.getEngine("PyTorch").getVersion() + ", " + JniUtils.getNumThreads() + " threads"
                : "LibTorch found for " + TorchNatives.platform() + ", not loaded yet";
    }
}
