package io.ocelli.error;

import org.jspecify.annotations.Nullable;

/**
 * Something in the world is not as it should be: a file, a picture, a native library, memory. Misuse of the library is an
 * {@link IllegalArgumentException} or {@link IllegalStateException} instead.
 *
 * <p>The message says the rule, what was received and the way out, and names the file or the node.
 */
public class OcelliException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OcelliException(String message) {
        super(message);
    }

    public OcelliException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
