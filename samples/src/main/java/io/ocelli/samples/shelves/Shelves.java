package io.ocelli.samples.shelves;

import io.ocelli.boxes.CocoCategory;
import io.ocelli.boxes.CocoImage;
import io.ocelli.boxes.CocoInstances;
import io.ocelli.boxes.GroundTruth;
import io.ocelli.image.Box;
import io.ocelli.image.Image;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/** Pictures of shelves: products side by side, of sizes that differ by a factor, under uneven light. */
public final class Shelves {
    /** The name of the class of what is no product. */
    public static final String EMPTY = "empty";

    private static final int WIDTH = 480;
    private static final int SMALLEST = 36;
    private static final int LARGEST = 96;

    private Shelves() {}

    /**
     * A shelf.
     *
     * @param picture red, green, blue
     * @param products where they stand; their labels are the indexes of {@link #labels()}
     */
    public record Scene(Image picture, List<Box> products) {}

    /** The names of the classes, the last of them {@link #EMPTY}. */
    public static List<String> labels() {
        return Stream.concat(Stream.of(Product.values()).map(Product::label), Stream.of(EMPTY))
                .toList();
    }

    /** A shelf of three boards; the same for a seed. */
    public static Scene scene(long seed) {
        Random random = new Random(seed);
        int[] sides = new int[3];
        int height = 14;
        for (int board = 0; board < sides.length; board++) {
            sides[board] = (int) Math.round(SMALLEST * Math.pow((double) LARGEST / SMALLEST, random.nextDouble()));
            height += sides[board] + 26;
        }
        BufferedImage image = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        int gray = 110 + random.nextInt(60);
        graphics.setColor(new Color(gray, gray - 8, gray - 20));
        graphics.fillRect(0, 0, WIDTH, height);
        List<Box> products = new ArrayList<>();
        int floor = 14;
        for (int side : sides) {
            floor += side + 14;
            board(graphics, random, floor, side, products);
            graphics.setColor(new Color(90, 70, 50));
            graphics.fillRect(0, floor, WIDTH, 8);
            floor += 12;
        }
        graphics.dispose();
        return new Scene(lit(image, random), products);
    }

    /** Shelves of this seed and those that follow it. */
    public static List<Scene> scenes(int count, long seed) {
        List<Scene> scenes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            scenes.add(scene(seed + i));
        }
        return scenes;
    }

    /** The name of the file of a shelf by its index: in the order of names as in that of COCO's numbers. */
    public static String file(int index) {
        return String.format(Locale.ROOT, "shelf-%03d.png", index + 1);
    }

    /** What stands on shelves, as COCO has it: pictures are numbered from 1, classes from 0. */
    public static CocoInstances instances(List<Scene> scenes) {
        List<CocoImage> images = new ArrayList<>();
        List<GroundTruth> truths = new ArrayList<>();
        for (int i = 0; i < scenes.size(); i++) {
            Scene scene = scenes.get(i);
            long id = i + 1;
            images.add(new CocoImage(
                    id, file(i), scene.picture().width(), scene.picture().height()));
            scene.products().forEach(box -> truths.add(GroundTruth.of(id, box)));
        }
        List<CocoCategory> categories = new ArrayList<>();
        for (Product product : Product.values()) {
            categories.add(new CocoCategory(product.ordinal(), product.label()));
        }
        return new CocoInstances(images, categories, truths);
    }

    private static void board(Graphics2D graphics, Random random, int floor, int side, List<Box> products) {
        int left = random.nextInt(10);
        Product product = any(random);
        while (true) {
            int size = (int) Math.round(side * (0.92 + 0.16 * random.nextDouble()));
            if (left + size > WIDTH) {
                return;
            }
            if (random.nextInt(4) == 0) {
                product = any(random);
            }
            if (random.nextInt(8) > 0) {
                AffineTransform before = graphics.getTransform();
                graphics.translate(left, floor - size);
                graphics.scale(size, size);
                product.draw(graphics);
                graphics.setTransform(before);
                products.add(new Box(left, floor - size, left + size, floor, product.ordinal()));
            }
            left += size + random.nextInt(4);
        }
    }

    private static Product any(Random random) {
        return Product.values()[random.nextInt(Product.values().length)];
    }

    /** A lamp over a place of the shelf, shadow elsewhere, and a sensor's noise. */
    private static Image lit(BufferedImage image, Random random) {
        int height = image.getHeight();
        double lampX = random.nextDouble() * WIDTH;
        double lampY = random.nextDouble() * height;
        double dark = 0.3 + 0.3 * random.nextDouble();
        byte[] samples = new byte[height * WIDTH * 3];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < WIDTH; x++) {
                double far = Math.hypot(x - lampX, y - lampY) / WIDTH;
                double light = 1.1 - dark * far * far - dark * far / 2;
                int rgb = image.getRGB(x, y);
                for (int c = 0; c < 3; c++) {
                    double value = (rgb >> 16 - 8 * c & 255) * light + 5 * random.nextGaussian();
                    samples[(y * WIDTH + x) * 3 + c] = (byte) Math.round(Math.max(0, Math.min(255, value)));
                }
            }
        }
        return Image.of(height, WIDTH, 3, samples);
    }
}
