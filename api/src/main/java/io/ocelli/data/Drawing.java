package io.ocelli.data;

import io.ocelli.image.Image;
import io.ocelli.image.Randomness;
import io.ocelli.image.Region;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;
import org.jspecify.annotations.Nullable;

/**
 * A transform that is drawn as soon as it is known for what size, once: while a picture is decoded for it, or behind that. For one
 * picture and one thread.
 */
final class Drawing implements Transform {
    private final Transform transform;
    private final Randomness randomness;
    private @Nullable Transform drawn;

    Drawing(Transform transform, Randomness randomness) {
        this.transform = transform;
        this.randomness = randomness;
    }

    /** The drawn transform, for the picture's size. */
    Transform drawn(Size size) {
        if (drawn == null) {
            drawn = transform.draw(size, randomness);
        }
        return drawn;
    }

    @Override
    public int reduction(Size input) {
        return transform.reduction(input);
    }

    @Override
    public Region region(Size input) {
        return drawn(input).region(input);
    }

    @Override
    public Image apply(Image image) {
        return drawn(image.size()).apply(image);
    }
}
