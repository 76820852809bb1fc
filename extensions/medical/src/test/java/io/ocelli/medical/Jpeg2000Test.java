package io.ocelli.medical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Frames that OpenJPEG 2.5.0's opj_compress made, each of other options, of a picture that is a formula. */
class Jpeg2000Test {
    private static final int ROWS = 53;
    private static final int COLUMNS = 37;
    private static final String LOSSY = "with loss";

    private record Frame(String name, int components, byte[] bytes) {
        int[] decoded() {
            return Jpeg2000.decode(new Bytes(name, bytes), format(components)).samples();
        }
    }

    private static PixelFormat format(int components) {
        int bits = components == 1 ? 16 : 8;
        Photometric photometric = components == 1 ? Photometric.MONOCHROME2 : Photometric.RGB;
        return new PixelFormat(ROWS, COLUMNS, 1, components, false, bits, bits, bits - 1, false, photometric);
    }

    private static List<Frame> frames() throws IOException {
        try (InputStream in = Objects.requireNonNull(Jpeg2000Test.class.getResourceAsStream("jpeg2000.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\\|"))
                    .map(row -> new Frame(
                            row[0],
                            Integer.parseInt(row[1]),
                            Base64.getDecoder().decode(row[2])))
                    .toList();
        }
    }

    private static Frame frame(String name) throws IOException {
        return frames().stream()
                .filter(frame -> frame.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    @TestFactory
    Stream<DynamicTest> framesWithoutLossAreThePictureThatWasCompressed() throws IOException {
        return frames().stream()
                .filter(frame -> !frame.name.equals(LOSSY))
                .map(frame -> DynamicTest.dynamicTest(frame.name, () -> {
                    int[] expected = new int[ROWS * COLUMNS * frame.components];
                    for (int i = 0; i < expected.length; i++) {
                        int c = i % frame.components;
                        int x = i / frame.components % COLUMNS;
                        int y = i / frame.components / COLUMNS;
                        expected[i] =
                                (x * y * (3 + c) + x * 31 + y * 17 * (c + 1)) % (frame.components == 1 ? 4096 : 256);
                    }
                    assertThat(frame.decoded()).isEqualTo(expected);
                }));
    }

    @Test
    void lossyColoursAreNeitherBrighterNorDarkerThanThePicture() throws IOException {
        int[] decoded = frame(LOSSY).decoded();

        double off = 0;
        double bias = 0;
        for (int i = 0; i < decoded.length; i++) {
            int difference = decoded[i] - (i / 3 / COLUMNS * 2 + i / 3 % COLUMNS * (i % 3 + 1)) % 256;
            off += Math.abs(difference);
            bias += difference;
        }
        assertThat(off / decoded.length).isLessThan(3);
        assertThat(bias / decoded.length).isCloseTo(0, within(0.05));
    }

    @Test
    void whatIsCutOffIsSaid() throws IOException {
        Frame frame = frame("no levels");
        for (int length = 4; length < frame.bytes.length - 2; length += 61) {
            Frame cut = new Frame("cut", 1, Arrays.copyOf(frame.bytes, length));
            assertThatThrownBy(cut::decoded)
                    .isInstanceOfSatisfying(
                            DicomException.class, e -> assertThat(e.kind()).isEqualTo(DicomException.Kind.TRUNCATED));
        }
    }

    @Test
    void aTileThatIsMissingIsSaid() throws IOException {
        Frame frame = frame("tiles, their parts by layer");
        byte[] bytes = frame.bytes.clone();
        for (int at = bytes.length - 12; at > 0; at--) {
            if (bytes[at] == (byte) 0xFF && bytes[at + 1] == (byte) 0x90 && bytes[at + 3] == 10) {
                // every part is of the first tile
                bytes[at + 5] = 0;
            }
        }
        assertThatThrownBy(new Frame("missing", 1, bytes)::decoded)
                .isInstanceOf(DicomException.class)
                .hasMessageContaining("a JPEG 2000 frame has all its tiles, 5 are missing");
    }
}
