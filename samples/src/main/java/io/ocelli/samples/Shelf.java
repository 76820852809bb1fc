package io.ocelli.samples;

import io.ocelli.Classifier;
import io.ocelli.HeadSpec;
import io.ocelli.boxes.CocoCategory;
import io.ocelli.boxes.CocoEvaluation;
import io.ocelli.boxes.CocoImage;
import io.ocelli.boxes.CocoInstances;
import io.ocelli.boxes.Detection;
import io.ocelli.boxes.GroundTruth;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageSource;
import io.ocelli.data.Sample;
import io.ocelli.dense.ContextHead;
import io.ocelli.dense.Sightings;
import io.ocelli.dense.SlidingWindow;
import io.ocelli.engine.Optimizer;
import io.ocelli.image.Box;
import io.ocelli.image.Image;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Pipeline;
import io.ocelli.image.PngWriter;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Strips;
import io.ocelli.image.Transform;
import io.ocelli.image.Transforms;
import io.ocelli.samples.shelves.Shelves;
import io.ocelli.training.Training;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Counts products on shelves by a classifier that slides over them, trained on crops in a minute: at one scale, over a pyramid of
 * scales, and over a pyramid with a head that sees what is around a product, too:
 * {@code Shelf [FOLDER [TRAIN [TEST [EPOCHS]]]]}. In the folder are COCO's file of what is there, and a page with the boxes drawn.
 */
public final class Shelf {
    private static final int SIDE = 32;
    private static final int MIDDLE = 59;
    private static final int[] PYRAMID = {38, 47, 59, 74, 92};
    private static final double AROUND = 1.5;
    private static final List<Float> HALF = List.of(0.5f, 0.5f, 0.5f);

    private Shelf() {}

    /** What came of the ways, by their names, and the sightings of the first shelves. */
    record Outcome(Map<String, CocoEvaluation> ways, Map<String, List<Sightings>> seen, List<Shelves.Scene> scenes) {
        /** The figures of each way, a row each. */
        String table() {
            StringBuilder table = new StringBuilder(String.format("%-24s %14s %8s%n", "", "mAP@[.5:.95]", "mAP@.5"));
            ways.forEach((name, figures) -> table.append(
                    String.format(Locale.ROOT, "%-24s %14.3f %8.3f%n", name, figures.ap(), figures.ap50())));
            return table.toString();
        }
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments.length > 0 ? arguments[0] : "shelf"));
        Outcome outcome = count(number(arguments, 1, 60), number(arguments, 2, 12), number(arguments, 3, 12));
        System.out.print(outcome.table());
        instances(outcome.scenes()).write(folder.resolve("instances.json"));
        Path page = folder.resolve("shelf.html");
        Files.writeString(page, page(outcome));
        System.out.println("The boxes are drawn in " + page);
    }

    private static int number(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }

    /** Renders shelves, learns from the crops of some, and counts what stands on the others. */
    static Outcome count(int train, int test, int epochs) {
        List<Shelves.Scene> learnt = scenes(train, 1);
        List<Shelves.Scene> scenes = scenes(test, 1_000_001);
        Map<String, CocoEvaluation> ways = new LinkedHashMap<>();
        Map<String, List<Sightings>> seen = new LinkedHashMap<>();
        SlidingWindow window =
                SlidingWindow.of(MIDDLE).overlap(0.8).confidence(0.3).background(Shelves.EMPTY);
        SlidingWindow pyramid =
                SlidingWindow.of(PYRAMID).overlap(0.8).confidence(0.3).background(Shelves.EMPTY);
        HeadSpec plain = spec(SIDE);
        try (Classifier classifier = plain.fit(crops(learnt, 1, 1), crops(scenes, 1, 2), recipe(epochs))) {
            put(ways, seen, "single scale", window, classifier, scenes);
            put(ways, seen, "pyramid", pyramid, classifier, scenes);
        }
        HeadSpec twice = spec((int) Math.round(SIDE * AROUND)).then(ContextHead.of(1 / AROUND));
        try (Classifier classifier = twice.fit(crops(learnt, AROUND, 1), crops(scenes, AROUND, 2), recipe(epochs))) {
            put(ways, seen, "pyramid with context", pyramid.surroundings(AROUND), classifier, scenes);
        }
        return new Outcome(ways, seen, scenes);
    }

    private static HeadSpec spec(int side) {
        return Classifier.model("simple_cnn").preprocessing(preprocessing(side)).head(Shelves.labels());
    }

    private static Preprocessing preprocessing(int side) {
        return new Preprocessing(side, side, side, Interpolation.BILINEAR, HALF, HALF);
    }

    private static Training recipe(int epochs) {
        return Training.defaults()
                .epochs(epochs)
                .batchSize(64)
                .optimizer(Optimizer.adamW(2e-3))
                .augmentation(Pipeline.empty());
    }

    private static List<Shelves.Scene> scenes(int count, long seed) {
        List<Shelves.Scene> scenes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            scenes.add(Shelves.scene(seed + i));
        }
        return scenes;
    }

    private static void put(
            Map<String, CocoEvaluation> ways,
            Map<String, List<Sightings>> seen,
            String name,
            SlidingWindow window,
            Classifier classifier,
            List<Shelves.Scene> scenes) {
        List<Sightings> all = new ArrayList<>();
        List<Detection> detections = new ArrayList<>();
        for (int i = 0; i < scenes.size(); i++) {
            Sightings found = window.over(classifier, scenes.get(i).picture());
            all.add(found);
            detections.addAll(found.detections(i + 1));
        }
        ways.put(name, CocoEvaluation.of(instances(scenes), detections));
        seen.put(name, all);
    }

    private static CocoInstances instances(List<Shelves.Scene> scenes) {
        List<CocoImage> images = new ArrayList<>();
        List<GroundTruth> truths = new ArrayList<>();
        for (int i = 0; i < scenes.size(); i++) {
            Shelves.Scene scene = scenes.get(i);
            long id = i + 1;
            images.add(new CocoImage(
                    id,
                    "shelf-" + id + ".png",
                    scene.picture().width(),
                    scene.picture().height()));
            scene.products().forEach(box -> truths.add(GroundTruth.of(id, box)));
        }
        List<CocoCategory> categories = new ArrayList<>();
        List<String> labels = Shelves.labels();
        for (int i = 0; i < labels.size() - 1; i++) {
            categories.add(new CocoCategory(i, labels.get(i)));
        }
        return new CocoInstances(images, categories, truths);
    }

    /** Squares around products, a little beside them, and others that show none as a whole. */
    private static DataSet crops(List<Shelves.Scene> scenes, double around, long seed) {
        Random random = new Random(seed);
        List<Sample> crops = new ArrayList<>();
        List<String> labels = Shelves.labels();
        Transform fit = Transforms.evaluation(preprocessing((int) Math.round(SIDE * around)));
        for (Shelves.Scene scene : scenes) {
            for (Box box : scene.products()) {
                double side = box.right() - box.left();
                double x = box.left() + side * (random.nextDouble() - 0.5) * 0.16;
                double y = box.top() + side * (random.nextDouble() - 0.5) * 0.16;
                Image product = crop(scene.picture(), x, y, side * (0.92 + 0.16 * random.nextDouble()), around);
                crops.add(new Sample("product", ImageSource.of(fit.apply(product)), box.label()));
                // Beside it, or of another scale: what the window meets most.
                for (int i = 0; i < 2; i++) {
                    double other = PYRAMID[random.nextInt(PYRAMID.length)];
                    double left = box.left() + side * (random.nextDouble() * 2 - 1);
                    double top = box.top() + side * (random.nextDouble() * 2 - 1);
                    if (scene.products().stream().allMatch(each -> overlap(each, left, top, other) < 0.5)) {
                        Image none = crop(scene.picture(), left, top, other, around);
                        crops.add(new Sample(
                                Shelves.EMPTY, ImageSource.of(fit.apply(none)), labels.indexOf(Shelves.EMPTY)));
                    }
                }
            }
        }
        return DataSet.of(labels, crops);
    }

    private static double overlap(Box box, double left, double top, double side) {
        double across = Math.min(box.right(), left + side) - Math.max(box.left(), left);
        double down = Math.min(box.bottom(), top + side) - Math.max(box.top(), top);
        if (across <= 0 || down <= 0) {
            return 0;
        }
        double both = across * down;
        return both / (side * side + (box.right() - box.left()) * (box.bottom() - box.top()) - both);
    }

    private static Image crop(Image picture, double left, double top, double side, double around) {
        int size = (int) Math.round(side * around);
        int x0 = (int) Math.round(left - side * (around - 1) / 2);
        int y0 = (int) Math.round(top - side * (around - 1) / 2);
        byte[] samples = new byte[size * size * 3];
        for (int y = 0; y < size; y++) {
            int row = Math.max(0, Math.min(picture.height() - 1, y0 + y));
            for (int x = 0; x < size; x++) {
                int column = Math.max(0, Math.min(picture.width() - 1, x0 + x));
                System.arraycopy(
                        picture.samples(), (row * picture.width() + column) * 3, samples, (y * size + x) * 3, 3);
            }
        }
        return Image.of(size, size, 3, samples);
    }

    private static String page(Outcome outcome) throws IOException {
        StringBuilder page = new StringBuilder("<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\">"
                + "<title>Shelves</title><style>body{font:15px system-ui;margin:24px}svg{max-width:100%;display:block}"
                + "rect{fill:none;stroke-width:2}</style><h1>Products on shelves</h1><pre>");
        page.append(outcome.table()).append("</pre>");
        String[] colours = {"#E69F00", "#56B4E9", "#F0E442", "#D55E00", "#CC79A7"};
        List<Sightings> seen = outcome.seen().getOrDefault("pyramid with context", List.of());
        for (int i = 0; i < Math.min(6, seen.size()); i++) {
            Shelves.Scene scene = outcome.scenes().get(i);
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            PngWriter.write(Strips.of(scene.picture()), png);
            page.append(String.format(
                    "<h2>Shelf %d: %s, of %d products</h2><svg width=\"960\" viewBox=\"0 0 %d %d\">"
                            + "<image href=\"data:image/png;base64,%s\"/>",
                    i + 1,
                    seen.get(i).counts(),
                    scene.products().size(),
                    scene.picture().width(),
                    scene.picture().height(),
                    Base64.getEncoder().encodeToString(png.toByteArray())));
            for (Sightings.Sighting each : seen.get(i).all()) {
                Box box = each.box();
                page.append(String.format(
                        Locale.ROOT,
                        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" stroke=\"%s\"><title>%s</title></rect>",
                        box.left(),
                        box.top(),
                        box.right() - box.left(),
                        box.bottom() - box.top(),
                        colours[box.label() % colours.length],
                        each));
            }
            page.append("</svg>");
        }
        return page.append("</html>").toString();
    }
}
