package io.ocelli.medical;

import io.ocelli.error.ImageException;
import io.ocelli.image.Image;
import io.ocelli.image.ImageDecoder;

/**
 * Decodes DICOM files among other pictures: the first frame, gray as {@link DicomPicture#grey8} or of colours as
 * {@link DicomPicture#rgb8}; whole, with 16 bits, the values of the modality as {@link DicomPicture#image}. Safe for any
 * number of threads.
 */
public final class DicomDecoder implements ImageDecoder {
    /** For the service loader. */
    public DicomDecoder() {}

    @Override
    public boolean recognises(byte[] file) {
        return DicomFile.isPart10(file);
    }

    @Override
    public Image decode(byte[] file, String name) {
        try {
            DicomPicture picture = DicomFile.of(file, name).picture();
            return picture.isGray() ? picture.grey8(0) : picture.rgb8(0);
        } catch (DicomException e) {
            throw new ImageException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public Image decodeWhole(byte[] file, String name) {
        try {
            return DicomFile.of(file, name).picture().image(0);
        } catch (DicomException e) {
            throw new ImageException(String.valueOf(e.getMessage()), e);
        }
    }
}
