package io.ocelli.error;

/** A weights file, saved model or catalogue row that cannot be used. */
public final class WeightsException extends OcelliException {
    private static final long serialVersionUID = 1L;

    public WeightsException(String message) {
        super(message);
    }

    public WeightsException(String message, Throwable cause) {
        super(message, cause);
    }
}
