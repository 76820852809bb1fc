package io.ocelli.medical;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ocelli.testing.Golden;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a file holds, it is read, or refused with the declared error: no other exception, no hang, no memory beyond it. */
@Tag("fuzz")
class DicomFuzzTest {
    private static final int LARGEST_SEED = 40_000;
    private static final long MOST_PIXELS = 1 << 20;

    private static final Deidentification RULES =
            Deidentification.basic(PseudonymKey.of("a key for tests only".getBytes(StandardCharsets.UTF_8)));

    static Stream<byte[]> seeds() throws IOException {
        return Files.list(Golden.shared().resolve("data/dicom"))
                .filter(file -> file.toFile().length() < LARGEST_SEED)
                .sorted()
                .map(DicomFuzzTest::bytes);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void readsOrRefuses(byte[] content) {
        try {
            DicomFile file = DicomFile.of(content, "fuzzed");
            RULES.apply(file);
            DicomPicture picture = file.picture();
            // larger ones are as right as these, and slow
            if ((long) picture.rows() * picture.columns() <= MOST_PIXELS) {
                picture.rgb8(0);
                picture.stored(picture.frames() - 1);
            }
        } catch (DicomException refused) {
            // the one documented exception
        }
    }
}
