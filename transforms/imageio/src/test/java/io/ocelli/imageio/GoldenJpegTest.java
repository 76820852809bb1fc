package io.ocelli.imageio;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.ocelli.image.Image;
import io.ocelli.image.Images;
import io.ocelli.image.Region;
import io.ocelli.image.Size;
import io.ocelli.image.Strips;
import io.ocelli.image.Transform;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * JPEG files of every sampling, baseline and progressive, with restarts and scans in parts, to the pixel as Pillow reads them:
 * whole, and by its draft mode at 1/2, 1/4 and 1/8. The folder's make.py made them.
 */
class GoldenJpegTest {
    /** Looks at a part of a picture that is reduced. */
    record Looking(int reduction, Region part) implements Transform {
        @Override
        public Image apply(Image image) {
            throw new UnsupportedOperationException("a decoder does not transform");
        }

        @Override
        public int reduction(Size input) {
            return reduction;
        }

        @Override
        public Region region(Size input) {
            return part;
        }
    }

    private static Path folder() throws Exception {
        return Paths.get(GoldenJpegTest.class.getResource("/jpegs").toURI());
    }

    @TestFactory
    Stream<DynamicTest> everyPixelIsPillows() throws Exception {
        return goldens((file, reduction, expected) -> {
            Region all = Region.all(expected.size());
            Image actual = Images.read(file, new Looking(reduction, all));
            assertThat(actual.toString()).isEqualTo(expected.toString());
            assertThat(actual.samples()).isEqualTo(expected.samples());
        });
    }

    @TestFactory
    Stream<DynamicTest> everyPartIsThatOfTheWhole() throws Exception {
        Random random = new Random(3);
        return goldens((file, reduction, expected) -> {
            for (int i = 0; i < 20; i++) {
                int top = random.nextInt(expected.height());
                int left = random.nextInt(expected.width());
                int height = 1 + random.nextInt(expected.height() - top);
                int width = 1 + random.nextInt(expected.width() - left);
                Region part = new Region(top, left, height, width);
                Image actual = Images.read(file, new Looking(reduction, part));
                assertThat(actual.size()).isEqualTo(expected.size());
                for (int y = top; y < part.bottom(); y++) {
                    for (int x = left; x < part.right(); x++) {
                        for (int c = 0; c < expected.channels(); c++) {
                            assertThat(actual.sample(y, x, c)).isEqualTo(expected.sample(y, x, c));
                        }
                    }
                }
            }
        });
    }

    /** In any order, each from wherever the ones before have come to. */
    @TestFactory
    Stream<DynamicTest> everyStripIsThatOfTheWhole() throws Exception {
        Random random = new Random(4);
        return goldens((file, reduction, expected) -> {
            if (reduction > 1) {
                return;
            }
            int row = expected.width() * expected.channels();
            try (Strips strips = Images.strips(file)) {
                for (int i = 0; i < 30; i++) {
                    int top = random.nextInt(expected.height());
                    int height = 1 + random.nextInt(Math.min(20, expected.height() - top));
                    assertThat(strips.strip(top, height).samples())
                            .isEqualTo(Arrays.copyOfRange(expected.samples(), top * row, (top + height) * row));
                }
            }
        });
    }

    private interface Check {
        void of(Path file, int reduction, Image expected);
    }

    private static Stream<DynamicTest> goldens(Check check) throws Exception {
        Path folder = folder();
        try (Reader reader = Files.newBufferedReader(folder.resolve("jpegs.json"))) {
            return StreamSupport.stream(
                            JsonParser.parseReader(reader)
                                    .getAsJsonObject()
                                    .getAsJsonArray("decoding")
                                    .spliterator(),
                            false)
                    .map(JsonElement::getAsJsonObject)
                    .map(golden -> test(folder, golden, check));
        }
    }

    private static DynamicTest test(Path folder, JsonObject golden, Check check) {
        String name = golden.get("file").getAsString();
        int reduction = golden.get("reduction").getAsInt();
        Path expected = folder.resolve(golden.get("expected").getAsString());
        return DynamicTest.dynamicTest(
                name + " 1/" + reduction, () -> check.of(folder.resolve(name), reduction, Images.read(expected)));
    }
}
