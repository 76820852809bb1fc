package io.ocelli.zoo.store;

import com.google.common.io.BaseEncoding;
import io.ocelli.model.PublishedWeights;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The SHA-256 that a file is to have, whole or its first digits. */
record Checksum(String digits) {
    private static final String TORCHVISION = "https://download.pytorch.org/";
    private static final Pattern NAME = Pattern.compile(".*-([0-9a-f]{8,64})\\.pth");

    /** What is known of a row's file: its checksum, or the digits in torchvision's names; null where nothing is. */
    static @Nullable Checksum of(PublishedWeights row) {
        if (row.sha256() != null && !row.sha256().isEmpty()) {
            return new Checksum(row.sha256().toLowerCase(Locale.ROOT));
        }
        Matcher name = NAME.matcher(row.file());
        return row.url().startsWith(TORCHVISION) && name.matches() ? new Checksum(name.group(1)) : null;
    }

    boolean fits(String sha256) {
        return sha256.startsWith(digits);
    }

    /** The SHA-256 of a file in hexadecimal. */
    static String measure(Path file) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java platform has SHA-256", e);
        }
        byte[] buffer = new byte[1 << 16];
        try (InputStream stream = Files.newInputStream(file)) {
            for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return BaseEncoding.base16().lowerCase().encode(digest.digest());
    }

    @Override
    public String toString() {
        return digits.length() < 64 ? digits + "..." : digits;
    }
}
