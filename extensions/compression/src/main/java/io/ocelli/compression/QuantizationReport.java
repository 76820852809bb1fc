package io.ocelli.compression;

import com.google.common.collect.ImmutableList;
import io.ocelli.data.Batch;
import io.ocelli.data.Batches;
import io.ocelli.data.DataSet;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Node;
import io.ocelli.graph.Operations;
import io.ocelli.model.Architecture;
import io.ocelli.model.Network;
import io.ocelli.model.Pass;
import io.ocelli.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where a network that became whole numbers lost what it knew: how far each node's result is from what it was, with all that was
 * lost before it.
 *
 * @param pictures how many were looked at
 * @param agreement the share of them of which both say the same class
 * @param decibels of the logits' mean square over that of what they differ by
 * @param rows the nodes in order of computation
 */
public record QuantizationReport(int pictures, double agreement, double decibels, List<Row> rows) {
    public QuantizationReport {
        rows = ImmutableList.copyOf(rows);
    }

    /**
     * A node whose result is in levels.
     *
     * @param operation what computes it, such as {@code Conv2d}
     * @param scale what a level stands for
     * @param zeroPoint the level of 0
     * @param decibels the mean square of the result as it was, over that of what it differs by: 20 is a tenth
     */
    public record Row(String node, String operation, double scale, int zeroPoint, double decibels) {}

    /**
     * Of a network and what {@link Quantization} made of it.
     *
     * @param pictures whose labels do not matter
     * @throws IllegalArgumentException if there are none, or the second network is not made of the first
     */
    public static QuantizationReport of(Network original, Network quantized, DataSet pictures) {
        if (pictures.size() == 0) {
            throw new IllegalArgumentException("Networks are compared on pictures, received none");
        }
        Network folded = Pass.foldBatchNorms().apply(original);
        Graph before = folded.architecture().graph();
        List<String> nodes = new ArrayList<>();
        List<String> levels = new ArrayList<>();
        for (Node node : quantized.architecture().graph().nodes()) {
            if (node.name().endsWith(QuantizedGraph.QUANTIZED)) {
                nodes.add(original(node, before));
                levels.add(node.name());
            }
        }
        nodes.add(before.output(Architecture.LOGITS));
        levels.add(quantized.architecture().graph().output(Architecture.LOGITS));

        double[] signal = new double[nodes.size()];
        double[] noise = new double[nodes.size()];
        int same = 0;
        int count = 0;
        try (NodeResults expected = new NodeResults(folded, nodes);
                NodeResults found = new NodeResults(quantized, levels);
                Batches batches = NodeResults.pictures(original, pictures).epoch(0)) {
            for (Batch batch : batches) {
                List<Tensor> first = expected.of(batch.pixels());
                List<Tensor> second = found.of(batch.pixels());
                for (int i = 0; i < signal.length; i++) {
                    float[] is = first.get(i).toFloats();
                    float[] became = second.get(i).toFloats();
                    for (int j = 0; j < is.length; j++) {
                        double error = (double) is[j] - became[j];
                        signal[i] += (double) is[j] * is[j];
                        noise[i] += error * error;
                    }
                    if (i == signal.length - 1) {
                        same += largest(is) == largest(became) ? 1 : 0;
                    }
                }
                count++;
            }
        }
        ImmutableList.Builder<Row> rows = ImmutableList.builder();
        for (int i = 0; i < nodes.size() - 1; i++) {
            rows.add(row(quantized, levels.get(i), before.node(nodes.get(i)), decibels(signal[i], noise[i])));
        }
        int logits = nodes.size() - 1;
        return new QuantizationReport(
                count, (double) same / count, decibels(signal[logits], noise[logits]), rows.build());
    }

    private static String original(Node levels, Graph before) {
        String name = levels.name().substring(0, levels.name().length() - QuantizedGraph.QUANTIZED.length());
        if (!before.contains(name)) {
            throw new IllegalArgumentException(
                    "A network is compared with the one that it was made of, and that has no" + " node '" + name + "'");
        }
        return name;
    }

    private static Row row(Network quantized, String levels, Node node, double decibels) {
        List<String> inputs = quantized.architecture().graph().node(levels).inputs();
        return new Row(
                node.name(),
                Operations.name(node.operation()),
                quantized.weights().get(inputs.get(1)).toFloats()[0],
                (int) quantized.weights().get(inputs.get(2)).toFloats()[0],
                decibels);
    }

    private static double decibels(double signal, double noise) {
        return 10 * Math.log10(signal / noise);
    }

    private static int largest(float[] logits) {
        int largest = 0;
        for (int i = 1; i < logits.length; i++) {
            largest = logits[i] > logits[largest] ? i : largest;
        }
        return largest;
    }

    /** A table, a line for each node. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "agreement %.2f %%, logits %.2f dB on %d pictures%n%-44s %-18s %12s %5s %7s%n",
                100 * agreement,
                decibels,
                pictures,
                "node",
                "operation",
                "scale",
                "zero",
                "dB"));
        for (Row row : rows) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-44s %-18s %12.6g %5d %7.2f%n",
                    row.node(),
                    row.operation(),
                    row.scale(),
                    row.zeroPoint(),
                    row.decibels()));
        }
        return text.toString();
    }
}
