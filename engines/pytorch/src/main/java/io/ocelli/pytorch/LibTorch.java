package io.ocelli.pytorch;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import io.ocelli.error.EngineException;
import io.ocelli.files.NativesFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * LibTorch's natives: found before they are loaded, loaded once, at the first need.
 *
 * <p>DJL reads its switches from system properties; where they are unset, the first load sets {@code ai.djl.offline} and
 * {@code OPT_OUT_TRACKING} to true, so that nothing is downloaded and nobody is called, and {@code ENGINE_CACHE_DIR} to the folder
 * that was named for natives ({@code ocelli.natives}).
 */
final class LibTorch {
    static final String VERSION = "2.7.1";

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
        if (isSet("PYTORCH_LIBRARY_PATH") || resource("native/lib/pytorch.properties")) {
            return null;
        }
        return "The PyTorch engine needs LibTorch for this platform on the class path, and found none. Add:\n"
                + dependency(classifier())
                + "\nor name a folder that holds LibTorch " + VERSION + " in PYTORCH_LIBRARY_PATH.";
    }

    /** The lines that bring the natives of a platform. */
    static String dependency(String classifier) {
        return "  <dependency>\n"
                + "    <groupId>ai.djl.pytorch</groupId>\n"
                + "    <artifactId>pytorch-native-cpu</artifactId>\n"
                + "    <version>" + VERSION + "</version>\n"
                + "    <classifier>" + classifier + "</classifier>\n"
                + "    <scope>runtime</scope>\n"
                + "  </dependency>";
    }

    /** DJL's name of this platform: linux-x86_64, osx-aarch64, win-x86_64... */
    static String classifier() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String system = os.startsWith("win") ? "win" : os.startsWith("mac") ? "osx" : "linux";
        return system + "-" + (arch.equals("amd64") ? "x86_64" : arch);
    }

    private static boolean isSet(String name) {
        return System.getenv(name) != null || System.getProperty(name) != null;
    }

    private static boolean resource(String name) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context != null && context.getResource(name) != null
                || LibTorch.class.getClassLoader().getResource(name) != null;
    }

    /** A line for the doctor. */
    static synchronized String describe() {
        String missing = missing();
        if (missing != null) {
            return missing;
        }
        return loaded
                ? "LibTorch " + Engine.getEngine("PyTorch").getVersion() + ", " + JniUtils.getNumThreads() + " threads"
                : "LibTorch found for " + classifier() + ", not loaded yet";
    }
}
