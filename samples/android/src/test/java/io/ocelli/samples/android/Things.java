package io.ocelli.samples.android;

import io.ocelli.data.DataSet;
import io.ocelli.image.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Photos of three things that a child could tell apart: stripes across, stripes along, and a ball. */
final class Things {
    static final List<String> ALL = List.of("across", "along", "ball");

    private static final int SIZE = 96;

    private Things() {}

    static Image photo(String thing, long seed) {
        Random random = new Random(seed);
        int[] light = {150 + random.nextInt(100), 150 + random.nextInt(100), 150 + random.nextInt(100)};
        int period = 12 + random.nextInt(12);
        int middle = SIZE / 2 + random.nextInt(20) - 10;
        Image image = Image.black(SIZE, SIZE, 3);
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                boolean bright = thing.equals("across")
                        ? y / period % 2 == 0
                        : thing.equals("along") ? x / period % 2 == 0 : Math.hypot(y - middle, x - middle) < 30;
                for (int c = 0; c < 3; c++) {
                    image.samples()[3 * (SIZE * y + x) + c] = (byte) (bright ? light[c] : random.nextInt(40));
                }
            }
        }
        return image;
    }

    /** @param of each */
    static DataSet photos(int of, long seed) {
        List<Image> images = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        for (String thing : ALL) {
            for (int i = 0; i < of; i++) {
                images.add(photo(thing, seed + i));
                labels.add(thing);
            }
        }
        return DataSet.of(images, labels.toArray(new String[0]));
    }
}
