package io.ocelli;

import io.ocelli.image.Interpolation;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.InputSize;
import java.util.Collections;

/** The preprocessing of networks that no published weights come with. */
final class Preprocessings {
    private static final float SHORTER_SIDE = 256f / 224f;

    private Preprocessings() {}

    /** The whole picture at the network's size where that is small, the usual centre of it otherwise; values from -1 to 1. */
    static Preprocessing plain(InputSize size) {
        int side = Math.min(size.height(), size.width());
        int resize = side < 64 ? side : Math.round(side * SHORTER_SIDE);
        return new Preprocessing(
                resize,
                size.height(),
                size.width(),
                Interpolation.BILINEAR,
                Collections.nCopies(size.channels(), 0.5f),
                Collections.nCopies(size.channels(), 0.5f));
    }
}
