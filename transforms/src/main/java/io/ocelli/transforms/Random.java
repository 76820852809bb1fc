package io.ocelli.transforms;

import io.ocelli.image.Box;
import io.ocelli.image.Image;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;
import java.util.List;

/** A transform that does nothing before it is drawn. */
interface Random extends Transform {
    @Override
    default Image apply(Image image) {
        throw notDrawn(this);
    }

    @Override
    default Image mask(Image mask) {
        throw notDrawn(this);
    }

    @Override
    default List<Box> boxes(List<Box> boxes, Size size) {
        throw notDrawn(this);
    }

    static IllegalStateException notDrawn(Transform transform) {
        return new IllegalStateException(
                "A random transform is applied with a random source, or drawn first; received a picture for "
                        + transform + " without one");
    }

    static void checkProbability(double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("A probability is from 0 to 1, received " + probability);
        }
    }
}
