package io.ocelli.transforms;

import io.ocelli.image.Image;
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
    public Size size(Size input) {
        return crop.size(input);
    }
}
