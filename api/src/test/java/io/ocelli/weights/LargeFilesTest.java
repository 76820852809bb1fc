package io.ocelli.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeFilesTest {
    private static final long TENSOR = 1_900_000_000;

    @TempDir
    Path folder;

    @Test
    void tensorsBeyondTwoGigabytesAreMapped() throws IOException {
        // the file is sparse: it takes a few blocks of the disk
        Path file = folder.resolve("large.safetensors");
        String header = "{\"a\":{\"dtype\":\"U8\",\"shape\":[" + TENSOR + "],\"data_offsets\":[0," + TENSOR + "]},"
                + "\"b\":{\"dtype\":\"U8\",\"shape\":[" + TENSOR + "],\"data_offsets\":[" + TENSOR + "," + 2 * TENSOR
                + "]},"
                + "\"c\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[" + 2 * TENSOR + "," + (2 * TENSOR + 8)
                + "]}}";
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            channel.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, header.length()));
            channel.write(ByteBuffer.wrap(header.getBytes(StandardCharsets.UTF_8)));
            long data = channel.position();
            channel.write(ByteBuffer.wrap(new byte[] {7}), data + 2 * TENSOR - 1);
            channel.write(ByteBuffer.wrap(new byte[] {0, 0, -128, 63, 0, 0, 0, 64}), data + 2 * TENSOR);
        }

        Weights weights = WeightsFile.read(file);

        Tensor second = weights.get("b");
        assertThat(second.shape()).isEqualTo(Shape.of(TENSOR));
        assertThat(second.bytes().get((int) TENSOR - 1)).isEqualTo((byte) 7);
        assertThat(weights.get("c").toFloats()).containsExactly(1, 2);
    }
}
