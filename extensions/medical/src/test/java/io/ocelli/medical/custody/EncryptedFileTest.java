package io.ocelli.medical.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncryptedFileTest {
    private static final KeyProvider KEYS = LocalKey.of("a key for tests", new byte[32]);
    private static final String PURPOSE = "model.safetensors";
    private static final int BLOCK = 1 << 20;

    @TempDir
    Path folder;

    private Path written(byte[] content) {
        Path file = folder.resolve("file");
        EncryptedFile.write(file, PURPOSE, ByteBuffer.wrap(content), KEYS);
        return file;
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new Random(5).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 2 * BLOCK + 7})
    void whatIsWrittenIsRead(int count) {
        byte[] content = random(count);

        assertThat(EncryptedFile.read(written(content), PURPOSE, KEYS)).isEqualTo(content);
    }

    @Test
    void nothingOfTheContentIsInTheFileAndNoTwoFilesAreAlike() throws IOException {
        byte[] content = "the weights of a network".repeat(50).getBytes(StandardCharsets.US_ASCII);
        byte[] first = Files.readAllBytes(written(content));
        byte[] second = Files.readAllBytes(written(content));

        assertThat(new String(first, StandardCharsets.ISO_8859_1)).doesNotContain("weights");
        assertThat(first).isNotEqualTo(second);
    }

    @Test
    void aFlippedBitIsRefusedWhereverItIs() throws IOException {
        Path file = written(random(300));
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << at % 8);
            int place = at;

            assertThatThrownBy(() -> EncryptedFile.read("file", flipped, PURPOSE, KEYS))
                    .as("bit of byte %d", place)
                    .isInstanceOf(CustodyException.class)
                    .hasMessageStartingWith("file is ");
        }
    }

    @Test
    void theBlockThatWasChangedIsNamed() throws IOException {
        Path file = written(random(2 * BLOCK));
        byte[] whole = Files.readAllBytes(file);
        whole[whole.length - 1] ^= 1;
        int begin = whole.length - BLOCK - 16;

        assertThatThrownBy(() -> EncryptedFile.read("model", whole, PURPOSE, KEYS))
                .isInstanceOf(CustodyException.class)
                .hasMessage("model is refused: between byte " + begin + " and its byte " + whole.length
                        + " it is not what was"
                        + " encrypted (changed, cut off, or the file of another purpose); bring it anew from where it was"
                        + " made");
    }

    @Test
    void aFileThatLostItsLastBlockIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(written(random(2 * BLOCK)));
        byte[] cut = Arrays.copyOf(whole, whole.length - BLOCK - 16);

        assertThatThrownBy(() -> EncryptedFile.read("model", cut, PURPOSE, KEYS))
                .isInstanceOf(CustodyException.class)
                .hasMessageContaining("it is not what was encrypted");
    }

    @Test
    void aFileOfAnotherPurposeIsRefused() {
        Path file = written(random(10));

        assertThatThrownBy(() -> EncryptedFile.read(file, "config.json", KEYS))
                .isInstanceOf(CustodyException.class)
                .hasMessageContaining("the file of another purpose");
    }

    @Test
    void anotherKeyIsRefused() {
        byte[] other = new byte[32];
        other[0] = 1;
        Path file = written(random(10));

        assertThatThrownBy(() -> EncryptedFile.read(file, PURPOSE, LocalKey.of("the vault", other)))
                .isInstanceOf(CustodyException.class)
                .hasMessage(file + " is refused: The key of the vault is not the one that this was encrypted by, or its"
                        + " wrapped key was changed; give the one that it was encrypted by");
    }

    @Test
    void aKeyManagementServiceIsTwoMethods() {
        KeyProvider service = new KeyProvider() {
            @Override
            public String name() {
                return "kms://hospital/models";
            }

            @Override
            public byte[] wrap(byte[] key) {
                return KEYS.wrap(key);
            }

            @Override
            public byte[] unwrap(byte[] wrapped) {
                return KEYS.unwrap(wrapped);
            }
        };
        Path file = folder.resolve("kms");
        EncryptedFile.write(file, PURPOSE, ByteBuffer.wrap(random(9)), service);

        assertThat(EncryptedFile.read(file, PURPOSE, service)).isEqualTo(random(9));
    }

    @Test
    void aKeyFileHasThirtyTwoBytes() throws IOException {
        Path key = Files.write(folder.resolve("key"), new byte[31]);

        assertThatThrownBy(() -> KeyProvider.file(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A key of AES-256 has 32 bytes, received 31 from the file " + key
                        + ". Make one, as by: openssl" + " rand 32");
        assertThatThrownBy(() -> KeyProvider.environment("OCELLI_NO_SUCH_VARIABLE"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The environment has no variable OCELLI_NO_SUCH_VARIABLE. Set it to 32 random bytes in Base64, as"
                                + " by: openssl rand -base64 32");
    }
}
