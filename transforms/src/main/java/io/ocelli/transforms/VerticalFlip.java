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
        byte[] to = new byte[image.samples().length];
        int row = image.width() * image.channels();
        for (int begin = 0; begin < to.length; begin += row) {
            System.arraycopy(image.samples(), begin, to, to.length - row - begin, row);
        }
        return Image.of(image.height(), image.width(), image.channels(), to);
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
