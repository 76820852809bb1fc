package io.ocelli.transforms;

import io.ocelli.image.Box;
import io.ocelli.image.Image;
import io.ocelli.image.Parameters;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;
import java.util.List;
import java.util.Locale;

/**
 * Adds pixels around a picture.
 *
 * @param fill the colour of {@link PadMode#CONSTANT}: one value, or one for each channel
 */
public record Pad(int left, int top, int right, int bottom, PadMode mode, List<Integer> fill) implements Transform {
    /**
     * @throws IllegalArgumentException if a side is negative or the fill no colour
     */
    public Pad {
        if (left < 0 || top < 0 || right < 0 || bottom < 0) {
            throw new IllegalArgumentException("A padding is not negative, received left " + left + ", top " + top
                    + ", right " + right + ", bottom " + bottom);
        }
        fill = Fill.checkedWide(fill);
    }

    @Override
    public Image apply(Image image) {
        Size size = size(image.size());
        int channels = image.channels();
        Image result = Fill.filled(size.height(), size.width(), channels, fill, image.depth());
        for (int y = 0; y < size.height(); y++) {
            int row = mode.source(y - top, image.height());
            for (int x = 0; row >= 0 && x < size.width(); x++) {
                int column = mode.source(x - left, image.width());
                if (column >= 0) {
                    Depths.copy(
                            image,
                            (row * image.width() + column) * channels,
                            result,
                            (y * size.width() + x) * channels,
                            channels);
                }
            }
        }
        return result;
    }

    @Override
    public Size size(Size input) {
        return new Size(input.height() + top + bottom, input.width() + left + right);
    }

    @Override
    public Image mask(Image mask) {
        return new Pad(left, top, right, bottom, mode, Fill.NOTHING).apply(mask);
    }

    @Override
    public List<Box> boxes(List<Box> boxes, Size size) {
        return Boxes.scaled(boxes, -left, -top, 1, 1, size(size));
    }

    @Override
    public String name() {
        return "Pad";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none()
                .with("left", left)
                .with("top", top)
                .with("right", right)
                .with("bottom", bottom)
                .with("mode", mode.name().toLowerCase(Locale.ROOT))
                .with("fill", fill);
    }

    static Pad read(Parameters saved) {
        return new Pad(
                saved.integer("left"),
                saved.integer("top"),
                saved.integer("right"),
                saved.integer("bottom"),
                PadMode.valueOf(saved.text("mode").toUpperCase(Locale.ROOT)),
                Fill.read(saved));
    }
}
