package io.ocelli.pytorch;

import com.google.common.collect.ImmutableSet;
import io.ocelli.error.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** LibTorch on the class path: for which platforms, and what brings that of another. Loads nothing. */
final class TorchNatives {
    private static final String VERSION = "2.7.1";
    private static final Set<String> PUBLISHED =
            ImmutableSet.of("linux-x86_64", "linux-aarch64", "osx-aarch64", "win-x86_64");
    /** Every jar with natives says in it which they are. */
    private static final String DESCRIPTION = "native/lib/pytorch.properties";

    private TorchNatives() {}

    /** The platforms, by DJL's names, that the class path has LibTorch for. */
    static Set<String> found() {
        return versions().keySet();
    }

    /** The version of LibTorch for each of the platforms. */
    static Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>(versions(TorchNatives.class.getClassLoader()));
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        if (context != null) {
            versions.putAll(versions(context));
        }
        return versions;
    }

    static Set<String> found(ClassLoader loader) {
        return versions(loader).keySet();
    }

    private static Map<String, String> versions(ClassLoader loader) {
        Map<String, String> versions = new TreeMap<>();
        try {
            for (URL each : Collections.list(loader.getResources(DESCRIPTION))) {
                Properties properties = new Properties();
                try (InputStream in = each.openStream()) {
                    properties.load(in);
                }
                // Without a name it is for what DJL finds out itself.
                versions.put(
                        properties.getProperty("classifier", platform()), properties.getProperty("version", "unknown"));
            }
        } catch (IOException e) {
            throw new EngineException("LibTorch's description on the class path cannot be read: " + e.getMessage(), e);
        }
        return versions;
    }

    /** What is missing on a platform and how to bring it, or null where it was found. */
    static @Nullable String missing(Set<String> found, String platform) {
        if (found.contains(platform)) {
            return null;
        }
        String received =
                found.isEmpty() ? "found none" : "found that of " + String.join(" and ", found) + " on " + platform;
        String needed = "The PyTorch engine needs LibTorch for this platform on the class path, and " + received + ". ";
        if (!PUBLISHED.contains(platform)) {
            return needed + "It is published for " + String.join(", ", PUBLISHED) + ", and not for " + platform
                    + ": leave it out, and ONNX Runtime (io.ocelli:ocelli-onnxruntime), where it runs, classifies and"
                    + " trains heads of frozen backbones; or name a folder that holds LibTorch " + VERSION
                    + " in PYTORCH_LIBRARY_PATH.";
        }
        return needed + "Add:\n"
                + dependency(platform)
                + "\nor name a folder that holds LibTorch " + VERSION + " in PYTORCH_LIBRARY_PATH.";
    }

    /** The lines that bring the natives of a platform. */
    private static String dependency(String classifier) {
        return "  <dependency>\n"
                + "    <groupId>ai.djl.pytorch</groupId>\n"
                + "    <artifactId>pytorch-native-cpu</artifactId>\n"
                + "    <version>" + VERSION + "</version>\n"
                + "    <classifier>" + classifier + "</classifier>\n"
                + "    <scope>runtime</scope>\n"
                + "  </dependency>";
    }

    /** DJL's name of this platform: linux-x86_64, osx-aarch64, win-x86_64... */
    static String platform() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String system = os.startsWith("win") ? "win" : os.startsWith("mac") ? "osx" : "linux";
        return system + "-" + (arch.equals("amd64") ? "x86_64" : arch);
    }
}
