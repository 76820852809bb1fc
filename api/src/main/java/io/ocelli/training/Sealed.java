package io.ocelli.training;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Bytes under a random key that is never written: AES-GCM (NIST SP 800-38D) of 128 bits, a random nonce before each text and a tag
 * of 128 bits behind it. Safe for any number of threads.
 */
final class Sealed {
    private static final int KEY = 16;
    private static final int NONCE = 12;
    private static final int TAG = 16;

    /** By how much what is sealed is longer. */
    static final int MORE = NONCE + TAG;

    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec key;

    Sealed() {
        byte[] secret = new byte[KEY];
        random.nextBytes(secret);
        this.key = new SecretKeySpec(secret, "AES");
    }

    byte[] seal(byte[] plain, int from, int count) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] sealed = Arrays.copyOf(nonce, count + MORE);
        try {
            cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(plain, from, count, sealed, NONCE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has AES/GCM", e);
        }
        return sealed;
    }

    /**
     * @throws IllegalStateException if it is not what was sealed
     */
    byte[] open(byte[] sealed) {
        try {
            return cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE))
                    .doFinal(sealed, NONCE, sealed.length - NONCE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "The temporary file of the backbone's features is not as it was written; look who else writes"
                            + " there",
                    e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG, nonce));
        return cipher;
    }
}
