package io.ocelli.benchmarks;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import com.google.common.primitives.Ints;
import io.ocelli.Backbone;
import io.ocelli.Classifier;
import io.ocelli.Successor;
import io.ocelli.data.DataSet;
import io.ocelli.data.Sample;
import io.ocelli.engine.Precision;
import io.ocelli.learning.Agem;
import io.ocelli.learning.DarkExperience;
import io.ocelli.learning.ElasticPenalty;
import io.ocelli.learning.Fisher;
import io.ocelli.learning.LearningWithoutForgetting;
import io.ocelli.learning.PictureMemory;
import io.ocelli.learning.Rehearsal;
import io.ocelli.training.Loss;
import io.ocelli.training.Objective;
import io.ocelli.training.Training;
import io.ocelli.weights.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Split CIFAR-10: five tasks of two classes one after another, a head that grows, and no word of which task a picture is of.
 * Accuracy is over all ten classes after the last epoch of the last task. Arguments: a folder of training pictures, one of test
 * pictures, a file of results, the number of seeds (3), the share of the training pictures (1), the epochs of a task (5), the ways
 * (all: naive,lwf,ewc,a_gem,replay,der,der_even), the network (resnet20_cifar), the learning rate (.03), the side of the pictures
 * (32).
 */
final class ContinualTable {
    private static final int OF_TASK = 2;
    private static final int CAPACITY = 500;
    private static final int FISHER = 500;
    private static final String MEMORY = "memory";
    private static final String AGAIN = "again";

    private final DataSet train;
    private final DataSet test;
    private final Training recipe;
    private final Backbone backbone;

    private ContinualTable(DataSet train, DataSet test, Training recipe, Backbone backbone) {
        this.backbone = backbone;
        this.train = train;
        this.test = test;
        this.recipe = recipe;
    }

    public static void main(String[] args) throws IOException {
        Cifar cifar = new Cifar(args);
        cifar.shrink(9);
        Training recipe = Cifar.recipe(cifar.count(5, 5), cifar.number(8, 0.03), cifar.side())
                .batchSize(32)
                .precision(Precision.FP32); // small networks take three quarters of mixed arithmetic's time
        Backbone backbone = Classifier.model(cifar.text(7, "resnet20_cifar")).inputSize(cifar.side(), cifar.side());
        ContinualTable table = new ContinualTable(cifar.train(4, 1), cifar.test(), recipe, backbone);
        Runs runs = new Runs(cifar.results());
        for (String name :
                cifar.text(6, "naive,lwf,ewc,a_gem,replay,der,der_even").split(",")) {
            Way way = Way.valueOf(name.toUpperCase(Locale.ROOT));
            runs.way(way.text, table.test, seed -> table.learn(way, seed));
        }
        runs.way(
                "joint: all at once",
                table.test,
                seed -> backbone.head(table.train.classes())
                        .fit(table.train, Cifar.glance(table.test), recipe.seed(seed)));
        runs.make(cifar.count(3, 3));
    }

    private Classifier learn(Way way, long seed) {
        try {
            Path folder = Files.createTempDirectory("ocelli-memory");
            try {
                return learn(way, seed, folder);
            } finally {
                MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Classifier learn(Way way, long seed, Path folder) {
        List<String> known = new ArrayList<>();
        PictureMemory memory = PictureMemory.in(folder, CAPACITY);
        @Nullable Classifier learnt = null;
        @Nullable ElasticPenalty held = null;
        for (int first = 0; first < train.classes().size(); first += OF_TASK) {
            List<String> task = train.classes().subList(first, first + OF_TASK);
            known.addAll(task);
            DataSet pictures = of(train, task);
            DataSet seen = shuffled(pictures, seed);
            DataSet check = Cifar.glance(of(test, known));
            Training own = way.recipe(recipe).seed(seed);
            if (learnt == null) {
                learnt = backbone.head(known).fit(pictures, check, own);
            } else {
                Objective labels = Objective.labels(Loss.crossEntropy());
                @Nullable Objective term = way.term(learnt, held, known.size());
                Training whole = term == null ? own : own.objective(labels.plus(term));
                if (way.remembers) {
                    DataSet remembered = memory.pictures(known, seen);
                    whole = whole.stream(MEMORY, remembered);
                    whole = way.asks() ? whole.stream(AGAIN, remembered) : whole;
                }
                Classifier next = Successor.of(learnt).classes(known).fit(pictures.relabel(known), check, whole);
                learnt.close();
                learnt = next;
            }
            if (!learnt.labels().equals(known)) {
                throw new IllegalStateException(
                        "A head that grows keeps its labels " + known + ", and it has " + learnt.labels());
            }
            if (way.remembers) {
                memory = way.asks() ? memory.with(seen, learnt) : memory.with(seen);
            }
            held = way == Way.EWC ? held(learnt, pictures.relabel(known), held) : null;
        }
        if (learnt == null) {
            throw new IllegalArgumentException("There are classes to learn, received none");
        }
        return learnt;
    }

    /** The pictures of some classes, labelled by their places among these. */
    private static DataSet of(DataSet pictures, List<String> classes) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            Sample sample = pictures.sample(i);
            int label = classes.indexOf(pictures.classes().get(sample.label()));
            if (label >= 0) {
                samples.add(sample.withLabel(label));
            }
        }
        return DataSet.of(classes, samples);
    }

    /** The same pictures in another order for each seed, for a memory draws by their places. */
    private static DataSet shuffled(DataSet pictures, long seed) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            places.add(i);
        }
        Collections.shuffle(places, new Random(seed));
        return pictures.subset(Ints.toArray(places));
    }

    private static ElasticPenalty held(Classifier learnt, DataSet pictures, @Nullable ElasticPenalty before) {
        Weights importance = Fisher.empirical(learnt.network()).over(Cifar.some(pictures, FISHER));
        Weights anchor = learnt.network().weights();
        ElasticPenalty penalty = before == null
                ? ElasticPenalty.around(anchor, importance).strength(10)
                : before.andThen(anchor, importance, 1);
        return penalty.without(learnt.architecture().classifiers().get(0) + ".");
    }

    private enum Way {
        NAIVE("naive: the new task alone", false),
        LWF("LwF, 3 at a temperature of 2", false),
        EWC("online EWC, 10", false),
        A_GEM("A-GEM, 500 pictures", true),
        REPLAY("replay, 500 pictures", true),
        DER("DER++, 500 pictures, .2 and .5", true),
        DER_EVEN("DER++, 500 pictures, .2 and 1", true);

        private final String text;
        private final boolean remembers;

        Way(String text, boolean remembers) {
            this.text = text;
            this.remembers = remembers;
        }

        /** The squares of many weights pull hard where one has moved far, and a first step may leave the finite. */
        private Training recipe(Training shared) {
            return this == EWC ? shared.clip(1) : shared;
        }

        private boolean asks() {
            return this == DER || this == DER_EVEN;
        }

        private @Nullable Objective term(Classifier before, @Nullable ElasticPenalty held, int classes) {
            return switch (this) {
                case NAIVE -> null;
                case LWF -> LearningWithoutForgetting.of(before.network()).times(3);
                case EWC -> held == null ? null : held.objective();
                case A_GEM -> Agem.of(MEMORY, Loss.crossEntropy()).objective();
                case REPLAY -> Rehearsal.of(MEMORY, Loss.crossEntropy()).objective();
                case DER -> dark(classes).plusPlus(0.2, AGAIN, 0.5);
                case DER_EVEN -> dark(classes).plusPlus(0.2, AGAIN, 1);
            };
        }

        private static DarkExperience dark(int classes) {
            return DarkExperience.carried(MEMORY, PictureMemory.SAID, classes);
        }
    }
}
