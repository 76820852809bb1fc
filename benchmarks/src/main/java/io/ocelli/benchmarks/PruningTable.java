package io.ocelli.benchmarks;

import com.google.common.collect.ImmutableMap;
import io.ocelli.Classifier;
import io.ocelli.Successor;
import io.ocelli.compression.Distillation;
import io.ocelli.compression.Pruning;
import io.ocelli.compression.Sparsity;
import io.ocelli.data.DataSet;
import io.ocelli.engine.Optimizer;
import io.ocelli.engine.Precision;
import io.ocelli.graph.Cost;
import io.ocelli.image.Pipeline;
import io.ocelli.model.Architecture;
import io.ocelli.model.Network;
import io.ocelli.training.Checkpoint;
import io.ocelli.training.Checkpoints;
import io.ocelli.training.Loss;
import io.ocelli.training.Objective;
import io.ocelli.training.Schedule;
import io.ocelli.training.Training;
import io.ocelli.transforms.RandomCrop;
import io.ocelli.transforms.RandomHorizontalFlip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What pruning costs a CIFAR ResNet-56 in accuracy: fine-tuned on the training pictures, plainly and sparsely; each pruned to
 * 1/2.1 of its products; each fine-tuned with the unpruned network as teacher, beside the unpruned one trained as long, all in
 * mixed arithmetic. Arguments: its weights, a folder of training pictures, one of test pictures, a folder of results, the epochs of
 * each training (10), the share of the training pictures that is learnt from (1), the ways ({@code tuned,sparse}).
 *
 * <p>What has ended lies in the folder and is not made again, and a training that was stopped goes on from its last epoch: the same
 * command again.
 */
final class PruningTable {
    private static final double LEFT = 1 / 2.1;
    private static final double SPARSITY = 1e-4;
    private static final double TEACHER = 0.9;
    private static final double TEMPERATURE = 4;

    private final DataSet train;
    private final DataSet test;
    private final Path folder;
    private final int epochs;

    private PruningTable(DataSet train, DataSet test, Path folder, int epochs) {
        this.train = train;
        this.test = test;
        this.folder = folder;
        this.epochs = epochs;
    }

    public static void main(String[] args) throws IOException {
        Cifar cifar = new Cifar(List.of(args).subList(1, args.length).toArray(String[]::new));
        new PruningTable(cifar.train(4, 1), cifar.test(), Files.createDirectories(cifar.results()), cifar.count(3, 10))
                .make(Path.of(args[0]), List.of(cifar.text(5, "tuned,sparse").split(",")));
    }

    private void make(Path weights, List<String> ways) throws IOException {
        Supplier<Classifier> published = () -> Classifier.model("resnet56_cifar")
                .weights(weights)
                .labels(train.classes())
                .open();
        Objective labels = Objective.labels(Loss.crossEntropy());
        try (Classifier first = published.get();
                Classifier tuned = trained("tuned", first, labels);
                Classifier longer = trained("longer", tuned, labels)) {
            System.out.println("| network | products | accuracy, % | after " + epochs + " epochs, % |");
            System.out.println("|---|---|---|---|");
            row("as published", first, null);
            row("fine-tuned, unpruned", tuned, longer);
            Objective sparsely = labels.plus(
                    Sparsity.ofGroups(first.network().architecture()).times(SPARSITY));
            for (String way : ways) {
                Distillation teacher = Distillation.from(tuned.network()).temperature(TEMPERATURE);
                try (Classifier whole = trained(way, first, way.equals("sparse") ? sparsely : labels);
                        Classifier before = whole.apply(PruningTable::pruned);
                        Classifier after = trained(
                                way + "-pruned",
                                before,
                                labels.times(1 - TEACHER).plus(teacher.times(TEACHER)))) {
                    row(way + ", pruned", before, after);
                }
            }
        }
    }

    /** By the least ratio that leaves few enough products. */
    private static Network pruned(Network network) {
        double wanted = LEFT * products(network);
        double low = 0;
        double high = 0.9;
        for (int i = 0; i < 12; i++) {
            double ratio = (low + high) / 2;
            if (products(Pruning.of(ratio).apply(network)) > wanted) {
                low = ratio;
            } else {
                high = ratio;
            }
        }
        return Pruning.of(high).apply(network);
    }

    private static long products(Network network) {
        Architecture architecture = network.architecture();
        return Cost.of(
                        architecture.graph(),
                        ImmutableMap.of(Architecture.INPUT, architecture.input().shape()))
                .products();
    }

    private Classifier trained(String name, Classifier from, Objective objective) throws IOException {
        Path saved = folder.resolve(name);
        if (!Files.exists(saved)) {
            Checkpoints checkpoints =
                    Checkpoints.in(folder.resolve(name + "-checkpoints")).keep(1);
            Training recipe = Training.defaults()
                    .epochs(epochs)
                    .batchSize(128)
                    .optimizer(Optimizer.sgd(0.01).momentum(0.9).weightDecay(5e-4))
                    .precision(Precision.MIXED)
                    .schedule(Schedule.cosine())
                    .augmentation(Pipeline.of(new RandomCrop(32, 32, 4), new RandomHorizontalFlip(0.5)))
                    .objective(objective)
                    .checkpoints(checkpoints);
            Checkpoint latest = checkpoints.latest();
            try (Classifier fitted = Successor.of(from)
                    .fit(train, Cifar.glance(test), latest == null ? recipe : recipe.resumeFrom(latest))) {
                fitted.save(saved);
            }
        }
        return Classifier.load(saved);
    }

    private void row(String name, Classifier classifier, @Nullable Classifier after) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f M | %.2f | %s |%n",
                name,
                products(classifier.network()) / 1e6,
                100 * accuracy(classifier),
                after == null ? "" : String.format(Locale.ROOT, "%.2f", 100 * accuracy(after)));
    }

    private double accuracy(Classifier classifier) {
        return classifier.scores(test).evaluation(test.classes()).accuracy();
    }
}
