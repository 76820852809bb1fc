package io.ocelli.benchmarks;

import io.ocelli.Classifier;
import io.ocelli.Successor;
import io.ocelli.data.DataSet;
import io.ocelli.data.Sample;
import io.ocelli.data.Split;
import io.ocelli.learning.AdaBn;
import io.ocelli.learning.ClassConfusion;
import io.ocelli.learning.Coral;
import io.ocelli.learning.Dann;
import io.ocelli.learning.Mmd;
import io.ocelli.training.Loss;
import io.ocelli.training.Objective;
import io.ocelli.training.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * Ways to another domain without its labels, from a published ResNet-20: CIFAR-10's training pictures with labels, half of the test
 * pictures without, shifted, and the other half, shifted, to count with, after the last epoch. Each network is counted as it is,
 * and with the statistics of its norms taken anew on the target (AdaBN); it is kept beside the results. A second table says how
 * right each would have been after the epochs that rules without the target's labels choose, which look at clean pictures with
 * labels and at shifted ones without. Arguments: a folder of training pictures, one of test pictures, the published weights, a file
 * of results, the number of seeds (3), the share of the training pictures (.2), the epochs (5), the shifts (contrast,noise).
 */
final class AdaptationTable {
    private static final String TARGET = "target";
    private static final int TOLD = 1_000;

    private final DataSet source;
    private final Path weights;
    private final Training recipe;
    private final Path results;

    private AdaptationTable(DataSet source, Path weights, Training recipe, Path results) {
        this.source = source;
        this.weights = weights;
        this.recipe = recipe;
        this.results = results;
    }

    public static void main(String[] args) throws IOException {
        List<String> others = new ArrayList<>(Arrays.asList(args));
        Path weights = Path.of(others.remove(2));
        Cifar cifar = new Cifar(others.toArray(new String[0]));
        int epochs = cifar.count(5, 5);
        Split halves = cifar.test().split(0.5, 1);
        AdaptationTable table =
                new AdaptationTable(cifar.train(4, 0.2), weights, Cifar.recipe(epochs, 0.01), cifar.results());
        for (String name : cifar.text(6, "contrast,noise").split(",")) {
            Cifar.Shift shift = Cifar.Shift.valueOf(name.toUpperCase(Locale.ROOT));
            System.out.println("Shift: " + shift);
            DataSet target = shift.of(halves.training(), 2);
            Runs runs = new Runs(table.beside(name));
            Choosing choosing = new Choosing(table.beside(name + ".epochs"), halves.validation(), target);
            table.ways(runs, choosing, name, target, shift.of(halves.validation(), 3), epochs);
            runs.make(cifar.count(3, 3));
            choosing.print();
        }
    }

    private Path beside(String more) {
        return results.resolveSibling(results.getFileName() + "." + more);
    }

    private void ways(Runs runs, Choosing choosing, String shift, DataSet labelled, DataSet test, int epochs) {
        DataSet target = unlabelled(labelled);
        DataSet told = Cifar.some(test, TOLD);
        both(runs, "as published", "AdaBN", 0, target, test, seed -> published());
        Map<String, Objective> terms = new LinkedHashMap<>();
        terms.put("CORAL", Coral.with(TARGET).andMeans().on(features()).times(100));
        terms.put("MMD", Mmd.with(TARGET).objective());
        terms.put("DANN", Dann.with(TARGET).objective());
        terms.put("MCC", ClassConfusion.of(TARGET).objective());
        terms.forEach((name, term) -> both(
                runs,
                name,
                name + ", then AdaBN",
                epochs,
                target,
                test,
                seed -> kept(
                        shift + "." + name + "." + seed,
                        () -> fit(
                                source,
                                told,
                                recipe
                                        .seed(seed)
                                        .listener(choosing.listener(name, seed))
                                        .objective(Objective.labels(Loss.crossEntropy())
                                                .plus(term))
                                        .stream(TARGET, target)))));
        runs.way("the target with labels", test, seed -> fit(labelled, Cifar.glance(test), recipe.seed(seed)));
    }

    /** What was learnt, as it is and with the target's statistics in its norms. */
    private static void both(
            Runs runs,
            String name,
            String adapted,
            int epochs,
            DataSet target,
            DataSet test,
            LongFunction<Classifier> learnt) {
        runs.figure(name, epochs, seed -> {
            try (Classifier plain = learnt.apply(seed)) {
                return plain.evaluate(test).accuracy();
            }
        });
        runs.figure(adapted, epochs, seed -> {
            try (Classifier plain = learnt.apply(seed);
                    Classifier after = Successor.of(plain)
                            .changed(network -> AdaBn.of(network).over(target))
                            .open()) {
                return after.evaluate(test).accuracy();
            }
        });
    }

    private String features() {
        try (Classifier published = published()) {
            return published.architecture().features();
        }
    }

    private Classifier published() {
        return Classifier.resnet20Cifar()
                .weights(weights)
                .labels(source.classes())
                .open();
    }

    private Classifier fit(DataSet train, DataSet told, Training recipe) {
        try (Classifier published = published()) {
            return Successor.of(published).fit(train, told, recipe);
        }
    }

    private Classifier kept(String name, Supplier<Classifier> training) {
        Path folder = beside(name);
        if (Files.exists(folder)) {
            return Classifier.load(folder);
        }
        Classifier learnt = training.get();
        learnt.save(folder);
        return learnt;
    }

    private static DataSet unlabelled(DataSet pictures) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            samples.add(pictures.sample(i).withLabel(Sample.UNLABELLED));
        }
        return DataSet.of(pictures.classes(), samples);
    }
}
