package io.ocelli.benchmarks;

import io.ocelli.Classifier;
import io.ocelli.compression.AttentionTransfer;
import io.ocelli.compression.ContrastiveDistillation;
import io.ocelli.compression.DecoupledDistillation;
import io.ocelli.compression.Distillation;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageFolder;
import io.ocelli.model.Network;
import io.ocelli.training.Loss;
import io.ocelli.training.Objective;
import io.ocelli.training.Schedule;
import io.ocelli.training.Training;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What a teacher gives: a CIFAR ResNet-20 from scratch alone and beside a ResNet-56, over several seeds. Arguments: a folder of
 * training pictures, one of test pictures, one with {@code resnet56-4bfd9763.th}, a file of results (the fine-tuned teacher is
 * saved beside it), the number of seeds (3), the share of the training pictures that is learnt from (1), the epochs (15; the
 * teacher's are a third of them).
 */
final class DistillationTable {
    private static final String WEIGHTS = "resnet56-4bfd9763.th";
    private static final String[] STAGES = {"layer1", "layer2", "layer3"};

    private DistillationTable() {}

    public static void main(String[] args) throws IOException {
        double share = args.length > 5 ? Double.parseDouble(args[5]) : 1;
        int epochs = args.length > 6 ? Integer.parseInt(args[6]) : 15;
        DataSet all = ImageFolder.of(Path.of(args[0]));
        DataSet train =
                ContrastiveDistillation.numbered(share < 1 ? all.split(share, 0).training() : all);
        DataSet test = ImageFolder.of(Path.of(args[1]));
        Path results = Path.of(args[3]);

        Network teacher;
        try (Classifier large = CifarTeacher.of(
                "resnet56_cifar",
                Path.of(args[2]).resolve(WEIGHTS),
                Path.of(results + ".resnet56"),
                train,
                test,
                Math.max(1, epochs / 3))) {
            teacher = large.network();
        }
        Objective labels = Objective.labels(Loss.crossEntropy());
        Runs runs = new Runs(results);
        way(runs, "plain", labels, train, test, epochs);
        way(
                runs,
                "KD",
                labels.times(0.1).plus(Distillation.from(teacher).temperature(4).times(0.9)),
                train,
                test,
                epochs);
        way(
                runs,
                "DKD",
                labels.plus(DecoupledDistillation.from(teacher)
                        .beta(2)
                        .objective()
                        .times(Schedule.constant().warmup(20 / 240.0))),
                train,
                test,
                epochs);
        way(runs, "AT", labels.plus(AttentionTransfer.from(teacher, STAGES).times(1000)), train, test, epochs);
        way(
                runs,
                "CRD",
                labels.plus(ContrastiveDistillation.from(teacher, train.size()).times(0.8)),
                train,
                test,
                epochs);
        runs.make(args.length > 4 ? Integer.parseInt(args[4]) : 3);
    }

    private static void way(Runs runs, String name, Objective objective, DataSet train, DataSet test, int epochs) {
        Training recipe = CifarTeacher.recipe(epochs).objective(objective);
        runs.way(
                name,
                test,
                seed -> Classifier.model("resnet20_cifar")
                        .head(train.classes())
                        .fit(train, Cifar.glance(test), recipe.seed(seed)));
    }
}
