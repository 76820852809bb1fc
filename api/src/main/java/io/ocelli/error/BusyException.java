package io.ocelli.error;

/** More was asked at a time than may wait. Who asks later is answered. */
public final class BusyException extends OcelliException {
    private static final long serialVersionUID = 1L;

    public BusyException(String message) {
        super(message);
    }
}
