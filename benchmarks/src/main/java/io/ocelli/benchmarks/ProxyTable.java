package io.ocelli.benchmarks;

import io.ocelli.data.DataSet;
import io.ocelli.image.Preprocessing;
import io.ocelli.learning.Search;
import io.ocelli.learning.SearchResult;
import io.ocelli.learning.SearchSpace;
import io.ocelli.learning.SearchTrial;
import io.ocelli.learning.ZeroCost;
import io.ocelli.model.Network;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What proxies say of networks that have learnt nothing, against what they learn: Spearman's rank correlation with the accuracy
 * after a short training, over networks that are drawn at random, beside that of plain parameters and products. Arguments: a folder
 * of training pictures, one of test pictures, a file of trials, the number of networks (30), the share of the training pictures
 * (.2), the epochs (3), the side of the pictures (32).
 */
final class ProxyTable {
    private static final int BATCH = 64;
    private static final int TESTED = 1_000;

    private ProxyTable() {}

    public static void main(String[] args) {
        Cifar cifar = new Cifar(args);
        cifar.shrink(6);
        DataSet train = cifar.train(4, 0.2);
        SearchResult found = Search.of(SearchSpace.cifar().resolutions(cifar.side()), cifar.results())
                .random()
                .trials(cifar.count(3, 30))
                .recipe(Cifar.recipe(cifar.count(5, 3), 0.1, cifar.side()))
                .listener(trial -> System.out.printf(
                        Locale.ROOT,
                        "%s: %.2f %%, %.0f s%n",
                        trial.candidate(),
                        100 * trial.accuracy(),
                        trial.seconds()))
                .over(train, Cifar.some(cifar.test(), TESTED));
        Map<String, List<Double>> figures = new LinkedHashMap<>();
        List<Double> accuracies = new ArrayList<>();
        DataSet batch = Cifar.some(train, BATCH);
        for (SearchTrial trial : found.trials()) {
            accuracies.add(trial.accuracy());
            Network network = trial.candidate().network(train.classes().size(), 0);
            ZeroCost proxies = ZeroCost.of(network);
            ZeroCost.OfBatch said = proxies.over(inputs(batch, network.preprocessing()), batch.labels());
            add(figures, "parameters", trial.footprint().cost().parameters());
            add(figures, "products", trial.footprint().cost().products());
            add(figures, "latency", trial.footprint().latency());
            add(figures, "synflow", proxies.logSynflow());
            add(figures, "naswot", said.naswot());
            add(figures, "jacob_cov", proxies.jacobCov(inputs(batch, network.preprocessing())));
            add(figures, "grad_norm", said.gradNorm());
            add(figures, "snip", said.snip());
            add(figures, "fisher", said.fisher());
            add(figures, "grasp", proxies.grasp(inputs(batch, network.preprocessing()), batch.labels()));
        }
        System.out.println("| proxy | rank correlation with accuracy, " + accuracies.size() + " networks |\n|---|---|");
        figures.forEach((name, values) -> System.out.printf(
                Locale.ROOT, "| %s | %+.3f |%n", name, correlation(ranks(values), ranks(accuracies))));
        // Of ranks that have nothing to do with each other, the deviation is 1 / sqrt(N - 1).
        System.out.printf(Locale.ROOT, "Noise: %.3f%n", 1 / Math.sqrt(accuracies.size() - 1.0));
    }

    private static void add(Map<String, List<Double>> figures, String name, double value) {
        figures.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
    }

    /** N C H W, normalised; the pictures have the network's size. */
    private static Tensor inputs(DataSet pictures, Preprocessing preprocessing) {
        int side = preprocessing.cropHeight();
        int plane = side * side;
        float[] values = new float[pictures.size() * 3 * plane];
        for (int i = 0; i < pictures.size(); i++) {
            byte[] samples = pictures.sample(i).source().read().samples();
            for (int p = 0; p < 3 * plane; p++) {
                int channel = p % 3;
                values[(i * 3 + channel) * plane + p / 3] =
                        ((samples[p] & 0xff) / 255f - preprocessing.mean().get(channel))
                                / preprocessing.std().get(channel);
            }
        }
        return Tensor.of(Shape.of(pictures.size(), 3, side, side), values);
    }

    /** From 0; equal ones share the mean of their places. */
    private static double[] ranks(List<Double> values) {
        return values.stream()
                .mapToDouble(
                        value -> values.stream().filter(other -> other < value).count()
                                + (values.stream().filter(value::equals).count() - 1) / 2.0)
                .toArray();
    }

    private static double correlation(double[] a, double[] b) {
        double meanA = Arrays.stream(a).average().orElseThrow();
        double meanB = Arrays.stream(b).average().orElseThrow();
        double products = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int i = 0; i < a.length; i++) {
            products += (a[i] - meanA) * (b[i] - meanB);
            squaresA += (a[i] - meanA) * (a[i] - meanA);
            squaresB += (b[i] - meanB) * (b[i] - meanB);
        }
        return products / Math.sqrt(squaresA * squaresB);
    }
}
