package io.ocelli.transforms;

import io.ocelli.image.Box;
import io.ocelli.image.Image;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;
import java.util.List;

/** Turns a picture upside down. */
public record VerticalFlip() implements Transform {
    @Override
    public Image apply(Image image) {
        Image result = Image.black(image.height(), image.width(), image.channels(), image.depth());
        int row = image.width() * image.channels();
        int length = image.height() * row;
        for (int begin = 0; begin < length; begin += row) {
            Depths.copy(image, begin, result, length - row - begin, row);
        }
        return result;
    }

    @Override
    public Image mask(Image mask) {
        return apply(mask);
    }

    @Override
    public List<Box> boxes(List<Box> boxes, Size size) {
        return Boxes.scaled(boxes, 0, size.height(), 1, -1, size);
    }

    @Override
    public String name() {
        return "VerticalFlip";
    }
}
