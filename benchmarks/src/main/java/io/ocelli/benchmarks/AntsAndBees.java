package io.ocelli.benchmarks;

import io.ocelli.Classifier;
import io.ocelli.HeadSpec;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageFolder;
import io.ocelli.engine.Optimizer;
import io.ocelli.training.FineTuning;
import io.ocelli.training.Training;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Three ways from a pretrained EfficientNet-Lite0 to a classifier of a few hundred pictures, over several seeds: a head on
 * frozen features of augmented views, staged unfreezing, all of it at once. Arguments: folders of training and validation
 * pictures, a file of results, the number of seeds (5).
 */
final class AntsAndBees {
    private AntsAndBees() {}

    public static void main(String[] args) throws IOException {
        DataSet train = ImageFolder.of(Path.of(args[0]));
        DataSet validation = ImageFolder.of(Path.of(args[1]));
        Training recipe = Training.defaults().batchSize(16);
        Runs runs = new Runs(Path.of(args[2]));
        runs.way(
                "frozen, features once",
                seed -> frozen(train).fit(train, validation, Training.defaults().seed(seed)));
        runs.way(
                "frozen, 8 augmented views",
                seed -> frozen(train)
                        .fit(
                                train,
                                validation,
                                Training.defaults().cachedViews(8).seed(seed)));
        runs.way(
                "staged unfreezing",
                seed -> whole(train).fineTune(train, validation, FineTuning.of(3, 6, recipe.seed(seed))));
        runs.way(
                "all at once",
                seed -> whole(train)
                        .fit(
                                train,
                                validation,
                                recipe.epochs(8)
                                        .optimizer(Optimizer.adamW(3e-4).weightDecay(0.05))
                                        .stageDecay(0.7)
                                        .seed(seed)));
        runs.make(args.length > 3 ? Integer.parseInt(args[3]) : 5);
    }

    private static HeadSpec frozen(DataSet train) {
        return Classifier.efficientnetLite0().pretrained().freezeBackbone().head(train.classes());
    }

    private static HeadSpec whole(DataSet train) {
        return Classifier.efficientnetLite0().pretrained().head(train.classes());
    }
}
