package io.ocelli.serving;

import com.google.common.collect.ImmutableList;
import io.ocelli.image.Image;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Size;
import io.ocelli.image.Transforms;
import java.util.List;

/**
 * Crops of a picture that was resized as every picture is: of the corners and of the centre, as torchvision's
 * {@code five_crop} and {@code ten_crop}.
 */
record CroppedViews(Mirror mirror) implements Views {
    /** Of what else crops are taken. */
    enum Mirror {
        NONE("five_crop"),
        HORIZONTAL("ten_crop"),
        VERTICAL("ten_crop_vertical");

        private final String label;

        Mirror(String label) {
            this.label = label;
        }
    }

    private static final int CROPS = 5;

    @Override
    public List<View> of(View view, Scorer scorer) {
        Preprocessing preprocessing = scorer.preprocessing();
        Image whole = resized(view, preprocessing);
        Size crop = new Size(preprocessing.cropHeight(), preprocessing.cropWidth());
        if (whole.height() < crop.height() || whole.width() < crop.width()) {
            throw new IllegalArgumentException(
                    "Crops of " + crop + " are taken of pictures that they fit into, received " + whole
                            + ". Look at smaller pictures in another way, such as Tta.flip().");
        }
        ImmutableList.Builder<View> views = ImmutableList.builder();
        addCrops(view, whole, crop, views);
        if (mirror != Mirror.NONE) {
            addCrops(
                    view,
                    mirror == Mirror.VERTICAL ? Rearranged.upsideDown(whole) : Rearranged.mirrored(whole),
                    crop,
                    views);
        }
        return views.build();
    }

    /** The whole picture in the size that the centre is cut out of. */
    private static Image resized(View view, Preprocessing preprocessing) {
        Image image = view.image().toChannels(preprocessing.channels());
        if (view.prepared() || preprocessing.resize() == 0) {
            return image;
        }
        // A crop of all that a resize of the shorter side leaves, whose longer side is cut down to a whole number.
        int small = Math.min(image.height(), image.width());
        int large = (int) ((double) ((long) preprocessing.resize() * Math.max(image.height(), image.width())) / small);
        boolean upright = image.height() > image.width();
        return Transforms.evaluation(preprocessing.withCrop(
                        upright ? large : preprocessing.resize(), upright ? preprocessing.resize() : large))
                .apply(image);
    }

    private static void addCrops(View view, Image whole, Size crop, ImmutableList.Builder<View> views) {
        int bottom = whole.height() - crop.height();
        int right = whole.width() - crop.width();
        int[][] corners = {
            {0, 0},
            {0, right},
            {bottom, 0},
            {bottom, right},
            {(int) Math.rint(bottom / 2.0), (int) Math.rint(right / 2.0)}
        };
        for (int[] corner : corners) {
            views.add(view.withPrepared(Rearranged.cut(whole, corner[0], corner[1], crop)));
        }
    }

    @Override
    public int count() {
        return mirror == Mirror.NONE ? CROPS : 2 * CROPS;
    }

    @Override
    public String name() {
        return mirror.label;
    }
}
