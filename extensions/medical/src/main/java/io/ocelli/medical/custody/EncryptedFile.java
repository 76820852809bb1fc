package io.ocelli.medical.custody;

import io.ocelli.files.WholeFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.spec.SecretKeySpec;

/**
 * Bytes encrypted at rest: models, cached features, whatever is to lie on a disk that others may read. Each file has a random
 * key of AES-256, wrapped by a {@link KeyProvider} (an envelope). The content is sealed in blocks of 1 MiB by AES-GCM; a
 * block's nonce holds its number and whether it is the last, so that none can be changed, moved, left out or cut off
 * (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015). What the file is for is sealed with it, so that one
 * cannot stand in another's place. Stateless, safe for any number of threads.
 *
 * <p>What is read is in memory only. Java may copy memory, and an operating system may write it to a swap file: that is to be
 * encrypted, too.
 */
public final class EncryptedFile {
    private static final byte[] MAGIC = "OCELLI-AES-GCM-1".getBytes(StandardCharsets.US_ASCII);
    private static final int BLOCK = 1 << 20;
    private static final int PREFIX = Aes.NONCE - 5;
    private static final int LONGEST_HEADER = 1 << 16;

    private EncryptedFile() {}

    /**
     * Writes a file whole.
     *
     * @param purpose what it is for, such as {@code model.safetensors}; the reader says the same
     * @param content the remaining bytes; the position stays
     * @throws CustodyException if it cannot be written
     */
    public static void write(Path file, String purpose, ByteBuffer content, KeyProvider keys) {
        byte[] key = Aes.random(LocalKey.BYTES);
        try {
            byte[] prefix = Aes.random(PREFIX);
            byte[] header = header(keys.name(), keys.wrap(key), prefix);
            SecretKeySpec secret = new SecretKeySpec(key, "AES");
            WholeFile.write(file, out -> {
                out.write(header);
                seal(out, secret, prefix, beside(header, purpose), content.duplicate());
            });
        } catch (IOException e) {
            throw new CustodyException("The encrypted file " + file + " cannot be written: " + e, e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static byte[] header(String name, byte[] wrapped, byte[] prefix) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(out);
        data.write(MAGIC);
        data.writeUTF(name);
        data.writeShort(wrapped.length);
        data.write(wrapped);
        data.write(prefix);
        return out.toByteArray();
    }

    private static byte[] beside(byte[] header, String purpose) {
        byte[] name = purpose.getBytes(StandardCharsets.UTF_8);
        byte[] beside = Arrays.copyOf(header, header.length + name.length);
        System.arraycopy(name, 0, beside, header.length, name.length);
        return beside;
    }

    private static byte[] nonce(byte[] prefix, int block, boolean last) {
        return ByteBuffer.allocate(Aes.NONCE)
                .put(prefix)
                .putInt(block)
                .put((byte) (last ? 1 : 0))
                .array();
    }

    private static void seal(OutputStream out, SecretKeySpec key, byte[] prefix, byte[] beside, ByteBuffer content)
            throws IOException {
        byte[] plain = new byte[Math.min(BLOCK, content.remaining())];
        for (int block = 0; ; block++) {
            int count = Math.min(BLOCK, content.remaining());
            content.get(plain, 0, count);
            boolean last = !content.hasRemaining();
            out.write(Aes.seal(key, nonce(prefix, block, last), beside, plain, count));
            if (last) {
                Arrays.fill(plain, (byte) 0);
                return;
            }
        }
    }

    /**
     * What a file holds.
     *
     * @throws CustodyException if it is missing, was changed or cut, is for another purpose, or the key is not the one that it
     *     was encrypted by
     */
    public static byte[] read(Path file, String purpose, KeyProvider keys) {
        byte[] whole;
        try {
            whole = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new CustodyException("There is no encrypted file " + file, e);
        } catch (IOException e) {
            throw new CustodyException("The encrypted file " + file + " cannot be read: " + e, e);
        }
        return read(file.toString(), whole, purpose, keys);
    }

    static byte[] read(String file, byte[] whole, String purpose, KeyProvider keys) {
        byte[] prefix = new byte[PREFIX];
        byte[] wrapped;
        int begin;
        try (DataInputStream data =
                new DataInputStream(new ByteArrayInputStream(whole, 0, Math.min(whole.length, LONGEST_HEADER)))) {
            byte[] magic = new byte[MAGIC.length];
            data.readFully(magic);
            if (!Arrays.equals(magic, MAGIC)) {
                throw new CustodyException(file + " is not one that EncryptedFile wrote: it begins with other bytes");
            }
            data.readUTF();
            wrapped = new byte[data.readUnsignedShort()];
            data.readFully(wrapped);
            data.readFully(prefix);
            begin = Math.min(whole.length, LONGEST_HEADER) - data.available();
        } catch (IOException e) {
            throw new CustodyException(file + " is refused: it ends inside its header, or that was changed", e);
        }
        byte[] key;
        try {
            key = keys.unwrap(wrapped);
        } catch (CustodyException e) {
            throw new CustodyException(file + " is refused: " + e.getMessage(), e);
        }
        byte[] beside = beside(Arrays.copyOf(whole, begin), purpose);
        byte[] plain = open(file, whole, begin, new SecretKeySpec(key, "AES"), prefix, beside);
        Arrays.fill(key, (byte) 0);
        return plain;
    }

    private static byte[] open(String file, byte[] whole, int begin, SecretKeySpec key, byte[] prefix, byte[] beside) {
        int sealed = whole.length - begin;
        int blocks = Math.max(1, (int) Math.ceil((double) sealed / (BLOCK + Aes.TAG)));
        byte[] plain = new byte[Math.max(0, sealed - blocks * Aes.TAG)];
        for (int block = 0; block < blocks; block++) {
            int at = begin + block * (BLOCK + Aes.TAG);
            int end = Math.min(whole.length, at + BLOCK + Aes.TAG);
            try {
                byte[] opened = Aes.open(
                        key,
                        nonce(prefix, block, block == blocks - 1),
                        beside,
                        Arrays.copyOfRange(whole, at, end),
                        end - at);
                System.arraycopy(opened, 0, plain, block * BLOCK, opened.length);
                Arrays.fill(opened, (byte) 0);
            } catch (GeneralSecurityException e) {
                throw new CustodyException(
                        file + " is refused: between byte " + at + " and its byte " + end
                                + " it is not what was encrypted"
                                + " (changed, cut off, or the file of another purpose); bring it anew from where it was"
                                + " made",
                        e);
            }
        }
        return plain;
    }
}
