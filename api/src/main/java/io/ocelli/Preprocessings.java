package io.ocelli;

import io.ocelli.image.Interpolation;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.InputSize;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The preprocessing of networks that no published weights come with. */
final class Preprocessings {
    private static final float SHORTER_SIDE = 256f / 224f;

    private Preprocessings() {}

    /** The same for another number of channels: the average of all for one, and all in turn for more. */
    static Preprocessing ofChannels(Preprocessing base, int channels) {
        return base.channels() == channels
                ? base
                : base.withMeanAndStd(ofChannels(base.mean(), channels), ofChannels(base.std(), channels));
    }

    private static List<Float> ofChannels(List<Float> values, int channels) {
        List<Float> result = new ArrayList<>();
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        for (int i = 0; i < channels; i++) {
            result.add(channels == 1 ? (float) (sum / values.size()) : values.get(i % values.size()));
        }
        return result;
    }

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
