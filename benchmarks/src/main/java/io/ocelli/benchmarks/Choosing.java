package io.ocelli.benchmarks;

import com.google.common.collect.ImmutableMap;
import io.ocelli.Classifier;
import io.ocelli.data.Batch;
import io.ocelli.data.BatchLoader;
import io.ocelli.data.Batches;
import io.ocelli.data.DataSet;
import io.ocelli.engine.Device;
import io.ocelli.engine.Placement;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.image.Transforms;
import io.ocelli.model.Network;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.training.Session;
import io.ocelli.training.TrainingEvent;
import io.ocelli.training.TrainingListener;
import io.ocelli.weights.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * After which epoch one would have stopped by rules that need no label of the other domain, and how right the network was then:
 * what is risked by each. Epochs are lines of a file, so that a table can be made again of what was run before.
 */
final class Choosing {
    /** Of the source's and the target's pictures that rules look at. */
    private static final int SOME = 500;

    private static final int BATCH = 128;

    private final Path file;
    private final DataSet source;
    private final DataSet target;

    /**
     * @param source with labels, not learnt from
     * @param target whose labels are not looked at
     */
    Choosing(Path file, DataSet source, DataSet target) {
        this.file = file;
        this.source = Cifar.some(source, SOME);
        this.target = Cifar.some(target, SOME);
    }

    /**
     * What rules say of an epoch.
     *
     * @param right the share of the target's test pictures, which no rule sees
     * @param source the share of the source's pictures
     * @param entropy the mean on the target
     * @param diversity the entropy of the mean prediction on the target
     */
    private record Epoch(String way, long seed, double right, double source, double entropy, double diversity) {
        private String line() {
            return String.format(
                    Locale.ROOT, "%s\t%d\t%.4f\t%.4f\t%.5f\t%.5f%n", way, seed, right, source, entropy, diversity);
        }

        private static Epoch read(String[] fields) {
            return new Epoch(
                    fields[0],
                    Long.parseLong(fields[1]),
                    Double.parseDouble(fields[2]),
                    Double.parseDouble(fields[3]),
                    Double.parseDouble(fields[4]),
                    Double.parseDouble(fields[5]));
        }
    }

    /** Looks at a training whose validation pictures are the target's test pictures. */
    TrainingListener listener(String way, long seed) {
        List<Epoch> epochs = new ArrayList<>();
        return (event, session) -> {
            if (event instanceof TrainingEvent.EpochEnded ended) {
                epochs.add(epoch(way, seed, ended.epoch().validationAccuracy(), session));
            } else if (event instanceof TrainingEvent.Ended) {
                try {
                    StringBuilder lines = new StringBuilder();
                    epochs.forEach(each -> lines.append(each.line()));
                    Files.writeString(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    private Epoch epoch(String way, long seed, double right, Session session) {
        try (Classifier shape =
                Classifier.resnet20Cifar().head(target.classes()).untrained()) {
            Network network = shape.network();
            Weights weights = session.averages();
            double[] mean = new double[target.classes().size()];
            double entropy = 0;
            for (float[] row : probabilities(network, weights, target)) {
                entropy += entropy(row) / target.size();
                for (int k = 0; k < row.length; k++) {
                    mean[k] += row[k] / (double) target.size();
                }
            }
            float[] mixed = new float[mean.length];
            for (int k = 0; k < mixed.length; k++) {
                mixed[k] = (float) mean[k];
            }
            int hits = 0;
            List<float[]> rows = probabilities(network, weights, source);
            for (int i = 0; i < rows.size(); i++) {
                hits += largest(rows.get(i)) == source.sample(i).label() ? 1 : 0;
            }
            return new Epoch(way, seed, right, (double) hits / rows.size(), entropy, entropy(mixed));
        }
    }

    private static List<float[]> probabilities(Network network, Weights weights, DataSet pictures) {
        Program program = NetworkPrograms.classification(network.architecture(), network.preprocessing());
        BatchLoader loader = BatchLoader.of(pictures)
                .transform(Transforms.evaluation(network.preprocessing()))
                .batchSize(BATCH);
        List<float[]> rows = new ArrayList<>();
        int classes = network.architecture().classes();
        try (Runner runner = Placement.forInference(null, program, Device.CPU).open(program, weights, Device.CPU);
                Batches batches = loader.epoch(0)) {
            for (Batch batch : batches) {
                float[] all = Objects.requireNonNull(runner.run(ImmutableMap.of(NetworkPrograms.PIXELS, batch.pixels()))
                                .get(NetworkPrograms.PROBABILITIES))
                        .toFloats();
                for (int from = 0; from < all.length; from += classes) {
                    rows.add(Arrays.copyOfRange(all, from, from + classes));
                }
            }
        }
        return rows;
    }

    private static double entropy(float... shares) {
        double sum = 0;
        for (float share : shares) {
            sum -= share > 0 ? share * Math.log(share) : 0;
        }
        return sum;
    }

    private static int largest(float... values) {
        int largest = 0;
        for (int k = 1; k < values.length; k++) {
            largest = values[k] > values[largest] ? k : largest;
        }
        return largest;
    }

    /** The rules, each with what is largest at the epoch that it chooses; the first of equals. */
    private static Map<String, ToDoubleFunction<Epoch>> rules() {
        Map<String, ToDoubleFunction<Epoch>> rules = new LinkedHashMap<>();
        rules.put("source accuracy", Epoch::source);
        rules.put("least entropy", epoch -> -epoch.entropy);
        rules.put("entropy and diversity", epoch -> epoch.diversity - epoch.entropy);
        rules.put("best by target labels", Epoch::right);
        return rules;
    }

    /** Prints how right each way is after its last epoch, and after those that the rules choose: means over seeds. */
    void print() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        Map<String, Map<Long, List<Epoch>>> trainings = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            Epoch epoch = Epoch.read(line.split("\t", -1));
            trainings
                    .computeIfAbsent(epoch.way, way -> new LinkedHashMap<>())
                    .computeIfAbsent(epoch.seed, seed -> new ArrayList<>())
                    .add(epoch);
        }
        System.out.println("| way | last epoch | " + String.join(" | ", rules().keySet()) + " |");
        System.out.println("|---|---|" + "---|".repeat(rules().size()));
        trainings.forEach((way, seeds) -> {
            StringBuilder row = new StringBuilder("| " + way);
            append(row, seeds, epochs -> epochs.get(epochs.size() - 1));
            rules().values().forEach(rule -> append(row, seeds, epochs -> chosen(epochs, rule)));
            System.out.println(row + " |");
        });
    }

    private static void append(StringBuilder row, Map<Long, List<Epoch>> seeds, Function<List<Epoch>, Epoch> choice) {
        double mean = seeds.values().stream()
                .mapToDouble(epochs -> choice.apply(epochs).right)
                .average()
                .orElse(Double.NaN);
        row.append(String.format(Locale.ROOT, " | %.2f", 100 * mean));
    }

    private static Epoch chosen(List<Epoch> epochs, ToDoubleFunction<Epoch> rule) {
        Epoch best = epochs.get(0);
        for (Epoch epoch : epochs) {
            best = rule.applyAsDouble(epoch) > rule.applyAsDouble(best) ? epoch : best;
        }
        return best;
    }
}
