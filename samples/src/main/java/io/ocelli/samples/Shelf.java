package io.ocelli.samples;

import io.ocelli.Classifier;
import io.ocelli.HeadSpec;
import io.ocelli.boxes.CocoEvaluation;
import io.ocelli.boxes.CocoResults;
import io.ocelli.boxes.Detection;
import io.ocelli.data.DataSet;
import io.ocelli.dense.ContextHead;
import io.ocelli.dense.Sightings;
import io.ocelli.dense.SlidingWindow;
import io.ocelli.engine.Optimizer;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Pipeline;
import io.ocelli.image.PngWriter;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Transforms;
import io.ocelli.samples.shelves.Counting;
import io.ocelli.samples.shelves.Crops;
import io.ocelli.samples.shelves.ShelfPage;
import io.ocelli.samples.shelves.Shelves;
import io.ocelli.training.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Counts products on shelves by a classifier that slides over them, trained on crops in a minute: at one scale, over a pyramid of
 * scales, and over a pyramid with a head that sees what is around a product, too:
 * {@code Shelf [FOLDER [TRAIN [TEST [EPOCHS [SEED]]]]]}. In the folder are the shelves with COCO's file of what stands there, what
 * was found, the two classifiers, which another run with the folder takes as they are, and a page with the boxes drawn.
 */
public final class Shelf {
    private static final int SIDE = 32;
    private static final int MIDDLE = 59;
    private static final int[] PYRAMID = {38, 47, 59, 74, 92};
    private static final double AROUND = 1.5;
    private static final List<Float> HALF = List.of(0.5f, 0.5f, 0.5f);

    private final List<Shelves.Scene> learnt;
    private final List<Shelves.Scene> validated;
    private final List<Shelves.Scene> tested;
    private final int epochs;
    private final long seed;
    private final Map<String, Way> ways = new LinkedHashMap<>();

    private Shelf(int train, int test, int epochs, long seed) {
        this.learnt = Shelves.scenes(train, 1_000_000 * seed);
        this.validated = Shelves.scenes(test, 1_000_000 * seed + 400_000);
        this.tested = Shelves.scenes(test, 1_000_000 * seed + 800_000);
        this.epochs = epochs;
        this.seed = seed;
    }

    /**
     * What came of a way to look.
     *
     * @param figures of all that was seen
     * @param confidence from which on products are counted, chosen on other shelves
     * @param counting by that
     * @param seen in the shelves, one after the other
     */
    record Way(CocoEvaluation figures, double confidence, Counting counting, List<Sightings> seen) {}

    /** What came of all ways, by their names. */
    record Outcome(Map<String, Way> ways, List<Shelves.Scene> scenes) {
        /** The figures of each way, a row each. */
        String table() {
            StringBuilder table =
                    new StringBuilder(String.format("%-22s %12s %8s   %s%n", "", "mAP@[.5:.95]", "mAP@.5", "counted"));
            ways.forEach((name, way) -> table.append(String.format(
                    Locale.ROOT,
                    "%-22s %12.3f %8.3f   %s, from a confidence of %.2f%n",
                    name,
                    way.figures().ap(),
                    way.figures().ap50(),
                    way.counting(),
                    way.confidence())));
            return table.toString();
        }
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments.length > 0 ? arguments[0] : "shelf"));
        Outcome outcome = count(
                number(arguments, 1, 40),
                number(arguments, 2, 12),
                number(arguments, 3, 10),
                number(arguments, 4, 1),
                folder);
        System.out.print(outcome.table());
        write(outcome, folder);
        System.out.println("The boxes are drawn in " + folder.resolve("shelf.html"));
    }

    private static int number(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }

    /**
     * Renders shelves, learns from the crops of some, chooses on others from which confidence on products are counted, and counts
     * what stands on others again.
     *
     * @param folder where the classifiers are saved, or taken from where they are there
     */
    static Outcome count(int train, int test, int epochs, long seed, Path folder) {
        return new Shelf(train, test, epochs, seed).all(folder);
    }

    private Outcome all(Path folder) {
        try (Classifier classifier = classifier(folder.resolve("classifier"), spec(1), 1)) {
            put("single scale", window(MIDDLE), classifier);
            put("pyramid", window(PYRAMID), classifier);
        }
        HeadSpec twice = spec(AROUND).then(ContextHead.of(1 / AROUND));
        try (Classifier classifier = classifier(folder.resolve("classifier-with-context"), twice, AROUND)) {
            put("pyramid with context", window(PYRAMID).surroundings(AROUND), classifier);
        }
        return new Outcome(ways, tested);
    }

    /** That of an earlier run, which may have been stopped since, or one that learns now. */
    private Classifier classifier(Path folder, HeadSpec spec, double around) {
        if (Files.isDirectory(folder)) {
            return Classifier.load(folder);
        }
        Classifier classifier = spec.fit(crops(around, learnt, 1), crops(around, validated, 2), recipe());
        classifier.save(folder);
        return classifier;
    }

    private static SlidingWindow window(int... sides) {
        return SlidingWindow.of(sides)
                .overlap(0.8)
                .confidence(0.05)
                .iou(0.1)
                .acrossClasses()
                .averaging()
                .background(Shelves.EMPTY);
    }

    private static HeadSpec spec(double around) {
        return Classifier.model("simple_cnn")
                .preprocessing(preprocessing(around))
                .head(Shelves.labels());
    }

    private static Preprocessing preprocessing(double around) {
        int side = (int) Math.round(SIDE * around);
        return new Preprocessing(side, side, side, Interpolation.BILINEAR, HALF, HALF);
    }

    private DataSet crops(double around, List<Shelves.Scene> scenes, long draw) {
        List<Integer> sides = new ArrayList<>();
        for (int side : PYRAMID) {
            sides.add(side);
        }
        return new Crops(sides, around, Transforms.evaluation(preprocessing(around))).of(scenes, 10 * seed + draw);
    }

    private Training recipe() {
        return Training.defaults()
                .epochs(epochs)
                .batchSize(64)
                .optimizer(Optimizer.adamW(2e-3))
                .augmentation(Pipeline.empty())
                .seed(seed);
    }

    private void put(String name, SlidingWindow window, Classifier classifier) {
        double confidence = Counting.confidence(validated, seen(window, classifier, validated));
        List<Sightings> seen = seen(window, classifier, tested);
        ways.put(
                name,
                new Way(
                        CocoEvaluation.of(Shelves.instances(tested), detections(seen)),
                        confidence,
                        Counting.of(tested, Counting.sure(seen, confidence)),
                        seen));
    }

    private static List<Sightings> seen(SlidingWindow window, Classifier classifier, List<Shelves.Scene> scenes) {
        List<Sightings> seen = new ArrayList<>();
        scenes.forEach(scene -> seen.add(window.over(classifier, scene.picture())));
        return seen;
    }

    private static List<Detection> detections(List<Sightings> seen) {
        List<Detection> detections = new ArrayList<>();
        for (int i = 0; i < seen.size(); i++) {
            detections.addAll(seen.get(i).detections(i + 1));
        }
        return detections;
    }

    private static void write(Outcome outcome, Path folder) throws IOException {
        List<Shelves.Scene> scenes = outcome.scenes();
        for (int i = 0; i < scenes.size(); i++) {
            PngWriter.write(scenes.get(i).picture(), folder.resolve(Shelves.file(i)));
        }
        Shelves.instances(scenes).write(folder.resolve("instances.json"));
        String last = "";
        for (Map.Entry<String, Way> way : outcome.ways().entrySet()) {
            last = way.getKey();
            CocoResults.write(detections(way.getValue().seen()), folder.resolve(last.replace(' ', '-') + ".json"));
        }
        Way way = Objects.requireNonNull(outcome.ways().get(last));
        List<Sightings> counted = Counting.sure(way.seen(), way.confidence());
        Files.writeString(folder.resolve("shelf.html"), ShelfPage.of(outcome.table(), last, scenes, counted));
    }
}
