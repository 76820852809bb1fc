package io.ocelli.benchmarks;

import com.google.common.collect.ImmutableMap;
import io.ocelli.Classifier;
import io.ocelli.Successor;
import io.ocelli.compression.Distillation;
import io.ocelli.compression.Pruning;
import io.ocelli.compression.Sparsity;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageFolder;
import io.ocelli.engine.Optimizer;
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
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What pruning costs a CIFAR ResNet-56 in accuracy: fine-tuned on the training pictures, plainly and sparsely; each pruned to
 * 1/2.1 of its products; each fine-tuned with the unpruned network as teacher, beside the unpruned one trained as long. Arguments:
 * its weights, a folder of training pictures, one of test pictures, a folder of results, the epochs of each training (10), the share
 * of the training pictures that is learnt from (1).
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
        DataSet all = ImageFolder.of(Path.of(args[1]));
        double share = args.length > 5 ? Double.parseDouble(args[5]) : 1;
        new PruningTable(
                        share < 1 ? all.split(share, 0).training() : all,
                        ImageFolder.of(Path.of(args[2])),
                        Files.createDirectories(Path.of(args[3])),
                        args.length > 4 ? Integer.parseInt(args[4]) : 10)
                .make(Path.of(args[0]));
    }

    private void make(Path weights) throws IOException {
        Supplier<Classifier> published = () -> Classifier.model("resnet56_cifar")
                .weights(weights)
                .labels(train.classes())
                .open();
        Objective labels = Objective.labels(Loss.crossEntropy());
        try (Classifier first = published.get();
                Classifier tuned = trained("tuned", first, labels);
                Classifier sparse = trained(
                        "sparse",
                        first,
                        labels.plus(Sparsity.ofGroups(first.network().architecture())
                                .times(SPARSITY)));
                Classifier longer = trained("longer", tuned, labels)) {
            System.out.println("| network | products | accuracy, % | after " + epochs + " epochs, % |");
            System.out.println("|---|---|---|---|");
            row("as published", first, null);
            row("fine-tuned, unpruned", tuned, longer);
            for (String way : new String[] {"tuned", "sparse"}) {
                Network pruned = pruned((way.equals("tuned") ? tuned : sparse).network());
                Distillation teacher = Distillation.from(tuned.network()).temperature(TEMPERATURE);
                try (Classifier before = tuned.apply(network -> pruned);
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
