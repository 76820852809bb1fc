package io.ocelli.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether LibTorch on the class path is that of the machine. */
class TorchNativesTest {
    @TempDir
    private Path folder;

    /** A place of a class path that says what natives it holds. */
    private URL natives(String name, String description) throws IOException {
        Path file = folder.resolve(name).resolve("native/lib/pytorch.properties");
        Files.createDirectories(file.getParent());
        Files.writeString(file, description);
        return folder.resolve(name).toUri().toURL();
    }

    @Test
    void thePlatformsOfAllNativesAreFound() throws IOException {
        URL[] places = {
            natives("arm", "version=2.7.1\nflavor=cpu\nclassifier=linux-aarch64\n"),
            natives("mac", "version=2.7.1\nflavor=cpu\nclassifier=osx-aarch64\n"),
            natives("auto", "placeholder=true\nversion=2.7.1\n")
        };
        try (URLClassLoader loader = new URLClassLoader(places, null)) {
            assertThat(TorchNatives.found(loader))
                    .containsExactlyInAnyOrder("linux-aarch64", "osx-aarch64", TorchNatives.platform());
        }
    }

    @Test
    void thoseOfThisMachineAreOnTheTestsClassPath() {
        assertThat(TorchNatives.found()).contains(TorchNatives.platform());
        assertThat(TorchNatives.missing(Set.of("linux-aarch64", "linux-x86_64"), "linux-aarch64"))
                .isNull();
    }

    @Test
    void whatIsOfAnotherMachineIsSaidToBe() {
        assertThat(TorchNatives.missing(Set.of("linux-x86_64"), "linux-aarch64"))
                .startsWith("The PyTorch engine needs LibTorch for this platform on the class path, and found that of"
                        + " linux-x86_64 on linux-aarch64. Add:\n  <dependency>\n")
                .contains("    <classifier>linux-aarch64</classifier>\n")
                .endsWith("\nor name a folder that holds LibTorch 2.7.1 in PYTORCH_LIBRARY_PATH.");
        assertThat(TorchNatives.missing(Set.of(), "win-x86_64"))
                .startsWith(
                        "The PyTorch engine needs LibTorch for this platform on the class path, and found none. Add:\n");
    }

    @Test
    void whereNoneIsPublishedNobodyIsSentToLookForIt() {
        assertThat(TorchNatives.missing(Set.of("osx-aarch64"), "osx-x86_64"))
                .isEqualTo("The PyTorch engine needs LibTorch for this platform on the class path, and found that of"
                        + " osx-aarch64 on osx-x86_64. It is published for linux-x86_64, linux-aarch64, osx-aarch64,"
                        + " win-x86_64, and not for osx-x86_64: leave it out, and ONNX Runtime"
                        + " (io.ocelli:ocelli-onnxruntime), where it runs, classifies and trains heads of frozen"
                        + " backbones; or name a folder that holds LibTorch 2.7.1 in PYTORCH_LIBRARY_PATH.");
    }
}
