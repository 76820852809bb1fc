package io.ocelli.benchmarks;

import io.ocelli.engine.Device;
import io.ocelli.engine.Engines;
import io.ocelli.engine.Runner;
import io.ocelli.graph.Cost;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.Architecture;
import io.ocelli.model.Initializer;
import io.ocelli.model.InputSize;
import io.ocelli.model.Model;
import io.ocelli.model.Models;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.model.PublishedWeights;
import io.ocelli.tensor.Tensor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/**
 * How long each network of the catalogue takes on this machine for one picture of its own size, from pixels to probabilities on
 * ONNX Runtime, as rows of Markdown, the quickest first. Weights are drawn, and their numbers do not change the time. Arguments:
 * the most parameters in millions (100), the runs of each (15).
 */
final class CatalogueTime {
    private static final String TOP_1 = "acc@1";

    private CatalogueTime() {}

    private record Row(Model model, InputSize input, Cost cost, double milliseconds) {
        private String text() {
            double accuracy = model.weights().stream()
                    .filter(weights -> model.input(weights).equals(input))
                    .mapToDouble(weights -> weights.accuracy().getOrDefault(TOP_1, Double.NaN))
                    .filter(each -> !Double.isNaN(each))
                    .max()
                    .orElse(Double.NaN);
            return String.format(
                    Locale.ROOT,
                    "| `%s` | %d x %d | %.1f | %.2f | %s | %.1f |",
                    model.name(),
                    input.height(),
                    input.width(),
                    cost.parameters() / 1e6,
                    cost.gigaflops(),
                    Double.isNaN(accuracy) ? "" : String.format(Locale.ROOT, "%.1f", accuracy),
                    milliseconds);
        }
    }

    public static void main(String[] args) {
        double most = args.length > 0 ? Double.parseDouble(args[0]) : 100;
        int runs = args.length > 1 ? Integer.parseInt(args[1]) : 15;
        System.out.println(
                "| network | pixels | parameters, M | GFLOPs | published top-1 | ms |\n|---|---|---|---|---|---|");
        Models.all().stream()
                .filter(model -> model.cost().parameters() <= most * 1e6)
                .map(model -> measured(model, runs))
                .sorted(Comparator.comparingDouble(Row::milliseconds))
                .forEach(row -> System.out.println(row.text()));
    }

    private static Row measured(Model model, int runs) {
        List<PublishedWeights> published = model.weights();
        InputSize input = published.isEmpty() ? model.input() : model.input(published.get(0));
        Architecture architecture = model.build(input);
        Preprocessing preprocessing = Preprocessing.imagenet();
        if (input.channels() == 1) {
            preprocessing = preprocessing.withMeanAndStd(List.of(0.5f), List.of(0.5f));
        }
        Tensor pixels = Noise.pixels(input, 1);
        System.err.println(model.name());
        try (Runner runner = Engines.named("onnxruntime")
                .open(
                        NetworkPrograms.classification(architecture, preprocessing),
                        Initializer.weights(architecture.graph(), 1),
                        Device.CPU)) {
            DoubleSupplier once = Pairs.stopwatch(() -> runner.run(List.of(pixels)));
            double[] times = new double[runs];
            for (int i = -3; i < runs; i++) {
                double time = once.getAsDouble();
                if (i >= 0) {
                    times[i] = time;
                }
            }
            Arrays.sort(times);
            return new Row(model, input, model.cost(input), times[runs / 2]);
        }
    }
}
