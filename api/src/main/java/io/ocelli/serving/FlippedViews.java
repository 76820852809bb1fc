package io.ocelli.serving;

import com.google.common.collect.ImmutableList;
import io.ocelli.image.Image;
import java.util.List;

/**
 * A picture as the network takes it, and its mirror image.
 *
 * @param vertical whether also upside down, and both
 */
record FlippedViews(boolean vertical) implements Views {
    @Override
    public List<View> of(View view, Scorer scorer) {
        Image image = scorer.prepared(view);
        Image mirror = Rearranged.mirrored(image);
        ImmutableList.Builder<View> views =
                ImmutableList.<View>builder().add(view.withPrepared(image)).add(view.withPrepared(mirror));
        if (vertical) {
            views.add(view.withPrepared(Rearranged.upsideDown(image)))
                    .add(view.withPrepared(Rearranged.upsideDown(mirror)));
        }
        return views.build();
    }

    @Override
    public int count() {
        return vertical ? 4 : 2;
    }

    @Override
    public String name() {
        return vertical ? "flips" : "flip";
    }
}
