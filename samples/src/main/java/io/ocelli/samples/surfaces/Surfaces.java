package io.ocelli.samples.surfaces;

import io.ocelli.data.DataSet;
import io.ocelli.image.Image;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/** Pictures of surfaces, as a camera over a production line would take them: clean, or with one kind of defect. */
public final class Surfaces {
    static final String CLEAN = Defect.CLEAN.label();

    private Surfaces() {}

    /** So many pictures of each of the six classes, in memory; the same for a seed. */
    public static DataSet pictures(int ofEach, long seed) {
        List<Specimen> specimens = specimens(ofEach, seed);
        return DataSet.of(
                specimens.stream().map(Specimen::picture).toList(),
                specimens.stream().map(Specimen::label).toArray(String[]::new));
    }

    /** The same pictures as {@link #pictures}, with what the renderer knows of them. */
    public static List<Specimen> specimens(int ofEach, long seed) {
        List<Specimen> specimens = new ArrayList<>();
        for (int i = 0; i < ofEach; i++) {
            for (Defect defect : Defect.values()) {
                specimens.add(specimen(defect, i, seed));
            }
        }
        return specimens;
    }

    /** So many pictures without a defect, in memory; the same for a seed. */
    public static DataSet clean(int count, long seed) {
        List<Image> pictures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pictures.add(specimen(Defect.CLEAN, i, seed).picture());
        }
        return DataSet.of(pictures, Collections.nCopies(count, CLEAN).toArray(new String[0]));
    }

    private static Specimen specimen(Defect defect, int number, long seed) {
        Surface surface = new Surface(new Random(seed * 1_000_003 + number * 31L + defect.ordinal()));
        Defect.blemish(surface);
        Surface.Relief before = surface.relief();
        defect.mark(surface);
        boolean[] defective = surface.changedSince(before);
        return new Specimen(surface.photograph(), defect.label(), defective);
    }

    /** Writes a contact sheet to look at, a class a column. */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments.length > 0 ? arguments[0] : "surfaces.png");
        int rows = 5;
        int columns = Defect.values().length;
        DataSet pictures = pictures(rows, 0);
        int side = Surface.SIDE;
        BufferedImage sheet = new BufferedImage(columns * side, rows * side, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < pictures.size(); i++) {
            Image picture = pictures.sample(i).source().read();
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x++) {
                    int rgb = picture.sample(y, x, 0) << 16 | picture.sample(y, x, 1) << 8 | picture.sample(y, x, 2);
                    sheet.setRGB(i % columns * side + x, i / columns * side + y, rgb);
                }
            }
        }
        ImageIO.write(sheet, "png", file.toFile());
        System.out.println("A contact sheet is in " + file);
    }
}
