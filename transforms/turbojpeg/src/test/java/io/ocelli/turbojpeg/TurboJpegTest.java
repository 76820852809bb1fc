package io.ocelli.turbojpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.ocelli.error.ImageException;
import io.ocelli.image.Image;
import io.ocelli.image.Images;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the machine's libjpeg-turbo decodes is what Pillow does; what it does not take, or warns of, is decoded as without it. */
class TurboJpegTest {
    private final TurboJpeg library = new TurboJpeg();

    @BeforeEach
    void requireLibrary() {
        assumeTrue(TurboJpeg.isHere(), "skipped: this machine has no libturbojpeg");
    }

    private static Path folder() throws Exception {
        return Paths.get(TurboJpegTest.class.getResource("/jpegs").toURI());
    }

    @TestFactory
    Stream<DynamicTest> everyPixelIsPillows() throws Exception {
        Path folder = folder();
        List<JsonObject> goldens = new ArrayList<>();
        try (Reader reader = Files.newBufferedReader(folder.resolve("jpegs.json"))) {
            for (JsonElement each :
                    JsonParser.parseReader(reader).getAsJsonObject().getAsJsonArray("decoding")) {
                goldens.add(each.getAsJsonObject());
            }
        }
        return goldens.stream().map(golden -> {
            String name = golden.get("file").getAsString();
            int reduction = golden.get("reduction").getAsInt();
            return dynamicTest(name + " 1/" + reduction, () -> {
                Image expected =
                        Images.read(folder.resolve(golden.get("expected").getAsString()));
                byte[] file = Files.readAllBytes(folder.resolve(name));
                Image actual = library.decode(file, expected.size(), expected.channels(), reduction);

                boolean small = reduction > 1 && Math.max(expected.height(), expected.width()) < 3;
                if (small || name.startsWith("cmyk")) {
                    assertThat(actual).isNull();
                } else {
                    assertThat(actual).isNotNull();
                    assertThat(actual.samples()).isEqualTo(expected.samples());
                }
            });
        });
    }

    @Test
    void whatEndsEarlyIsRefusedWithTheReasonOfTheDecoderThatIsAlwaysThere() throws Exception {
        byte[] whole = Files.readAllBytes(folder().resolve("420.jpg"));
        byte[] half = Arrays.copyOf(whole, whole.length / 2);

        assertThat(library.decode(half, Images.read(whole).size(), 3, 1)).isNull();
        assertThatThrownBy(() -> Images.read(half, "half.jpg"))
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith("half.jpg is a broken JPEG file: ");
    }

    @Test
    void threadsDecodeSideBySide() throws Exception {
        byte[] file = Files.readAllBytes(folder().resolve("420.jpg"));
        byte[] expected = Images.read(file).samples();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<byte[]>> all = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                all.add(threads.submit(() -> Images.read(file).samples()));
            }
            for (Future<byte[]> each : all) {
                assertThat(each.get()).isEqualTo(expected);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aLibraryThatIsMissingIsNone() {
        assertThat(TurboJpeg.load("/no/such/libturbojpeg.so")).isEmpty();
    }
}
