package io.ocelli.samples.shelves;

import io.ocelli.boxes.Overlap;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageSource;
import io.ocelli.data.Sample;
import io.ocelli.image.Box;
import io.ocelli.image.Image;
import io.ocelli.image.Transform;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Squares of shelves to learn from: each product as the window next to it shows it, and what windows meet that are on none.
 *
 * @param sides of the window
 * @param around how many times the window's side is seen
 * @param fit brings what is seen to the network's size
 */
public record Crops(List<Integer> sides, double around, Transform fit) {
    /** Up to which overlap with every product a square shows none: a window that is nearer than this is another's neighbour. */
    private static final double NONE = 0.6;

    private static final int MISSES = 2;
    private static final int ANYWHERE = 1;
    private static final int TRIES = 20;

    /** Those of some shelves; the same for a seed. */
    public DataSet of(List<Shelves.Scene> scenes, long seed) {
        Random random = new Random(seed);
        List<Sample> crops = new ArrayList<>();
        for (Shelves.Scene scene : scenes) {
            for (Box box : scene.products()) {
                crops.add(crop(scene, beside(box, 0.1, 1.12, random), box.label()));
                for (int i = 0; i < MISSES; i++) {
                    addEmpty(crops, scene, () -> beside(box, 0.7, 2, random));
                }
                for (int i = 0; i < ANYWHERE; i++) {
                    addEmpty(crops, scene, () -> anywhere(scene.picture(), random));
                }
            }
        }
        return DataSet.of(Shelves.labels(), crops);
    }

    private interface Drawing {
        Box drawn();
    }

    private void addEmpty(List<Sample> crops, Shelves.Scene scene, Drawing drawing) {
        for (int i = 0; i < TRIES; i++) {
            Box square = drawing.drawn();
            if (scene.products().stream().allMatch(each -> Overlap.IOU.of(each, square) < NONE)) {
                crops.add(crop(scene, square, Shelves.labels().indexOf(Shelves.EMPTY)));
                return;
            }
        }
    }

    /** A square up to a share of a box's side beside it, larger or smaller by up to a factor. */
    private static Box beside(Box box, double share, double factor, Random random) {
        double side = box.right() - box.left();
        double own = side * Math.pow(factor, random.nextDouble() * 2 - 1);
        double x = (box.left() + box.right()) / 2 + side * share * (random.nextDouble() * 2 - 1);
        double y = (box.top() + box.bottom()) / 2 + side * share * (random.nextDouble() * 2 - 1);
        return square(x - own / 2, y - own / 2, own);
    }

    private Box anywhere(Image picture, Random random) {
        int side = sides.get(random.nextInt(sides.size()));
        return square(random.nextInt(picture.width() - side + 1), random.nextInt(picture.height() - side + 1), side);
    }

    private static Box square(double left, double top, double side) {
        return new Box((float) left, (float) top, (float) (left + side), (float) (top + side), 0);
    }

    private Sample crop(Shelves.Scene scene, Box square, int label) {
        double side = square.right() - square.left();
        int size = (int) Math.round(side * around);
        int left = (int) Math.round(square.left() - side * (around - 1) / 2);
        int top = (int) Math.round(square.top() - side * (around - 1) / 2);
        Image cut = cut(scene.picture(), left, top, size);
        return new Sample(Shelves.labels().get(label), ImageSource.of(fit.apply(cut)), label);
    }

    /** What lies outside of the picture is as its nearest pixel, as the sliding window has it. */
    private static Image cut(Image picture, int left, int top, int size) {
        byte[] samples = new byte[size * size * 3];
        for (int y = 0; y < size; y++) {
            int row = Math.max(0, Math.min(picture.height() - 1, top + y));
            for (int x = 0; x < size; x++) {
                int column = Math.max(0, Math.min(picture.width() - 1, left + x));
                System.arraycopy(
                        picture.samples(), (row * picture.width() + column) * 3, samples, (y * size + x) * 3, 3);
            }
        }
        return Image.of(size, size, 3, samples);
    }
}
