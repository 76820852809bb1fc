package io.ocelli.medical;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret by which identifiers become others: who has it can tell which pseudonym an identifier got, and nobody else can.
 * Files that are de-identified by one key stay together: a series, a patient's studies. It is never printed. Immutable, safe
 * for any number of threads.
 */
public final class PseudonymKey {
    /** Bytes that a key has at least. */
    public static final int LEAST = 16;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int LONGEST_SHIFT = 3650;

    private final SecretKeySpec secret;

    private PseudonymKey(byte[] secret) {
        this.secret = new SecretKeySpec(secret, ALGORITHM);
    }

    /**
     * A key of secret bytes.
     *
     * @throws IllegalArgumentException if they are fewer than {@value #LEAST}
     */
    public static PseudonymKey of(byte[] secret) {
        if (secret.length < LEAST) {
            throw new IllegalArgumentException(
                    "A key has at least " + LEAST + " secret bytes, received " + secret.length
                            + ". Make one of 32 random bytes, and keep it where the pictures of the patients are kept.");
        }
        return new PseudonymKey(secret);
    }

    /**
     * The key in a file: all its bytes.
     *
     * @throws IllegalArgumentException if they are fewer than {@value #LEAST}
     * @throws IOException if the file cannot be read
     */
    public static PseudonymKey read(Path file) throws IOException {
        return of(Files.readAllBytes(file));
    }

    /** A key that nobody knows: what it made cannot be made again once it is gone. */
    public static PseudonymKey random() {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        return new PseudonymKey(secret);
    }

    /** The other unique identifier for one: of the root 2.25, which needs no registration (PS3.5, B.2). */
    String uid(String uid) {
        ByteBuffer hash = ByteBuffer.wrap(hash("uid", uid), 0, 16);
        // version 8 and variant of RFC 9562, as 2.25 is for UUIDs
        long high = hash.getLong() & ~0xF000L | 0x8000L;
        long low = hash.getLong() & ~(3L << 62) | 1L << 63;
        byte[] uuid = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
        return "2.25." + new BigInteger(1, uuid);
    }

    /** The pseudonym of a patient, 16 letters and digits. */
    String patient(String patientId) {
        return String.format(
                Locale.ROOT,
                "%016X",
                ByteBuffer.wrap(hash("patient", patientId)).getLong());
    }

    /** By how many days a patient's dates go back: 1 to 3650. */
    int days(String patientId) {
        long bits = ByteBuffer.wrap(hash("days", patientId)).getLong();
        return (int) Math.floorMod(bits, (long) LONGEST_SHIFT) + 1;
    }

    private byte[] hash(String purpose, String value) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            mac.update((purpose + "\n").getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(value.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + ALGORITHM, e);
        }
    }
}
