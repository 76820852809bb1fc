package io.ocelli.pytorch;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import io.ocelli.error.EngineException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * LibTorch's natives: found before they are loaded, loaded once, at the first need.
 *
 * <p>DJL reads its switches from system properties; where they are unset, the first load sets {@code ai.djl.offline} and
 * {@code OPT_OUT_TRACKING} to true, so that nothing is downloaded and nobody is called.
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
        setWhereUnset("ai.djl.offline");
        setWhereUnset("OPT_OUT_TRACKING");
        try {
            Engine.getEngine("PyTorch");
        } catch (ai.djl.engine.EngineException | IllegalArgumentException e) {
            throw new EngineException("LibTorch was found but cannot be loaded: " + e.getMessage(), e);
        }
        loaded = true;
    }

    private static void setWhereUnset(String property) {
        if (System.getProperty(property) == null && System.getenv(property) == null) {
            System.setProperty(property, "true");
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
