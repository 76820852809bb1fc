package io.ocelli.transforms;

import io.ocelli.image.Image;
import io.ocelli.image.Transform;
import java.util.function.IntUnaryOperator;

/** Spreads the samples of each channel so that all values are about equally frequent. */
public record Equalize() implements Transform {
    @Override
    public Image apply(Image image) {
        Depths.requireEightBits(this, image);
        return Tables.applyByHistogram(image, histogram -> {
            int sum = 0;
            int last = 0;
            for (int count : histogram) {
                sum += count;
                last = count == 0 ? last : count;
            }
            int step = (sum - last) / 255;
            if (step == 0) {
                return IntUnaryOperator.identity();
            }
            int[] table = new int[256];
            int seen = step / 2;
            for (int i = 0; i < 256; i++) {
                table[i] = seen / step;
                seen += histogram[i];
            }
            return value -> table[value];
        });
    }

    @Override
    public String name() {
        return "Equalize";
    }
}
