package io.ocelli.transforms;

import io.ocelli.image.Image;
import io.ocelli.image.Parameters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The colour of what lies outside of a picture: one value for all channels, or one for each. */
final class Fill {
    /** What masks have where the picture shows nothing of its own. */
    static final List<Integer> NOTHING = Collections.singletonList(0);

    private Fill() {}

    static List<Integer> checked(List<Integer> fill) {
        boolean sane = !fill.isEmpty();
        for (int value : fill) {
            sane &= value >= 0 && value <= 255;
        }
        if (!sane) {
            throw new IllegalArgumentException(
                    "A fill is a value from 0 to 255, or one for each channel, received " + fill);
        }
        return Collections.unmodifiableList(new ArrayList<>(fill));
    }

    /** Of pictures of 8 bits or 16, which is known when there is one. */
    static List<Integer> checkedWide(List<Integer> fill) {
        boolean sane = !fill.isEmpty();
        for (int value : fill) {
            sane &= value >= Image.Depth.INT16.least() && value <= Image.Depth.UINT16.largest();
        }
        if (!sane) {
            throw new IllegalArgumentException(
                    "A fill is a value of 8 or 16 bits, or one for each channel, received " + fill);
        }
        return Collections.unmodifiableList(new ArrayList<>(fill));
    }

    static Image filled(int height, int width, int channels, List<Integer> fill) {
        return filled(height, width, channels, fill, Image.Depth.UINT8);
    }

    static Image filled(int height, int width, int channels, List<Integer> fill, Image.Depth depth) {
        if (fill.size() != 1 && fill.size() != channels) {
            throw new IllegalArgumentException(
                    "A fill is one value or one for each channel, received " + fill + " for " + channels + " channels");
        }
        for (int value : fill) {
            if (value < depth.least() || value > depth.largest()) {
                throw new IllegalArgumentException("A fill of pictures of " + depth + " is " + depth.least() + " to "
                        + depth.largest() + ", received " + fill);
            }
        }
        Image image = Image.black(height, width, channels, depth);
        if (depth != Image.Depth.UINT8) {
            short[] words = image.words();
            for (int i = 0; i < words.length; i++) {
                words[i] = fill.get(fill.size() == 1 ? 0 : i % channels).shortValue();
            }
            return image;
        }
        byte[] samples = image.samples();
        for (int c = 0; c < channels; c++) {
            byte value = fill.get(fill.size() == 1 ? 0 : c).byteValue();
            for (int i = c; value != 0 && i < samples.length; i += channels) {
                samples[i] = value;
            }
        }
        return image;
    }

    static List<Integer> read(Parameters saved) {
        List<Integer> fill = new ArrayList<>();
        for (double value : saved.numbers("fill")) {
            fill.add((int) value);
        }
        return fill;
    }
}
