package io.ocelli.medical.custody;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** AES-GCM (NIST SP 800-38D) with tags of 128 bits. */
final class Aes {
    static final int NONCE = 12;
    static final int TAG = 16;

    private Aes() {}

    static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    static byte[] seal(SecretKey key, byte[] nonce, byte[] beside, byte[] plain, int count) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, key, nonce, beside).doFinal(plain, 0, count);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has AES/GCM", e);
        }
    }

    /** @throws GeneralSecurityException if the key is another, or anything was changed */
    static byte[] open(SecretKey key, byte[] nonce, byte[] beside, byte[] sealed, int count)
            throws GeneralSecurityException {
        return cipher(Cipher.DECRYPT_MODE, key, nonce, beside).doFinal(sealed, 0, count);
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, byte[] beside) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG, nonce));
        cipher.updateAAD(beside);
        return cipher;
    }
}
