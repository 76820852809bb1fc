package io.ocelli.benchmarks;

import io.ocelli.Answer;
import io.ocelli.Backbone;
import io.ocelli.Classifier;
import io.ocelli.engine.Preset;
import io.ocelli.engine.ProgramWriter;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.Network;
import io.ocelli.model.NetworkPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * From JPEG files to predictions of EfficientNet-Lite0 with its published weights, as a stream: ours exact and by reducing gaps, on
 * ONNX Runtime in float32 and on what is measured to be the fastest here, against Pillow and torchvision in two loader processes
 * with onnxruntime on the same network, batches of 16, where the environment's {@code PYTHON} has them. Arguments: the folder of the
 * script, a folder of JPEG files, the number of pairs (10).
 */
final class PredictionTime {
    private static final int TIMES = 4;

    private PredictionTime() {}

    /** @param engine null for ONNX Runtime in float32 */
    private record Way(double gap, @Nullable String engine) {
        @Override
        public String toString() {
            return Jpegs.decoded(gap) + ", " + (engine == null ? "float32" : engine);
        }

        Classifier open(Preprocessing preprocessing) {
            Backbone backbone = Classifier.efficientnetLite0()
                    .pretrained()
                    .preprocessing(preprocessing.withReducingGap(gap))
                    .serving(Preset.THROUGHPUT);
            return backbone.engine(engine == null ? "onnxruntime" : engine).open();
        }
    }

    private static final List<Way> WAYS = List.of(
            new Way(0, null),
            new Way(0, "measured"),
            new Way(1, "measured"),
            new Way(0.5, null),
            new Way(0.5, "measured"));

    public static void main(String[] args) throws IOException {
        Path folder = Jpegs.folder(args);
        int pairs = args.length > 2 ? Integer.parseInt(args[2]) : 10;
        List<Path> files = times(Jpegs.of(folder));
        Path network = Files.createTempFile("ocelli-prediction", ".onnx");
        try (Eager python = Eager.start(Path.of(args[0]).resolve("prediction.py"))) {
            Preprocessing preprocessing = written(network);
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
                try (Classifier classifier = way.open(preprocessing)) {
                    System.out.println(way + ": "
                            + classifier.placement().lines().findFirst().orElse(""));
                    Runnable ours = () -> classified(classifier, files);
                    if (python == null) {
                        Pairs alone = Pairs.measure(pairs, ours, ours);
                        System.out.printf(Locale.ROOT, "%-24s %8.3f ms a picture%n", way, alone.first() / files.size());
                        continue;
                    }
                    String question = network + "\t" + folder + "\t" + TIMES;
                    Pairs result = Pairs.measure(pairs, Pairs.stopwatch(ours), () -> python.milliseconds(question));
                    System.out.println(result.row(way + ", by " + python.name()));
                }
            }
        } finally {
            Files.delete(network);
        }
    }

    /** Writes the network in float32, from normalised tensors to logits, and gives what pictures go through before. */
    private static Preprocessing written(Path file) {
        try (Classifier classifier = Classifier.efficientnetLite0()
                .pretrained()
                .engine("onnxruntime")
                .open()) {
            Network network = classifier.network();
            ProgramWriter.named("onnx")
                    .write(NetworkPrograms.logits(network.architecture()), network.weights(), Map.of(), file);
            return network.preprocessing();
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
