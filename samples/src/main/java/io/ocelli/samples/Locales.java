package io.ocelli.samples;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.Arrays;

/** What to set where the locale's encoding lacks characters of a path, as {@code LANG=C} does. */
final class Locales {
    private static final char UNREADABLE = '\uFFFD';

    private Locales() {}

    /** A sentence to add to a message; empty where the encoding is not to blame. */
    static String hint(Throwable failure, String... arguments) {
        String encoding = System.getProperty("sun.jnu.encoding", "");
        boolean unreadable = Arrays.stream(arguments).anyMatch(argument -> argument.indexOf(UNREADABLE) >= 0);
        for (Throwable cause = failure; cause != null && !unreadable; cause = cause.getCause()) {
            unreadable = cause instanceof InvalidPathException;
        }
        if (!unreadable || isUtf8(encoding)) {
            return "";
        }
        return " (the locale's encoding is " + encoding
                + ", which lacks characters of this path: set LC_ALL=C.UTF-8 in the environment)";
    }

    private static boolean isUtf8(String encoding) {
        return Charset.isSupported(encoding) && Charset.forName(encoding).equals(StandardCharsets.UTF_8);
    }
}
