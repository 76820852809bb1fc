package io.ocelli.benchmarks;

import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageFolder;
import io.ocelli.data.Mix;
import io.ocelli.image.Pipeline;
import io.ocelli.training.Average;
import io.ocelli.training.Loss;
import io.ocelli.training.Training;
import io.ocelli.transforms.RandAugment;
import io.ocelli.transforms.RandomCrop;
import io.ocelli.transforms.RandomHorizontalFlip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * What each switch of a recipe does: a CIFAR ResNet-20 from scratch, by the recipe of a file and by the same with one thing
 * changed, over several seeds. Arguments: a folder of training pictures, one of test pictures, the recipe's file, a file of
 * results, the number of seeds (3), the share of the training pictures that is learnt from (1), the epochs (the recipe's).
 */
final class RecipeTable {
    private RecipeTable() {}

    public static void main(String[] args) throws IOException {
        double share = args.length > 5 ? Double.parseDouble(args[5]) : 1;
        DataSet all = ImageFolder.of(Path.of(args[0]));
        DataSet train = share < 1 ? all.split(share, 0).training() : all;
        DataSet test = ImageFolder.of(Path.of(args[1]));
        Training read = Training.fromJson(Files.readString(Path.of(args[2])));
        Training recipe = args.length > 6 ? read.epochs(Integer.parseInt(args[6])) : read;

        Runs runs = new Runs(Path.of(args[3]));
        for (Switch each : Switch.values()) {
            runs.way(
                    each.text,
                    seed -> Classifier.model("resnet20_cifar")
                            .head(train.classes())
                            .fit(train, test, each.change.apply(recipe).seed(seed)));
        }
        runs.make(args.length > 4 ? Integer.parseInt(args[4]) : 3);
    }

    private enum Switch {
        NONE("the recipe", recipe -> recipe),
        SMOOTHING(
                "label smoothing .1", recipe -> recipe.loss(Loss.crossEntropy().labelSmoothing(0.1))),
        MIX_UP("MixUp .2", recipe -> recipe.mix(Mix.mixUp(0.2))),
        CUT_MIX("CutMix 1", recipe -> recipe.mix(Mix.cutMix(1))),
        RAND_AUGMENT(
                "RandAugment 2, 5",
                recipe -> recipe.augmentation(
                        Pipeline.of(new RandomCrop(32, 32, 4), new RandomHorizontalFlip(0.5), RandAugment.of(2, 5)))),
        EMA("EMA .99", recipe -> recipe.average(Average.exponential(0.99).warmup()));

        private final String text;
        private final UnaryOperator<Training> change;

        Switch(String text, UnaryOperator<Training> change) {
            this.text = text;
            this.change = change;
        }
    }
}
