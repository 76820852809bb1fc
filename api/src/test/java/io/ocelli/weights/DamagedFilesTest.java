package io.ocelli.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.error.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever befalls a file, it is read or refused by the one documented exception. */
@Timeout(60)
class DamagedFilesTest {
    private static final int MUTATIONS = 20_000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"zip.pth", "legacy.pth", "checkpoint.pth", "all.safetensors"})
    void aFileThatEndsAtAnyByteIsRefused(String name) {
        byte[] whole = Fixtures.bytes(name);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> Fixtures.read(cut))
                    .as("%s, the first %d bytes", name, length)
                    .isInstanceOf(WeightsException.class)
                    .hasMessageStartingWith("crafted ");
        }
    }

    @Test
    void aTruncatedFileOnDiskIsNamed() throws IOException {
        Path file = folder.resolve("cut.pth");
        byte[] whole = Fixtures.bytes("legacy.pth");
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));

        assertThatThrownBy(() -> WeightsFile.read(file))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(file + " ends within the storage '")
                .hasMessageEndingWith("; it is truncated, fetch or save it again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zip.pth", "legacy.pth", "checkpoint.pth", "parameters.pth", "all.safetensors"})
    void changedBytesAreReadOrRefused(String name) {
        byte[] whole = Fixtures.bytes(name);
        Random random = new Random(name.hashCode());
        int read = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] changed = whole.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                int at = random.nextInt(changed.length);
                switch (random.nextInt(4)) {
                    case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
                    case 1 -> changed[at] = (byte) random.nextInt(256);
                    case 2 -> changed[at] = (byte) (random.nextBoolean() ? 255 : 0);
                    default -> {
                        int from = random.nextInt(changed.length);
                        int length = Math.min(random.nextInt(16), changed.length - Math.max(at, from));
                        System.arraycopy(whole, from, changed, at, length);
                    }
                }
            }
            try {
                Fixtures.read(changed);
                read++;
            } catch (WeightsException refused) {
                assertThat(refused).hasMessageStartingWith("crafted ");
            }
        }
        assertThat(read).as("some survive").isBetween(1, MUTATIONS - 1);
    }
}
