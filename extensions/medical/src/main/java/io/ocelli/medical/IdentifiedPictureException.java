package io.ocelli.medical;

import io.ocelli.error.OcelliException;

/** A picture that says, or may say, whose it is, where none of these may be used. The message holds no value of it. */
public final class IdentifiedPictureException extends OcelliException {
    private static final long serialVersionUID = 1L;

    IdentifiedPictureException(String picture, String why) {
        super(picture + " is refused: " + why + ". De-identify it first, by Deidentification or"
                + " 'ocelli dicom deidentify', and look at what that warns of");
    }
}
