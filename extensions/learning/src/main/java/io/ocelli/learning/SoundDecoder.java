package io.ocelli.learning;

import io.ocelli.error.ImageException;
import io.ocelli.image.Image;
import io.ocelli.image.ImageDecoder;

/**
 * Reads WAV files as pictures, by {@link LogMel#torchaudio}: with this artifact on the class path, sounds are classified as
 * pictures are, a CSV of their paths to learn from. Resizing then makes sounds of all lengths as wide as each other.
 */
public final class SoundDecoder implements ImageDecoder {
    /** For {@link java.util.ServiceLoader}. */
    public SoundDecoder() {}

    @Override
    public boolean recognises(byte[] file) {
        return Sound.isWav(file);
    }

    @Override
    public Image decode(byte[] file, String name) {
        try {
            return LogMel.torchaudio().picture(Sound.wav(file, name));
        } catch (IllegalArgumentException e) {
            throw new ImageException(name + ": " + e.getMessage(), e);
        }
    }
}
