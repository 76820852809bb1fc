package io.ocelli.benchmarks;

import io.ocelli.Classifier;
import io.ocelli.engine.Device;
import io.ocelli.engine.Engine;
import io.ocelli.engine.Placement;
import io.ocelli.engine.Runner;
import io.ocelli.image.Image;
import io.ocelli.image.Images;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Transforms;
import io.ocelli.model.Architecture;
import io.ocelli.model.Model;
import io.ocelli.model.Models;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.model.WeightsSources;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * From {@code main} to the first prediction of EfficientNet-Lite0, whose weights are in a jar: the whole through the public
 * interface, where the engine starts while weights are read, the same with an archive of class data (docs/performance.md), and its
 * parts one after the other. Each is measured in
 * processes of its own; the table has medians. Argument: the number of processes (9).
 */
final class FirstPrediction {
    private static final String MODEL = "efficientnet_lite0";

    private FirstPrediction() {}

    public static void main(String[] args) throws Exception {
        if (args.length > 1) {
            print(args[0].equals("parts") ? parts(Path.of(args[1])) : whole(Path.of(args[1])));
            return;
        }
        Path jpeg = Files.createTempFile("ocelli", ".jpg");
        Path archive = Files.createTempDirectory("ocelli").resolve("classes.jsa");
        try {
            Files.write(jpeg, Jpegs.drawn(500, 375));
            int processes = args.length > 0 ? Integer.parseInt(args[0]) : 9;
            Map<String, List<Double>> figures = new LinkedHashMap<>();
            Map<String, List<String>> ways = new LinkedHashMap<>();
            ways.put("whole", List.of());
            ways.put("whole, archived", List.of("-XX:SharedArchiveFile=" + archive, "-XX:TieredStopAtLevel=1"));
            ways.put("parts", List.of());
            // The JVM tells on the standard output which classes it leaves out.
            List<String> archiving = List.of("-Xlog:disable", "-XX:ArchiveClassesAtExit=" + archive);
            measure("whole", archiving, jpeg, new LinkedHashMap<>());
            for (int i = 0; i < processes; i++) {
                for (Map.Entry<String, List<String>> way : ways.entrySet()) {
                    measure(way.getKey(), way.getValue(), jpeg, figures);
                }
            }
            System.out.println("milliseconds, medians of " + processes + " processes, "
                    + Runtime.getRuntime().availableProcessors() + " processors");
            figures.forEach((what, times) -> System.out.printf("%-56s %7.0f%n", what, median(times)));
        } finally {
            Files.delete(jpeg);
            Files.deleteIfExists(archive);
            Files.delete(archive.getParent());
        }
    }

    private static void measure(String way, List<String> options, Path jpeg, Map<String, List<Double>> figures)
            throws IOException, InterruptedException {
        for (String line : FreshJvm.run(options, FirstPrediction.class, way, jpeg.toString())) {
            String[] figure = line.split("\t", 2);
            figures.computeIfAbsent(way + ": " + figure[1], what -> new ArrayList<>())
                    .add(Double.parseDouble(figure[0]));
        }
    }

    private static Map<String, Double> whole(Path jpeg) {
        Map<String, Double> times = new LinkedHashMap<>();
        times.put("the JVM, to main", beforeMain());
        long start = System.nanoTime();
        try (Classifier classifier = timed(
                times, "open", () -> Classifier.efficientnetLite0().pretrained().open())) {
            timed(times, "classify a file", () -> classifier.classify(jpeg));
            times.put("main to the first prediction", (System.nanoTime() - start) / 1e6);
            timed(times, "classify it again", () -> classifier.classify(jpeg));
        }
        return times;
    }

    private static Map<String, Double> parts(Path jpeg) {
        Map<String, Double> times = new LinkedHashMap<>();
        Model model = timed(times, "find the model", () -> Models.find(MODEL));
        Architecture architecture = timed(times, "build its graph", model::build);
        Weights weights = timed(
                times,
                "read the weights",
                () -> WeightsSources.find(model, model.weights().get(0)));
        Engine engine = timed(times, "find the engine", () -> Placement.forInference(null, Device.CPU));
        timed(times, "start the engine", () -> {
            engine.prepare();
            return engine;
        });
        Preprocessing preprocessing = model.weights().get(0).preprocessing();
        try (Runner runner = timed(
                times,
                "compile the network and open a session",
                () -> engine.open(
                        NetworkPrograms.classification(architecture, preprocessing),
                        model.rename(weights),
                        Device.CPU))) {
            Image image = timed(times, "decode a JPEG of 500 x 375", () -> Images.read(jpeg));
            Image seen = timed(
                    times,
                    "transform it",
                    () -> Transforms.evaluation(preprocessing).apply(image));
            Tensor pixels = pixels(seen);
            timed(times, "run the network", () -> runner.run(List.of(pixels)));
            timed(times, "run it again", () -> runner.run(List.of(pixels)));
        }
        return times;
    }

    private static <T> T timed(Map<String, Double> times, String what, Supplier<T> work) {
        long start = System.nanoTime();
        T result = work.get();
        times.put(what, (System.nanoTime() - start) / 1e6);
        return result;
    }

    private static double beforeMain() {
        return System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
    }

    private static Tensor pixels(Image image) {
        Shape shape = Shape.of(1, image.height(), image.width(), image.channels());
        ByteBuffer bytes = Tensor.allocate(DType.UINT8, shape);
        bytes.put(image.samples()).flip();
        return Tensor.of(DType.UINT8, shape, bytes);
    }

    private static void print(Map<String, Double> times) {
        times.forEach((what, time) -> System.out.println(time + "\t" + what));
    }

    private static double median(List<Double> times) {
        return times.stream().sorted().skip(times.size() / 2).findFirst().orElseThrow();
    }
}
