package io.ocelli.transforms;

import io.ocelli.image.Image;
import io.ocelli.image.Transform;
import java.util.function.IntUnaryOperator;

/** Stretches each channel so that its darkest sample is 0 and its lightest 255. */
public record AutoContrast() implements Transform {
    @Override
    public Image apply(Image image) {
        Depths.requireEightBits(this, image);
        return Tables.applyByHistogram(image, histogram -> {
            int low = 0;
            int high = 255;
            while (histogram[low] == 0) {
                low++;
            }
            while (histogram[high] == 0) {
                high--;
            }
            if (high <= low) {
                return IntUnaryOperator.identity();
            }
            double scale = 255.0 / (high - low);
            double offset = -low * scale;
            return value -> (int) (value * scale + offset);
        });
    }

    @Override
    public String name() {
        return "AutoContrast";
    }
}
