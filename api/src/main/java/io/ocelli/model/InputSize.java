package io.ocelli.model;

import io.ocelli.tensor.Shape;

/** What a network is fed, a sample at a time: channels, height, width in pixels. */
public record InputSize(int channels, int height, int width) {
    public InputSize {
        if (channels < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException("An input's channels, height and width are positive, received "
                    + channels + " x " + height + " x " + width);
        }
    }

    /** The same channels at another size. */
    public InputSize at(int otherHeight, int otherWidth) {
        return new InputSize(channels, otherHeight, otherWidth);
    }

    /** A batch of one: 1 C H W. */
    public Shape shape() {
        return Shape.of(1, channels, height, width);
    }

    @Override
    public String toString() {
        return channels + " x " + height + " x " + width;
    }
}
