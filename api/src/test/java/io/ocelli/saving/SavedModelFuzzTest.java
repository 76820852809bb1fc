package io.ocelli.saving;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.management.ThreadMXBean;
import io.ocelli.error.WeightsException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("fuzz")
class SavedModelFuzzTest {
    private static final Path FOLDER = Path.of("fuzzed");

    static Stream<byte[]> seeds() {
        return Stream.of(
                ConfigWriter.config(SavedModelTest.model(), "0").toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Classes are loaded and instrumented when first used, which is no part of what a file costs. */
    @BeforeAll
    static void loadClasses() {
        seeds().forEach(seed -> SavedConfig.read(seed, FOLDER, false));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void readsOrRefuses(byte[] content) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        try {
            SavedConfig.read(content, FOLDER, false);
        } catch (WeightsException refused) {
            // the one documented exception
        }
        long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        assertThat(allocated).isLessThan((64L << 20) + 2_000L * content.length);
    }
}
