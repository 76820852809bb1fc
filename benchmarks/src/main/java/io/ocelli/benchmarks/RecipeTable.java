package io.ocelli.benchmarks;

import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageFolder;
import io.ocelli.data.Mix;
import io.ocelli.image.Pipeline;
import io.ocelli.training.Average;
import io.ocelli.training.Loss;
import io.ocelli.training.Training;
import io.ocelli.transforms.RandAugment;
import io.ocelli.transforms.RandomCrop;
import io.ocelli.transforms.RandomHorizontalFlip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What each switch of a recipe does: a CIFAR ResNet-20 from scratch, by the recipe of a file and by the same with one thing
 * changed, over several seeds. Arguments: a folder of training pictures, one of test pictures, the recipe's file, a file of
 * results, the number of seeds (3). Each run that ends is a line of the results; started again, it goes on with those that are
 * missing, and in the end prints the table.
 */
final class RecipeTable {
    private static final Map<String, UnaryOperator<Training>> SWITCHES = new LinkedHashMap<>();

    static {
        SWITCHES.put("the recipe", recipe -> recipe);
        SWITCHES.put(
                "label smoothing .1", recipe -> recipe.loss(Loss.crossEntropy().labelSmoothing(0.1)));
        SWITCHES.put("MixUp .2", recipe -> recipe.mix(Mix.mixUp(0.2)));
        SWITCHES.put("CutMix 1", recipe -> recipe.mix(Mix.cutMix(1)));
        SWITCHES.put(
                "RandAugment 2, 5",
                recipe -> recipe.augmentation(
                        Pipeline.of(new RandomCrop(32, 32, 4), new RandomHorizontalFlip(0.5), RandAugment.of(2, 5))));
        SWITCHES.put(
                "EMA .998", recipe -> recipe.average(Average.exponential(0.998).warmup()));
    }

    private RecipeTable() {}

    public static void main(String[] args) throws IOException {
        DataSet train = ImageFolder.of(Path.of(args[0]));
        DataSet test = ImageFolder.of(Path.of(args[1]));
        Training recipe = Training.fromJson(Files.readString(Path.of(args[2])));
        Path file = Path.of(args[3]);
        int seeds = args.length > 4 ? Integer.parseInt(args[4]) : 3;
        List<Run> runs = read(file);
        for (int seed = 0; seed < seeds; seed++) {
            for (Map.Entry<String, UnaryOperator<Training>> each : SWITCHES.entrySet()) {
                String name = each.getKey();
                int number = seed;
                if (runs.stream().noneMatch(run -> run.name.equals(name) && run.seed == number)) {
                    Run run = run(name, each.getValue().apply(recipe).seed(seed), train, test);
                    Files.writeString(file, run.line(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                    System.out.print(run.line());
                    runs.add(run);
                }
            }
        }
        print(runs);
    }

    private static Run run(String name, Training recipe, DataSet train, DataSet test) {
        try (Classifier classifier =
                Classifier.model("resnet20_cifar").head(train.classes()).fit(train, test, recipe)) {
            double seconds = 0;
            for (var epoch : classifier.history().epochs()) {
                seconds += epoch.seconds();
            }
            int epochs = classifier.history().epochs().size();
            return new Run(
                    name,
                    recipe.seed(),
                    classifier.history().epochs().get(epochs - 1).validationAccuracy(),
                    seconds / epochs);
        }
    }

    private static List<Run> read(Path file) throws IOException {
        List<Run> runs = new ArrayList<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                String[] fields = line.split("\t");
                runs.add(new Run(
                        fields[0],
                        Long.parseLong(fields[1]),
                        Double.parseDouble(fields[2]),
                        Double.parseDouble(fields[3])));
            }
        }
        return runs;
    }

    private static void print(List<Run> runs) {
        System.out.println("| recipe | accuracy, % | by seed | against the recipe, points | seconds an epoch |");
        System.out.println("|---|---|---|---|---|");
        double plain = mean(runs, "the recipe");
        for (String name : SWITCHES.keySet()) {
            List<Run> own = runs.stream().filter(run -> run.name.equals(name)).toList();
            String seeds = String.join(
                    ", ", own.stream().map(run -> percent(run.accuracy)).toList());
            double seconds = own.stream().mapToDouble(Run::seconds).average().orElse(Double.NaN);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %s | %s | %+.2f | %.1f |%n",
                    name,
                    percent(mean(runs, name)),
                    seeds,
                    100 * (mean(runs, name) - plain),
                    seconds);
        }
    }

    private static double mean(List<Run> runs, String name) {
        return runs.stream()
                .filter(run -> run.name.equals(name))
                .mapToDouble(Run::accuracy)
                .average()
                .orElse(Double.NaN);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f", 100 * share);
    }

    /**
     * One training.
     *
     * @param accuracy on the test pictures after the last epoch, 0 to 1
     * @param seconds an epoch, validation with it
     */
    private record Run(String name, long seed, double accuracy, double seconds) {
        private String line() {
            return String.format(Locale.ROOT, "%s\t%d\t%.4f\t%.2f%n", name, seed, accuracy, seconds);
        }
    }
}
