package io.ocelli.serving;

import com.google.common.collect.ImmutableList;
import io.ocelli.image.Image;
import io.ocelli.image.Parameters;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Transforms;
import java.util.List;

/** A picture resized by factors, of which the centre is cut out. */
record ScaledViews(List<Double> factors) implements Views {
    static final String NAME = "scales";

    ScaledViews {
        factors = ImmutableList.copyOf(factors);
        for (double factor : factors) {
            if (!(factor > 0) || Double.isInfinite(factor)) {
                throw new IllegalArgumentException("Scales are finite and above 0, received " + factors);
            }
        }
        if (factors.isEmpty()) {
            throw new IllegalArgumentException("Pictures are looked at in one scale at least, received none");
        }
    }

    @Override
    public List<View> of(View view, Scorer scorer) {
        ImmutableList.Builder<View> views = ImmutableList.builder();
        for (double factor : factors) {
            views.add(view.withPrepared(
                    factor == 1 ? scorer.prepared(view) : scaled(view, scorer.preprocessing(), factor)));
        }
        return views.build();
    }

    private static Image scaled(View view, Preprocessing preprocessing, double factor) {
        Image image = view.image().toChannels(preprocessing.channels());
        int shorter = view.prepared() || preprocessing.resize() == 0
                ? Math.min(image.height(), image.width())
                : preprocessing.resize();
        int resize = (int) Math.max(1, Math.round(shorter * factor));
        return Transforms.evaluation(preprocessing.withResize(resize)).apply(image);
    }

    @Override
    public int count() {
        return factors.size();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Parameters parameters() {
        return Parameters.none().with(NAME, factors);
    }
}
