package io.ocelli.benchmarks;

import io.ocelli.Classifier;
import io.ocelli.engine.Preset;
import io.ocelli.image.Image;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * What a fresh JVM with a heap of at most 160 MB takes of memory on ONNX Runtime, by preset, after a few predictions and then after
 * a list of pictures, whose batches an arena would keep the memory of, and how long a prediction takes; medians of processes that
 * take turns. Arguments: how many of each, and the model, which need not be trained.
 */
final class EdgeMemory {
    private static final int PROCESSES = 5;
    private static final int PREDICTIONS = 50;
    private static final int LIST = 128;
    private static final String MODEL = "efficientnet_lite0";

    private EdgeMemory() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length == 3) {
            one(Preset.valueOf(args[1]), args[2]);
            return;
        }
        int processes = args.length > 0 ? Integer.parseInt(args[0]) : PROCESSES;
        String model = args.length > 1 ? args[1] : MODEL;
        Preset[] presets = Preset.values();
        double[][][] figures = new double[presets.length][4][processes];
        for (int i = 0; i < processes; i++) {
            for (int p = 0; p < presets.length; p++) {
                double[] said = child(presets[p], model);
                for (int f = 0; f < said.length; f++) {
                    figures[p][f][i] = said[f];
                }
            }
        }
        for (int p = 0; p < presets.length; p++) {
            System.out.printf(
                    Locale.ROOT,
                    "%s, %s: resident %.1f MB, %.1f MB after a list, at most %.1f MB; %.2f ms a prediction%n",
                    model,
                    presets[p],
                    median(figures[p][0]),
                    median(figures[p][1]),
                    median(figures[p][2]),
                    median(figures[p][3]));
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static double[] child(Preset preset, String model) throws IOException, InterruptedException {
        // What the heap does not need goes back, so that what the natives take shows.
        List<String> options =
                List.of("-Xmx160m", "-Xmn16m", "-XX:+UseSerialGC", "-XX:MinHeapFreeRatio=5", "-XX:MaxHeapFreeRatio=10");
        List<String> lines = FreshJvm.run(options, EdgeMemory.class, "child", preset.name(), model);
        return Arrays.stream(lines.get(lines.size() - 1).split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    /** Prints what is resident, and after a list, the most that was, and the median time. */
    private static void one(Preset preset, String model) throws IOException {
        try (Classifier classifier = Classifier.model(model)
                .engine("onnxruntime")
                .serving(preset)
                .head(1000)
                .untrained()) {
            Image picture = Image.black(480, 640, 3);
            double[] times = new double[PREDICTIONS];
            for (int i = 0; i < PREDICTIONS; i++) {
                long start = System.nanoTime();
                classifier.classify(picture);
                times[i] = (System.nanoTime() - start) / 1e6;
            }
            double first = resident();
            classifier.classifyImages(Collections.nCopies(LIST, picture));
            classifier.classify(picture);
            System.out.println(first + " " + resident() + " " + Resident.most() + " " + median(times));
        }
    }

    private static double resident() throws IOException {
        System.gc();
        return Resident.now();
    }
}
