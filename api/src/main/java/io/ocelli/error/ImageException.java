package io.ocelli.error;

/** A picture that cannot be read. */
public final class ImageException extends OcelliException {
    private static final long serialVersionUID = 1L;

    public ImageException(String message) {
        super(message);
    }

    public ImageException(String message, Throwable cause) {
        super(message, cause);
    }
}
