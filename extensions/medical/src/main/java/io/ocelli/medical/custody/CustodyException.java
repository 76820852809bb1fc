package io.ocelli.medical.custody;

import io.ocelli.error.OcelliException;

/** What is kept was changed, cut or is not opened by the key that was given; the message says where. */
public final class CustodyException extends OcelliException {
    private static final long serialVersionUID = 1L;

    CustodyException(String message) {
        super(message);
    }

    CustodyException(String message, Throwable cause) {
        super(message, cause);
    }
}
