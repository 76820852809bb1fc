package io.ocelli.benchmarks;

import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.training.DivergedException;
import io.ocelli.training.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.LongToDoubleFunction;

/**
 * Trainings in several ways over several seeds. Each that ends is a line of a file, and those that stand there are not made
 * again, so that hours of them can be stopped and gone on with. One that diverges is a result, too: NaN.
 */
final class Runs {
    private final Path file;
    private final Map<String, LongFunction<Outcome>> ways = new LinkedHashMap<>();

    /** @param file where the results are kept; it need not exist */
    Runs(Path file) {
        this.file = file;
    }

    /** Adds a way; the first is what the others are compared with. */
    void way(String name, LongFunction<Classifier> training) {
        outcome(name, seed -> {
            try (Classifier classifier = training.apply(seed)) {
                List<History.Epoch> epochs = classifier.history().epochs();
                return new Outcome(epochs.get(epochs.size() - 1).validationAccuracy(), epochs.size());
            }
        });
    }

    /** Adds a way that is counted with these pictures after its last epoch, whatever it is validated with meanwhile. */
    void way(String name, DataSet test, LongFunction<Classifier> training) {
        outcome(name, seed -> {
            try (Classifier classifier = training.apply(seed)) {
                return new Outcome(
                        classifier.evaluate(test).accuracy(),
                        classifier.history().epochs().size());
            }
        });
    }

    /** Adds a way whose accuracy is measured by itself. */
    void outcome(String name, LongFunction<Outcome> training) {
        ways.put(name, training);
    }

    /** Adds a way whose accuracy, 0 to 1, is told by itself, after so many epochs. */
    void figure(String name, int epochs, LongToDoubleFunction accuracy) {
        ways.put(name, seed -> new Outcome(accuracy.applyAsDouble(seed), epochs));
    }

    /**
     * What came of a training.
     *
     * @param accuracy 0 to 1
     */
    record Outcome(double accuracy, int epochs) {}

    /** Makes the trainings that are missing, all ways of a seed before the next, and prints the table. */
    void make(int seeds) throws IOException {
        List<Run> runs = read();
        for (long seed = 0; seed < seeds; seed++) {
            for (Map.Entry<String, LongFunction<Outcome>> way : ways.entrySet()) {
                String name = way.getKey();
                long number = seed;
                if (runs.stream().noneMatch(run -> run.way.equals(name) && run.seed == number)) {
                    Run run = run(name, seed, way.getValue());
                    Files.writeString(file, run.line(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                    System.out.print(run.line());
                    runs.add(run);
                }
            }
        }
        print(runs);
    }

    private static Run run(String way, long seed, LongFunction<Outcome> training) {
        long start = System.nanoTime();
        Outcome outcome;
        try {
            outcome = training.apply(seed);
        } catch (DivergedException e) {
            System.out.println(way + ", seed " + seed + ": " + e.getMessage());
            outcome = new Outcome(Double.NaN, 0);
        }
        return new Run(way, seed, outcome.accuracy(), outcome.epochs(), (System.nanoTime() - start) / 1e9);
    }

    private List<Run> read() throws IOException {
        List<Run> runs = new ArrayList<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                runs.add(Run.read(line.split("\t", -1)));
            }
        }
        return runs;
    }

    private void print(List<Run> runs) {
        System.out.println("| way | accuracy, % | each seed's | against the first, points | epochs | seconds |");
        System.out.println("|---|---|---|---|---|---|");
        double first = Double.NaN;
        for (String way : ways.keySet()) {
            List<Run> own = runs.stream().filter(run -> run.way.equals(way)).toList();
            double mean = own.stream().mapToDouble(Run::accuracy).average().orElse(Double.NaN);
            first = Double.isNaN(first) ? mean : first;
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.2f | %s | %+.2f | %d | %.1f |%n",
                    way,
                    100 * mean,
                    String.join(
                            ", ", own.stream().map(run -> percent(run.accuracy)).toList()),
                    100 * (mean - first),
                    own.isEmpty() ? 0 : own.get(0).epochs,
                    own.stream().mapToDouble(Run::seconds).average().orElse(Double.NaN));
        }
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f", 100 * share);
    }

    /**
     * One training.
     *
     * @param accuracy of what is validated with, after the last epoch, 0 to 1
     * @param seconds the whole of it
     */
    private record Run(String way, long seed, double accuracy, int epochs, double seconds) {
        private String line() {
            return String.format(Locale.ROOT, "%s\t%d\t%.4f\t%d\t%.1f%n", way, seed, accuracy, epochs, seconds);
        }

        private static Run read(String[] fields) {
            return new Run(
                    fields[0],
                    Long.parseLong(fields[1]),
                    Double.parseDouble(fields[2]),
                    Integer.parseInt(fields[3]),
                    Double.parseDouble(fields[4]));
        }
    }
}
