package io.ocelli.benchmarks;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import io.ocelli.Answer;
import io.ocelli.Classifier;
import io.ocelli.compression.Quantization;
import io.ocelli.engine.Preset;
import io.ocelli.engine.ProgramWriter;
import io.ocelli.model.Network;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.model.Pass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * From JPEG files to predictions of EfficientNet-Lite0 with its published weights, as a stream: ours exact and by reducing gaps, on
 * ONNX Runtime in float32, on what is measured to be the fastest here, and there in whole numbers, against Pillow and torchvision
 * in two loader processes with onnxruntime on the same network, batches of 16, where the environment's {@code PYTHON} has them.
 * Arguments: the folder of the script, a folder of JPEG files, the number of pairs (10).
 */
final class PredictionTime {
    private static final int TIMES = 4;
    private static final int CALIBRATION = 32;

    private PredictionTime() {}

    /**
     * @param whole whether its weights and activations are whole numbers of 8 bits
     * @param engine that runs it
     */
    private record Way(double gap, boolean whole, String engine) {
        @Override
        public String toString() {
            return Jpegs.decoded(gap) + (whole ? ", int8, " : ", ") + engine;
        }

        /** It is saved into the folder, and opened from there. */
        Classifier open(Classifier published, Quantization quantization, Path folder) {
            Pass gapped = network -> new Network(
                    network.architecture(),
                    network.weights(),
                    network.preprocessing().withReducingGap(gap));
            try (Classifier changed = published.apply(whole ? quantization.then(gapped) : gapped)) {
                changed.save(folder);
            }
            return Classifier.saved(folder)
                    .engine(engine)
                    .serving(Preset.THROUGHPUT)
                    .open();
        }
    }

    private static final List<Way> WAYS = List.of(
            new Way(0, false, "onnxruntime"),
            new Way(0, false, "measured"),
            new Way(0, true, "measured"),
            new Way(1, false, "measured"),
            new Way(0.5, false, "onnxruntime"),
            new Way(0.5, false, "measured"),
            new Way(0.5, true, "measured"));

    public static void main(String[] args) throws IOException {
        Path photos = Jpegs.folder(args);
        int pairs = args.length > 2 ? Integer.parseInt(args[2]) : 10;
        List<Path> files = times(Jpegs.of(photos));
        Path network = Files.createTempFile("ocelli-prediction", ".onnx");
        Path saved = Files.createTempDirectory("ocelli-prediction");
        try (Peer python = Peer.python(Path.of(args[0]).resolve("prediction.py"));
                Classifier published = Classifier.efficientnetLite0()
                        .pretrained()
                        .engine("onnxruntime")
                        .open()) {
            ProgramWriter.named("onnx")
                    .write(
                            NetworkPrograms.logits(published.network().architecture()),
                            published.network().weights(),
                            Map.of(),
                            network);
            // Time does not hang on what is calibrated with, so it may be what is measured with.
            Quantization quantization =
                    Quantization.of(Jpegs.pictures(files.subList(0, Math.min(CALIBRATION, files.size()))));
            System.out.printf(
                    Locale.ROOT,
                    "%d pictures, %s, ours first, %d interleaved pairs%n",
                    files.size(),
                    Jpegs.decoder(),
                    pairs);
            if (python == null) {
                System.out.println("Pillow and onnxruntime are measured where PYTHON names a Python with them");
            }
            for (Way way : WAYS) {
                Path folder = Files.createTempDirectory(saved, "way");
                try (Classifier classifier = way.open(published, quantization, folder)) {
                    System.out.println(way + ": "
                            + classifier.placement().lines().findFirst().orElse(""));
                    Runnable ours = () -> classified(classifier, files);
                    if (python == null) {
                        Pairs alone = Pairs.measure(pairs, ours, ours);
                        System.out.printf(Locale.ROOT, "%-24s %8.3f ms a picture%n", way, alone.first() / files.size());
                        continue;
                    }
                    String question = network + "\t" + photos + "\t" + TIMES;
                    Pairs result = Pairs.measure(pairs, Pairs.stopwatch(ours), () -> python.milliseconds(question));
                    System.out.println(result.row(way + ", by " + python.name()));
                }
            }
        } finally {
            Files.delete(network);
            MoreFiles.deleteRecursively(saved, RecursiveDeleteOption.ALLOW_INSECURE);
        }
    }

    private static List<Path> times(List<Path> files) {
        return Stream.generate(() -> files).limit(TIMES).flatMap(List::stream).toList();
    }

    private static void classified(Classifier classifier, List<Path> files) {
        try (Stream<Answer<Path>> answers = classifier.classifyAll(files.stream())) {
            answers.forEach(Answer::prediction);
        }
    }
}
