package io.ocelli.benchmarks;

import io.ocelli.Classifier;
import io.ocelli.compression.Quantization;
import io.ocelli.data.Batch;
import io.ocelli.data.BatchLoader;
import io.ocelli.data.Batches;
import io.ocelli.data.DataSet;
import io.ocelli.engine.Device;
import io.ocelli.engine.Engines;
import io.ocelli.engine.Preset;
import io.ocelli.engine.Program;
import io.ocelli.engine.ProgramFormat;
import io.ocelli.engine.ProgramWriter;
import io.ocelli.engine.Runner;
import io.ocelli.graph.Graph;
import io.ocelli.image.Transforms;
import io.ocelli.model.Network;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.model.Pass;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * EfficientNet-Lite0 in whole numbers beside what ONNX Runtime's own quantiser makes of the same network and the same ranges: every
 * level, scale, zero point and bias is compared, and both files are measured in interleaved pairs, one thread, at batch 1 and 16.
 * PYTHON is a Python with onnxruntime and onnx. Arguments: the folder of the Python script, a folder of JPEG files, and perhaps the
 * number of pairs (31).
 */
final class QuantizerPeer {
    private static final String SCALE = ".quantized.scale";
    private static final int[] BATCHES = {1, 16};

    private QuantizerPeer() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        @Nullable String python = System.getenv("PYTHON");
        if (python == null) {
            System.out.println(
                    "onnxruntime's quantiser is measured where PYTHON names a Python with onnxruntime and onnx");
            return;
        }
        DataSet pictures = Jpegs.pictures(Jpegs.of(Jpegs.folder(args)));
        int pairs = args.length > 2 ? Integer.parseInt(args[2]) : 31;
        Path folder = Files.createTempDirectory("ocelli-quantizer");
        try (Classifier classifier = Classifier.efficientnetLite0()
                .pretrained()
                .engine("onnxruntime")
                .open()) {
            Network floats = Pass.foldBatchNorms().apply(classifier.network());
            Network whole = Quantization.of(pictures).apply(classifier.network());
            write(floats, folder.resolve("float.onnx"));
            write(whole, folder.resolve("ours.onnx"));
            Files.writeString(folder.resolve("ranges.tsv"), ranges(floats, whole, pictures));
            compare(python, Path.of(args[0], "quantizer.py"), folder);
            measure(folder, floats.architecture().input().shape(), pairs);
        } finally {
            for (String name : List.of("float.onnx", "ours.onnx", "theirs.onnx", "ranges.tsv")) {
                Files.deleteIfExists(folder.resolve(name));
            }
            Files.delete(folder);
        }
    }

    private static void write(Network network, Path file) {
        ProgramWriter.named("onnx")
                .write(NetworkPrograms.logits(network.architecture()), network.weights(), Map.of(), file);
    }

    /** The ranges that calibrated the network: of each node whose levels have a scale, a row. */
    private static String ranges(Network floats, Network whole, DataSet pictures) {
        List<String> nodes = new ArrayList<>();
        Graph.Builder graph = NetworkPrograms.withPixels(floats.architecture().graph(), floats.preprocessing());
        for (String name : whole.weights().toMap().keySet()) {
            if (name.endsWith(SCALE)) {
                String node = name.substring(0, name.length() - SCALE.length());
                graph.output("result" + nodes.size(), node);
                nodes.add(node);
            }
        }
        Program program = new Program(
                graph.build(), NetworkPrograms.pixels(floats.architecture().input()));
        Map<String, float[]> ranges = new LinkedHashMap<>();
        try (Runner runner = Engines.named("onnxruntime").open(program, floats.weights(), Device.CPU);
                Batches batches = BatchLoader.of(pictures)
                        .batchSize(1)
                        .transform(Transforms.evaluation(floats.preprocessing()))
                        .epoch(0)) {
            for (Batch batch : batches) {
                List<Tensor> results = runner.run(List.of(batch.pixels()));
                for (int i = 0; i < nodes.size(); i++) {
                    float[] range = ranges.computeIfAbsent(nodes.get(i), node -> new float[] {0, 0});
                    for (float value : results.get(i).toFloats()) {
                        range[0] = Math.min(range[0], value);
                        range[1] = Math.max(range[1], value);
                    }
                }
            }
        }
        StringBuilder rows = new StringBuilder();
        ranges.forEach((node, range) -> rows.append(node)
                .append('\t')
                .append(range[0])
                .append('\t')
                .append(range[1])
                .append('\n'));
        return rows.toString();
    }

    private static void compare(String python, Path script, Path folder) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(python, script.toString(), folder.toString())
                .inheritIO()
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("The numbers are to be ONNX Runtime's own; what differs stands above");
        }
    }

    private static void measure(Path folder, Shape one, int pairs) {
        ProgramFormat format = ProgramFormat.named("onnx");
        try (Runner ours = format.open(folder.resolve("ours.onnx"), Device.CPU, Preset.THROUGHPUT);
                Runner theirs = format.open(folder.resolve("theirs.onnx"), Device.CPU, Preset.THROUGHPUT);
                Runner floats = format.open(folder.resolve("float.onnx"), Device.CPU, Preset.THROUGHPUT)) {
            for (int batch : BATCHES) {
                List<Tensor> input = List.of(Noise.values(one.with(0, batch)));
                System.out.println(Pairs.measure(pairs, () -> ours.run(input), () -> theirs.run(input))
                        .row("int8, batch " + batch + ", ONNX Runtime's quantiser"));
                System.out.println(Pairs.measure(pairs, () -> ours.run(input), () -> floats.run(input))
                        .row("int8, batch " + batch + ", float32"));
            }
        }
    }
}
