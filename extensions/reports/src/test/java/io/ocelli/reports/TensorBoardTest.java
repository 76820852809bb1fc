package io.ocelli.reports;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardTest {
    @TempDir
    private Path folder;

    /** A number of an update. */
    private record Scalar(long step, String tag, float value) {}

    @Test
    void stepsAndEpochsAreScalars() throws IOException {
        Path runs = folder.resolve("runs");
        Trained.with(TensorBoard.in(runs));
        Trained.with(TensorBoard.in(runs));
        List<Path> files;
        try (Stream<Path> listed = Files.list(runs)) {
            files = listed.sorted().toList();
        }
        assertThat(files).as("a file of its own each").hasSize(2);
        assertThat(files.get(0).getFileName().toString()).startsWith("events.out.tfevents.");
        List<Scalar> scalars = read(Files.readAllBytes(files.get(0)));

        assertThat(scalars)
                .filteredOn(scalar -> scalar.tag().equals("loss/step"))
                .extracting(Scalar::step)
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(scalars)
                .extracting(Scalar::tag)
                .contains(
                        "term/labels",
                        "term/size",
                        "learning_rate",
                        "loss/training",
                        "loss/validation",
                        "accuracy/validation");
        assertThat(scalars)
                .filteredOn(scalar -> scalar.tag().equals("accuracy/validation"))
                .extracting(Scalar::step)
                .containsExactly(3L, 6L, 9L);
        assertThat(scalars).allSatisfy(scalar -> assertThat(scalar.value()).isFinite());
    }

    private static List<Scalar> read(byte[] file) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        List<Scalar> scalars = new ArrayList<>();
        String version = "";
        while (rest.hasRemaining()) {
            byte[] length = new byte[8];
            rest.get(length);
            assertThat(rest.getInt()).isEqualTo(masked(length));
            byte[] data = new byte
                    [(int) ByteBuffer.wrap(length)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong()];
            rest.get(data);
            assertThat(rest.getInt()).isEqualTo(masked(data));
            CodedInputStream event = CodedInputStream.newInstance(data);
            long step = 0;
            for (int tag = event.readTag(); tag != 0; tag = event.readTag()) {
                switch (WireFormat.getTagFieldNumber(tag)) {
                    case 1 -> assertThat(event.readDouble()).isGreaterThan(1e9);
                    case 2 -> step = event.readInt64();
                    case 3 -> version = event.readString();
                    case 5 -> summary(event.readByteArray(), step, scalars);
                    default -> throw new IllegalStateException("field " + tag);
                }
            }
        }
        assertThat(version).isEqualTo("brain.Event:2");
        return scalars;
    }

    private static void summary(byte[] data, long step, List<Scalar> scalars) throws IOException {
        CodedInputStream summary = CodedInputStream.newInstance(data);
        while (summary.readTag() != 0) {
            CodedInputStream value = CodedInputStream.newInstance(summary.readByteArray());
            value.readTag();
            String tag = value.readString();
            value.readTag();
            scalars.add(new Scalar(step, tag, value.readFloat()));
        }
    }

    /** CRC-32C bit by bit (RFC 3720), masked as TensorFlow's records are. */
    private static int masked(byte[] data) {
        int crc = -1;
        for (byte each : data) {
            crc ^= each & 255;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc >>> 1 ^ ((crc & 1) == 0 ? 0 : 0x82f63b78);
            }
        }
        crc = ~crc;
        return (crc >>> 15 | crc << 17) + 0xa282ead8;
    }

    @Test
    void theCheckIsTheStandards() {
        int masked = masked("123456789".getBytes(StandardCharsets.US_ASCII));
        int crc = masked - 0xa282ead8;

        assertThat(crc >>> 17 | crc << 15).isEqualTo(0xe3069283);
    }
}
