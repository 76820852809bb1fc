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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ways to another domain without its labels: half of CIFAR-10 with labels, the other half without, shifted, and the shifted test
 * pictures to count with, after the last epoch. Of AdaBN and of the source alone the network is the same. A second table says how
 * right each would have been after the epochs that rules without the target's labels choose, which look at clean test pictures with
 * labels and at shifted ones without. Arguments: a folder of training pictures, one of test pictures, a file of results, the number of seeds (3), the share of the training pictures (1), the
 * epochs (10).
 */
final class AdaptationTable {
    private static final String TARGET = "target";

    private final DataSet source;
    private final DataSet clean;
    private final Training recipe;
    private long seed = -1;
    private @Nullable Classifier sourceAlone;

    private AdaptationTable(DataSet source, DataSet clean, Training recipe) {
        this.source = source;
        this.clean = clean;
        this.recipe = recipe;
    }

    public static void main(String[] args) throws IOException {
        Cifar cifar = new Cifar(args);
        int epochs = cifar.count(5, 10);
        Split halves = cifar.train(4).split(0.5, 1);
        DataSet test = cifar.test();
        AdaptationTable table = new AdaptationTable(halves.training(), test, Cifar.recipe(epochs, 0.1));
        for (Cifar.Shift shift : Cifar.Shift.values()) {
            System.out.println("Shift: " + shift);
            DataSet target = shift.of(halves.validation(), 2);
            String name = cifar.results().getFileName() + "." + shift.name().toLowerCase(Locale.ROOT);
            Runs runs = new Runs(cifar.results().resolveSibling(name));
            Choosing choosing = new Choosing(cifar.results().resolveSibling(name + ".epochs"), test, target);
            table.ways(runs, choosing, target, shift.of(test, 3), epochs);
            runs.make(cifar.count(3, 3));
            choosing.print();
        }
        table.forget();
    }

    private void ways(Runs runs, Choosing choosing, DataSet labelled, DataSet test, int epochs) {
        DataSet target = unlabelled(labelled);
        runs.figure(
                "the source alone", epochs, seed -> alone(seed).evaluate(test).accuracy());
        runs.figure("AdaBN", epochs, seed -> {
            try (Classifier adapted = Successor.of(alone(seed))
                    .changed(network -> AdaBn.of(network).over(target))
                    .open()) {
                return adapted.evaluate(test).accuracy();
            }
        });
        Map<String, Objective> terms = new LinkedHashMap<>();
        terms.put("CORAL", Coral.with(TARGET).andMeans().objective());
        terms.put("MMD", Mmd.with(TARGET).objective());
        terms.put("DANN", Dann.with(TARGET).objective());
        terms.put("MCC", ClassConfusion.of(TARGET).objective());
        terms.forEach((name, term) -> runs.way(
                name,
                seed -> fit(
                        source,
                        test,
                        recipe
                                .seed(seed)
                                .listener(choosing.listener(name, seed))
                                .objective(Objective.labels(Loss.crossEntropy()).plus(term))
                                .stream(TARGET, target))));
        runs.way("the target with labels", seed -> fit(labelled, test, recipe.seed(seed)));
    }

    private static Classifier fit(DataSet train, DataSet test, Training recipe) {
        return Classifier.resnet20Cifar().head(train.classes()).fit(train, test, recipe);
    }

    /** What the source alone teaches, once for a seed. */
    private Classifier alone(long seed) {
        if (sourceAlone == null || this.seed != seed) {
            forget();
            sourceAlone = fit(source, clean, recipe.seed(seed));
            this.seed = seed;
        }
        return sourceAlone;
    }

    private void forget() {
        if (sourceAlone != null) {
            sourceAlone.close();
        }
        sourceAlone = null;
    }

    private static DataSet unlabelled(DataSet pictures) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            samples.add(pictures.sample(i).withLabel(Sample.UNLABELLED));
        }
        return DataSet.of(pictures.classes(), samples);
    }
}
