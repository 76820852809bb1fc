package io.ocelli.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GoldenTest {
    @Test
    void fillsAsTheReferenceDoes() {
        assertThat(Golden.fill("fp32", Shape.of(4), -1, 1))
                .containsExactly(-0.9990001916885376f, 0.4650384187698364f, 0.10865473747253418f, -0.5300469398498535f);
    }

    @Test
    void countersStayZero() {
        assertThat(Golden.parameter("bn1.num_batches_tracked", Shape.of(), 1)).isNull();
    }

    /** Asks for the files that are not there. */
    static final class Asking {
        private Asking() {}

        public static void main(String[] args) {
            try {
                Golden.folder();
            } catch (RuntimeException e) {
                System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
            }
        }
    }

    @Test
    void whereEverythingIsCheckedMissingFilesAreAnError() throws Exception {
        assertThat(asked("true", null))
                .contains("IllegalStateException: Golden files are needed where CI is set, and are not there")
                .contains("Waive them by name with OCELLI_WAIVED=golden");
        assertThat(asked("true", "golden")).contains("TestAbortedException: skipped: no golden files");
        assertThat(asked(null, null)).contains("TestAbortedException: skipped: no golden files");
    }

    private static String asked(@Nullable String ci, @Nullable String waived) throws Exception {
        ProcessBuilder process = JavaProcess.of(List.of("-Docelli.golden=/no/such/folder"), Asking.class);
        set(process, "CI", ci);
        set(process, "OCELLI_WAIVED", waived);
        return JavaProcess.run(process);
    }

    private static void set(ProcessBuilder process, String name, @Nullable String value) {
        process.environment().remove(name);
        if (value != null) {
            process.environment().put(name, value);
        }
    }
}
