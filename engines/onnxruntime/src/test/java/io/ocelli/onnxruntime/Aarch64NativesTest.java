package io.ocelli.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot run on this machine is at least there: the same artifact holds the natives of Linux on both processors. */
class Aarch64NativesTest {
    /** Where ELF says for which processor a file is, and what it says (System V ABI). */
    private static final int MACHINE = 18;

    @ParameterizedTest
    @CsvSource({
        "linux-aarch64, libonnxruntime.so, 183",
        "linux-aarch64, libonnxruntime4j_jni.so, 183",
        "linux-x64, libonnxruntime.so, 62",
        "linux-x64, libonnxruntime4j_jni.so, 62"
    })
    void theArtifactHoldsTheNative(String platform, String file, int machine) throws IOException {
        try (InputStream in =
                OrtEnvironment.class.getResourceAsStream("/ai/onnxruntime/native/" + platform + "/" + file)) {
            assertThat(in).isNotNull();
            byte[] header = in.readNBytes(MACHINE + 2);
            assertThat(header).startsWith(0x7f, 'E', 'L', 'F');
            assertThat(header[MACHINE] & 255 | (header[MACHINE + 1] & 255) << 8).isEqualTo(machine);
        }
    }
}
