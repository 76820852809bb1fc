package io.ocelli.transforms;

import io.ocelli.image.Image;
import io.ocelli.image.Parameters;
import io.ocelli.image.Transform;

/**
 * Takes the colour away, by the luma of ITU-R BT.601.
 *
 * @param channels 1, or 3 that are equal
 */
public record Grayscale(int channels) implements Transform {
    /**
     * @throws IllegalArgumentException if it is out of range
     */
    public Grayscale {
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("A gray picture has 1 or 3 channels, received " + channels);
        }
    }

    @Override
    public Image apply(Image image) {
        return image.toGray().toChannels(channels);
    }

    @Override
    public String name() {
        return "Grayscale";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none().with("channels", channels);
    }
}
