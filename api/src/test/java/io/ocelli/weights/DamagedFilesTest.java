package io.ocelli.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.error.WeightsException;
import io.ocelli.tensor.Tensor;
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
    /** Of changes that differ from run to run. */
    private static final long SECONDS = Long.getLong("ocelli.fuzz.seconds", System.getenv("CI") == null ? 2 : 5);

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
            byte[] changed = changed(whole, random);
            try {
                Fixtures.read(changed);
                read++;
            } catch (WeightsException refused) {
                assertThat(refused).hasMessageStartingWith("crafted ");
            }
        }
        assertThat(read).as("some survive").isBetween(1, MUTATIONS - 1);
    }

    /** Other changes on each run, for as long as is asked for; a failure names the seed. */
    @Test
    void changesThatNoRunHadBeforeAreReadOrRefused() {
        long end = System.nanoTime() + SECONDS * 1_000_000_000L;
        String[] names = {"zip.pth", "legacy.pth", "checkpoint.pth", "parameters.pth", "all.safetensors"};
        for (long seed = System.nanoTime(); System.nanoTime() < end; seed++) {
            Random random = new Random(seed);
            byte[] changed = Fixtures.bytes(names[random.nextInt(names.length)]);
            for (int i = random.nextInt(3); i >= 0; i--) {
                changed = changed(changed, random);
            }
            try {
                Fixtures.read(changed).toMap().values().forEach(Tensor::toDoubles);
            } catch (WeightsException refused) {
                // the one documented exception
            } catch (RuntimeException | Error e) {
                throw new AssertionError("The changes of seed " + seed + " are neither read nor refused: " + e, e);
            }
        }
    }

    private static byte[] changed(byte[] whole, Random random) {
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
        return changed;
    }
}
