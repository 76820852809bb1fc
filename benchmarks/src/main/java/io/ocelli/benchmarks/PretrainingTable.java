package io.ocelli.benchmarks;

import io.ocelli.Backbone;
import io.ocelli.Classifier;
import io.ocelli.HeadSpec;
import io.ocelli.data.DataSet;
import io.ocelli.data.Split;
import io.ocelli.engine.Optimizer;
import io.ocelli.engine.Precision;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Pipeline;
import io.ocelli.image.Transform;
import io.ocelli.learning.NeighbourVotes;
import io.ocelli.learning.Pretrained;
import io.ocelli.learning.Pretraining;
import io.ocelli.learning.SelfSupervision;
import io.ocelli.model.Architecture;
import io.ocelli.model.Initializer;
import io.ocelli.model.Model;
import io.ocelli.model.Models;
import io.ocelli.model.Network;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.Schedule;
import io.ocelli.training.Training;
import io.ocelli.training.TrainingEvent;
import io.ocelli.transforms.ColorJitter;
import io.ocelli.transforms.RandomApply;
import io.ocelli.transforms.RandomGrayscale;
import io.ocelli.transforms.RandomHorizontalFlip;
import io.ocelli.transforms.RandomResizedCrop;
import io.ocelli.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a ResNet-20 learns of CIFAR-10 without labels: how well the nearest neighbours of its features say the class (over epochs,
 * and beside a random network), and what it is worth where 500 pictures, a
 * hundredth of all, have labels. Weights are kept beside the
 * results. Arguments: a folder of training pictures, one of test pictures, a file of results, the number of seeds (3), the share of
 * the training pictures (1), the epochs (30), the epochs of fine-tuning (60), the methods (simclr,moco,byol), the side of
 * the pictures (32).
 */
final class PretrainingTable {
    private static final int KNOWN = 5_000;
    private static final int ASKED = 1_000;
    /** A hundredth of CIFAR-10's. */
    private static final int LABELLED = 500;

    private final DataSet train;
    private final DataSet test;
    private final Path results;
    private final int epochs;
    private final int side;

    private PretrainingTable(DataSet train, DataSet test, Path results, int epochs, int side) {
        this.side = side;
        this.train = train;
        this.test = test;
        this.results = results;
        this.epochs = epochs;
    }

    public static void main(String[] args) throws IOException {
        Cifar cifar = new Cifar(args);
        cifar.shrink(8);
        PretrainingTable table = new PretrainingTable(
                cifar.train(4, 1), cifar.test(), cifar.results(), cifar.count(5, 30), cifar.side());
        int tuning = cifar.count(6, 60);
        List<SelfSupervision> methods = Arrays.stream(
                        cifar.text(7, "simclr,moco,byol").split(","))
                .map(name -> SelfSupervision.valueOf(name.toUpperCase(Locale.ROOT)))
                .toList();
        Runs neighbours = new Runs(sibling(cifar.results(), "neighbours"));
        neighbours.figure("nearest neighbours, random network", 0, seed -> table.accuracy(table.spec(seed, null)));
        for (SelfSupervision method : methods) {
            neighbours.figure(
                    "nearest neighbours, " + method,
                    table.epochs,
                    seed -> table.accuracy(table.spec(seed, table.file(method, seed))));
        }
        neighbours.make(cifar.count(3, 3));
        Runs tuned = new Runs(sibling(cifar.results(), "labels"));
        tuned.way("500 labels, from scratch", table.test, seed -> table.tuned(seed, null, tuning));
        for (SelfSupervision method : methods) {
            tuned.way(
                    "500 labels, from " + method,
                    table.test,
                    seed -> table.tuned(seed, table.file(method, seed), tuning));
        }
        tuned.make(cifar.count(3, 3));
    }

    private static Path sibling(Path file, String more) {
        return file.resolveSibling(file.getFileName() + "." + more);
    }

    private Backbone backbone() {
        return Classifier.resnet20Cifar().inputSize(side, side);
    }

    private HeadSpec spec(long seed, @Nullable Path weights) {
        if (weights != null) {
            return backbone().weights(weights).head(train.classes());
        }
        Network network = random(seed);
        return backbone().head(train.classes()).then(any -> network);
    }

    /** As a training of this seed begins. */
    private Network random(long seed) {
        Model model = Models.find("resnet20_cifar");
        Architecture architecture = model.build(model.input().at(side, side))
                .classes(train.classes().size());
        Weights weights = Initializer.weights(
                architecture.graph(), architecture.graph().parameters(), model.initialization(), seed);
        try (Classifier any = backbone().head(train.classes()).untrained()) {
            return new Network(architecture, weights, any.preprocessing());
        }
    }

    /** The weights that a method learns, where they are not there yet. */
    private Path file(SelfSupervision method, long seed) {
        Path file = sibling(results, method.name().toLowerCase(Locale.ROOT) + "." + seed + ".safetensors");
        if (Files.exists(file)) {
            return file;
        }
        Network begin = random(seed);
        Transform views = Pipeline.of(
                RandomResizedCrop.of(side, side, Interpolation.BILINEAR),
                new RandomHorizontalFlip(0.5),
                new RandomApply(new ColorJitter(0.4, 0.4, 0.4, 0.1), 0.8),
                new RandomGrayscale(0.2));
        Pretrained learnt = Pretraining.of(begin, method)
                .epochs(epochs)
                .augmentation(views)
                .recipe(Training.defaults()
                        .batchSize(128)
                        .optimizer(Optimizer.sgd(0.06).momentum(0.9).weightDecay(5e-4))
                        .schedule(Schedule.cosine().warmup(0.1))
                        .precision(Precision.MIXED)
                        .seed(seed)
                        .listener((event, session) -> {
                            if (event instanceof TrainingEvent.EpochEnded ended) {
                                tell(method, ended.epoch().epoch(), begin, session.weights());
                            }
                        }))
                .over(train);
        if (learnt.collapsed()) {
            throw new IllegalStateException(method + " collapsed with seed " + seed);
        }
        learnt.save(file);
        return file;
    }

    private void tell(SelfSupervision method, int epoch, Network begin, Weights now) {
        if (epoch % 2 != 0 && epoch != 1) {
            return;
        }
        Map<String, Tensor> weights = new LinkedHashMap<>(begin.weights().toMap());
        weights.replaceAll((name, before) -> {
            Tensor learnt = now.find(name);
            return learnt == null ? before : learnt;
        });
        Network network = new Network(begin.architecture(), Weights.of(weights), begin.preprocessing());
        double accuracy = accuracy(backbone().head(train.classes()).then(any -> network));
        System.out.printf(Locale.ROOT, "%s, epoch %d: %.2f %% by nearest neighbours%n", method, epoch, 100 * accuracy);
    }

    private double accuracy(HeadSpec spec) {
        DataSet known = Cifar.some(train, KNOWN);
        DataSet asked = Cifar.some(test, ASKED);
        try (Classifier classifier = spec.untrained()) {
            return NeighbourVotes.ofPaper()
                    .accuracy(
                            classifier.features(asked),
                            asked.labels(),
                            classifier.features(known),
                            known.labels(),
                            train.classes().size());
        }
    }

    private Classifier tuned(long seed, @Nullable Path weights, int tuning) {
        Split split = train.split((double) LABELLED / train.size(), seed);
        return spec(seed, weights)
                .fit(
                        split.training(),
                        Cifar.glance(test),
                        Cifar.recipe(tuning, 0.05, side).batchSize(64).seed(seed));
    }
}
