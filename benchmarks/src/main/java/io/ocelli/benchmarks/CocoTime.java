package io.ocelli.benchmarks;

import com.google.common.base.Splitter;
import io.ocelli.boxes.Bbox;
import io.ocelli.boxes.CocoCategory;
import io.ocelli.boxes.CocoEvaluation;
import io.ocelli.boxes.CocoImage;
import io.ocelli.boxes.CocoInstances;
import io.ocelli.boxes.CocoResults;
import io.ocelli.boxes.Detection;
import io.ocelli.boxes.GroundTruth;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * From COCO's two files to its twelve figures: 5,000 pictures of 80 classes with 100,000 detections, against pycocotools where
 * PYTHON is a Python that has it. The time is that of a process's first evaluation, reading included, and not that of its
 * start. Arguments: the folder of the Python script.
 */
final class CocoTime {
    private static final int PICTURES = 5_000;
    private static final int CLASSES = 80;
    private static final int DETECTIONS = 100_000;
    private static final int TRUTHS = 36_000;
    private static final double TOLERANCE = 1e-6;

    /** Of a Python with pycocotools. */
    private static final @Nullable String PYTHON = System.getenv("PYTHON");

    private CocoTime() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("ocelli-coco");
        Path truths = folder.resolve("instances.json");
        Path results = folder.resolve("results.json");
        try {
            write(truths, results);
            long start = System.nanoTime();
            CocoEvaluation evaluation = CocoEvaluation.of(CocoInstances.read(truths), CocoResults.read(results));
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.println(evaluation);
            System.out.printf(Locale.ROOT, "Ocelli %.2f s%n", seconds);
            if (PYTHON != null) {
                compare(Path.of(args[0], "coco.py"), folder, PYTHON, evaluation, seconds);
            }
        } finally {
            Files.deleteIfExists(truths);
            Files.deleteIfExists(results);
            Files.delete(folder);
        }
    }

    /** Detections lie near truths of their class three times in four; scores have three places, so that many are equal. */
    private static void write(Path truthsFile, Path resultsFile) {
        Random random = new Random(1);
        List<CocoImage> images = new ArrayList<>();
        for (int i = 1; i <= PICTURES; i++) {
            images.add(new CocoImage(i, i + ".jpg", 640, 480));
        }
        List<CocoCategory> categories = new ArrayList<>();
        for (int i = 1; i <= CLASSES; i++) {
            categories.add(new CocoCategory(i, "class " + i));
        }
        List<GroundTruth> truths = new ArrayList<>();
        for (int i = 0; i < TRUTHS; i++) {
            Bbox bbox = bbox(
                    random.nextDouble() * 500,
                    random.nextDouble() * 400,
                    Math.pow(random.nextDouble(), 3) * 300 + 4,
                    Math.pow(random.nextDouble(), 3) * 200 + 4);
            GroundTruth truth = new GroundTruth(
                    1 + random.nextInt(PICTURES),
                    1 + random.nextInt(CLASSES),
                    bbox,
                    bbox.area() * (0.5 + random.nextDouble() / 2),
                    false,
                    false);
            truths.add(random.nextInt(100) == 0 ? truth.asCrowd() : truth);
        }
        List<Detection> detections = new ArrayList<>();
        for (int i = 0; i < DETECTIONS; i++) {
            GroundTruth near = truths.get(random.nextInt(TRUTHS));
            Bbox at = near.bbox();
            boolean right = random.nextInt(4) > 0;
            detections.add(new Detection(
                    near.image(),
                    right ? near.category() : 1 + random.nextInt(CLASSES),
                    bbox(
                            at.x() + random.nextGaussian() * at.width() * 0.1,
                            at.y() + random.nextGaussian() * at.height() * 0.1,
                            at.width() * Math.exp(random.nextGaussian() * 0.1),
                            at.height() * Math.exp(random.nextGaussian() * 0.1)),
                    Math.round(random.nextDouble() * 1000) / 1000.0));
        }
        new CocoInstances(images, categories, truths).write(truthsFile);
        CocoResults.write(detections, resultsFile);
    }

    private static Bbox bbox(double x, double y, double width, double height) {
        return new Bbox(hundredths(x), hundredths(y), hundredths(width), hundredths(height));
    }

    private static double hundredths(double value) {
        return Math.round(value * 100) / 100.0;
    }

    private static void compare(Path script, Path folder, String python, CocoEvaluation evaluation, double seconds)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(python, script.toString(), folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("pycocotools' process failed; what it said stands above");
        }
        List<String> numbers = Splitter.on(' ').splitToList(answer.trim());
        double theirs = Double.parseDouble(numbers.get(0));
        for (int i = 0; i < evaluation.stats().size(); i++) {
            double figure = Double.parseDouble(numbers.get(i + 1));
            if (!(Math.abs(figure - evaluation.stats().get(i)) <= TOLERANCE)) {
                throw new IllegalStateException("The figures are to be equal, and figure " + i + " is "
                        + evaluation.stats().get(i) + " here and " + figure + " in pycocotools");
            }
        }
        System.out.printf(
                Locale.ROOT,
                "pycocotools %.2f s, the same figures to %.0e; ratio %.3f%n",
                theirs,
                TOLERANCE,
                seconds / theirs);
    }
}
