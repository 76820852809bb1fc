package io.ocelli.medical.custody;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.spec.SecretKeySpec;

/** A key that this process has, which wraps others by AES-GCM. */
final class LocalKey implements KeyProvider {
    static final int BYTES = 32;

    private final String name;
    private final SecretKeySpec key;

    private LocalKey(String name, SecretKeySpec key) {
        this.name = name;
        this.key = key;
    }

    static LocalKey of(String name, byte[] key) {
        if (key.length != BYTES) {
            throw new IllegalArgumentException("A key of AES-256 has " + BYTES + " bytes, received " + key.length
                    + " from " + name + ". Make one, as by: openssl rand 32");
        }
        return new LocalKey(name, new SecretKeySpec(key, "AES"));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public byte[] wrap(byte[] key) {
        byte[] nonce = Aes.random(Aes.NONCE);
        byte[] sealed = Aes.seal(this.key, nonce, new byte[0], key, key.length);
        byte[] wrapped = Arrays.copyOf(nonce, nonce.length + sealed.length);
        System.arraycopy(sealed, 0, wrapped, nonce.length, sealed.length);
        return wrapped;
    }

    @Override
    public byte[] unwrap(byte[] wrapped) {
        try {
            byte[] nonce = Arrays.copyOf(wrapped, Aes.NONCE);
            byte[] sealed = Arrays.copyOfRange(wrapped, Aes.NONCE, Math.max(Aes.NONCE, wrapped.length));
            return Aes.open(key, nonce, new byte[0], sealed, sealed.length);
        } catch (GeneralSecurityException e) {
            throw new CustodyException(
                    "The key of " + name + " is not the one that this was encrypted by, or its wrapped"
                            + " key was changed; give the one that it was encrypted by",
                    e);
        }
    }
}
