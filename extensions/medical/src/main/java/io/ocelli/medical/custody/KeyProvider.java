package io.ocelli.medical.custody;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/**
 * What keeps the key that keys are kept under: each file has a key of its own, which is written beside it, wrapped by this. A
 * hospital's key management service is one by these two methods; the key itself need not leave it. Safe for any number of
 * threads.
 */
public interface KeyProvider {
    /** What messages and files call it, such as the address of a key; never the key. */
    String name();

    /** A file's key, wrapped so that only {@link #unwrap} gives it back. */
    byte[] wrap(byte[] key);

    /**
     * The key that was wrapped.
     *
     * @throws CustodyException if it was wrapped by another key, or changed
     */
    byte[] unwrap(byte[] wrapped);

    /**
     * A key of 32 bytes in a file, which nobody else should be permitted to read.
     *
     * @throws IllegalArgumentException if there are not 32 bytes
     * @throws IOException if the file cannot be read
     */
    static KeyProvider file(Path file) throws IOException {
        return LocalKey.of("the file " + file, Files.readAllBytes(file));
    }

    /**
     * A key of 32 bytes, in Base64, in a variable of the environment.
     *
     * @throws IllegalArgumentException if there is no such variable, or it is not of 32 bytes in Base64
     */
    static KeyProvider environment(String variable) {
        return environment(variable, System.getenv());
    }

    private static KeyProvider environment(String variable, Map<String, String> environment) {
        String text = environment.get(variable);
        if (text == null) {
            throw new IllegalArgumentException("The environment has no variable " + variable
                    + ". Set it to 32 random bytes in Base64, as by: openssl rand -base64 32");
        }
        byte[] key;
        try {
            key = Base64.getDecoder().decode(text.trim());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The environment's " + variable + " is not Base64. Set it to 32 random bytes,"
                            + " as by: openssl rand -base64 32"); // without a cause, which would quote it
        }
        return LocalKey.of("the environment's " + variable, key);
    }
}
