package io.ocelli.transforms;

import io.ocelli.image.Box;
import io.ocelli.image.Image;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;
import java.util.List;

/** Mirrors a picture: left becomes right. */
public record HorizontalFlip() implements Transform {
    @Override
    public Image apply(Image image) {
        int channels = image.channels();
        if (image.depth() != Image.Depth.UINT8) {
            return wide(image);
        }
        byte[] from = image.samples();
        byte[] to = new byte[from.length];
        int row = image.width() * channels;
        for (int begin = 0; begin < from.length; begin += row) {
            int o = begin + row - channels;
            for (int p = begin; p < begin + row; p += channels, o -= channels) {
                for (int c = 0; c < channels; c++) {
                    to[o + c] = from[p + c];
                }
            }
        }
        return Image.of(image.height(), image.width(), channels, to);
    }

    private static Image wide(Image image) {
        int channels = image.channels();
        Image result = Image.black(image.height(), image.width(), channels, image.depth());
        for (int y = 0, p = 0; y < image.height(); y++) {
            for (int x = image.width() - 1; x >= 0; x--, p += channels) {
                Depths.copy(image, p, result, (y * image.width() + x) * channels, channels);
            }
        }
        return result;
    }

    @Override
    public Image mask(Image mask) {
        return apply(mask);
    }

    @Override
    public List<Box> boxes(List<Box> boxes, Size size) {
        return Boxes.scaled(boxes, size.width(), 0, -1, 1, size);
    }

    @Override
    public String name() {
        return "HorizontalFlip";
    }
}
