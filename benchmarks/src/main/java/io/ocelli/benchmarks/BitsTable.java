package io.ocelli.benchmarks;

import io.ocelli.Classifier;
import io.ocelli.Successor;
import io.ocelli.compression.CalibrationMethod;
import io.ocelli.compression.Levels;
import io.ocelli.compression.Quantization;
import io.ocelli.compression.QuantizationAwareTraining;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageFolder;
import io.ocelli.engine.Optimizer;
import io.ocelli.model.Network;
import io.ocelli.training.Training;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;

/**
 * A CIFAR ResNet-20 in whole numbers of 8 and of 4 bits, calibrated alone and trained for it, against float32 that is trained as
 * long, over several seeds; of 4 bits the first and the last layer stay. Accuracies are those of the network in whole numbers as it
 * is served. Arguments: a folder of training pictures, one of test pictures, one with {@code resnet20-12fca82f.th}, a file of
 * results (the network fine-tuned on these pictures is saved beside it), the number of seeds (3), the share of the training
 * pictures that is learnt from (1), the epochs (10; the fine-tuning's are as many).
 */
final class BitsTable {
    private static final String WEIGHTS = "resnet20-12fca82f.th";
    private static final int CALIBRATION = 200;

    private BitsTable() {}

    public static void main(String[] args) throws IOException {
        double share = args.length > 5 ? Double.parseDouble(args[5]) : 1;
        int epochs = args.length > 6 ? Integer.parseInt(args[6]) : 10;
        DataSet all = ImageFolder.of(Path.of(args[0]));
        DataSet train = share < 1 ? all.split(share, 0).training() : all;
        DataSet test = ImageFolder.of(Path.of(args[1]));
        Path results = Path.of(args[3]);

        try (Classifier tuned = CifarTeacher.of(
                "resnet20_cifar",
                Path.of(args[2]).resolve(WEIGHTS),
                Path.of(results + ".resnet20"),
                train,
                test,
                epochs)) {
            int step = Math.max(1, train.size() / CALIBRATION);
            DataSet seen = train.subset(IntStream.range(0, Math.min(CALIBRATION, train.size()))
                    .map(i -> i * step)
                    .toArray());
            Quantization eight = Quantization.of(seen).method(CalibrationMethod.percentile());
            Quantization four = Quantization.of(seen)
                    .method(CalibrationMethod.mse())
                    .activations(new Levels(0, 15, false))
                    .weights(new Levels(-7, 7, true))
                    .first(false)
                    .last(false);
            Training recipe = CifarTeacher.recipe(epochs)
                    .optimizer(
                            Optimizer.sgd(0.01).momentum(0.9).weightDecay(1e-4).withNesterov());
            Runs runs = new Runs(results);
            runs.way("float32", seed -> Successor.of(tuned).fit(train, test, recipe.seed(seed)));
            for (Quantization each : new Quantization[] {eight, four}) {
                String bits = each.weights().max() > 7 ? "8 bits" : "4 bits";
                runs.outcome(bits + ", calibrated", seed -> outcome(tuned, each.apply(tuned.network()), test, 0));
                runs.outcome(
                        bits + ", calibrated, biases corrected",
                        seed -> outcome(tuned, each.corrected(true).apply(tuned.network()), test, 0));
                runs.outcome(
                        bits + ", trained",
                        seed -> trained(tuned, each, false, train, test, recipe.seed(seed), epochs));
                runs.outcome(
                        bits + ", trained with scales",
                        seed -> trained(tuned, each, true, train, test, recipe.seed(seed), epochs));
            }
            runs.make(args.length > 4 ? Integer.parseInt(args[4]) : 3);
        }
    }

    private static Runs.Outcome trained(
            Classifier tuned,
            Quantization bits,
            boolean scales,
            DataSet train,
            DataSet test,
            Training recipe,
            int epochs) {
        QuantizationAwareTraining training = QuantizationAwareTraining.of(tuned.network(), bits);
        Network whole = (scales ? training.learntScales() : training).fit(train, test, recipe);
        return outcome(tuned, whole, test, epochs);
    }

    private static Runs.Outcome outcome(Classifier tuned, Network whole, DataSet test, int epochs) {
        try (Classifier served = tuned.apply(network -> whole)) {
            return new Runs.Outcome(served.evaluate(test).accuracy(), epochs);
        }
    }
}
