package io.ocelli.error;

/** An engine that is missing, cannot start, or failed while it ran. */
public final class EngineException extends OcelliException {
    private static final long serialVersionUID = 1L;

    public EngineException(String message) {
        super(message);
    }

    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
