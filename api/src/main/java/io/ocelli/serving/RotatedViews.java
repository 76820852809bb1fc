package io.ocelli.serving;

import com.google.common.collect.ImmutableList;
import io.ocelli.image.Image;
import io.ocelli.image.Preprocessing;
import java.util.List;

/** A picture as the network takes it, turned counter-clockwise by 0, 90, 180 and 270 degrees. */
record RotatedViews() implements Views {
    private static final int TURNS = 4;

    @Override
    public List<View> of(View view, Scorer scorer) {
        ImmutableList.Builder<View> views = ImmutableList.builder();
        Image image = scorer.prepared(view);
        for (int turn = 0; turn < TURNS; turn++) {
            views.add(view.withPrepared(image));
            image = Rearranged.turned(image);
        }
        return views.build();
    }

    @Override
    public int count() {
        return TURNS;
    }

    @Override
    public void requireFor(Preprocessing preprocessing) {
        if (preprocessing.cropHeight() != preprocessing.cropWidth()) {
            throw new IllegalArgumentException("Pictures are turned for networks that take squares, and this one takes "
                    + preprocessing.cropHeight() + " x " + preprocessing.cropWidth() + ". Flip them: Tta.flips().");
        }
    }

    @Override
    public String name() {
        return "rotations";
    }
}
