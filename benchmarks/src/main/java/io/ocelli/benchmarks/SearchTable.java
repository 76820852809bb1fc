package io.ocelli.benchmarks;

import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.data.Split;
import io.ocelli.engine.Device;
import io.ocelli.learning.Candidate;
import io.ocelli.learning.Footprint;
import io.ocelli.learning.Proxy;
import io.ocelli.learning.Search;
import io.ocelli.learning.SearchLimits;
import io.ocelli.learning.SearchResult;
import io.ocelli.learning.SearchSpace;
import io.ocelli.model.Network;
import io.ocelli.training.Training;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A network that is searched for against the hand-made one, ResNet-20, at its latency and by the same short training. A fifth of
 * the training pictures chooses, among networks of the most products of four each; test pictures are counted with alone, after all
 * is chosen. Arguments: a folder of training pictures, one of test pictures, a file of results, the minutes of the search (60), the
 * number of seeds (3), the share of the training pictures (.2), the epochs (3), the side of the pictures (32).
 */
final class SearchTable {
    private static final String BY_HAND = "-16:3x16k3e1:3x32k3e1:3x64k3e1";

    private SearchTable() {}

    public static void main(String[] args) throws IOException {
        Cifar cifar = new Cifar(args);
        cifar.shrink(7);
        DataSet train = cifar.train(5, 0.2);
        DataSet test = cifar.test();
        Split parts = train.split(0.8, 1);
        int classes = train.classes().size();
        Training recipe = Cifar.recipe(cifar.count(6, 3), 0.1, cifar.side());
        Candidate hand = Candidate.parse(cifar.side() + BY_HAND);
        Footprint byHand = Footprint.of(hand.network(classes, 0), null, Device.CPU);
        double minutes = cifar.number(3, 60);
        long start = System.nanoTime();
        Path trials = cifar.results().resolveSibling(cifar.results().getFileName() + ".trials");
        SearchResult found = Search.of(SearchSpace.cifar().resolutions(cifar.side()), trials)
                .limits(SearchLimits.none().latency(byHand.latency()))
                .filter(Proxy.PRODUCTS, 4)
                .recipe(recipe)
                .trials(1000)
                .stopWhen(() -> System.nanoTime() - start > minutes * 60e9)
                .listener(trial -> System.out.printf(
                        Locale.ROOT,
                        "%s: %.2f %%, %.3f ms, %.0f s%n",
                        trial.candidate(),
                        100 * trial.accuracy(),
                        trial.footprint().latency(),
                        trial.seconds()))
                .over(parts.training(), parts.validation());
        System.out.print(found.table());
        Candidate best = found.best().candidate();
        Footprint own = Footprint.of(best.network(classes, 0), null, Device.CPU);
        System.out.printf(
                Locale.ROOT,
                "By hand: %.3f ms, %d parameters. Found: %s, %.3f ms, %d parameters.%n",
                byHand.latency(),
                byHand.cost().parameters(),
                best,
                own.latency(),
                own.cost().parameters());
        Runs runs = new Runs(cifar.results());
        runs.way("by hand: " + hand, test, seed -> fit(hand, train, Cifar.glance(test), recipe, seed));
        runs.way("found: " + best, test, seed -> fit(best, train, Cifar.glance(test), recipe, seed));
        runs.make(cifar.count(4, 3));
    }

    private static Classifier fit(Candidate candidate, DataSet train, DataSet glance, Training recipe, long seed) {
        Network network = candidate.network(train.classes().size(), seed);
        return Classifier.resnet20Cifar()
                .preprocessing(network.preprocessing())
                .head(train.classes())
                .then(any -> network)
                .fit(train, glance, recipe.seed(seed));
    }
}
