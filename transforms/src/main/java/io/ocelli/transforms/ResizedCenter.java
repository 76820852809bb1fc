package io.ocelli.transforms;

import io.ocelli.image.Image;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Region;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;

/** A resize and a centre crop in one: only what the crop keeps is computed. It lives inside a pipeline's apply only. */
record ResizedCenter(Resize resize, CenterCrop crop) implements Transform {
    @Override
    public Image apply(Image image) {
        Size size = resize.size(image.size());
        Window kept = crop.window(size);
        if (!kept.isInside(size)) {
            return crop.apply(resize.apply(image));
        }
        return Resampling.resize(
                image, Window.all(image.size()), size.height(), size.width(), kept, resize.interpolation());
    }

    @Override
    public Region region(Size input) {
        Size size = resize.size(input);
        Window kept = crop.window(size);
        if (!kept.isInside(size) || resize.interpolation() == Interpolation.NEAREST) {
            return Region.all(input);
        }
        int[] rows = Kernel.span(input.height(), size.height(), kept.top(), kept.height(), resize.interpolation());
        int[] columns = Kernel.span(input.width(), size.width(), kept.left(), kept.width(), resize.interpolation());
        return new Region(rows[0], columns[0], rows[1] - rows[0], columns[1] - columns[0]);
    }

    @Override
    public int reduction(Size input) {
        return resize.reduction(input);
    }

    @Override
    public Size size(Size input) {
        return crop.size(input);
    }
}
