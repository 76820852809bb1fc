package io.ocelli.benchmarks;

import io.ocelli.Classifier;
import io.ocelli.HeadSpec;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageFolder;
import io.ocelli.engine.Optimizer;
import io.ocelli.training.FineTuning;
import io.ocelli.training.Recipes;
import io.ocelli.training.Training;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Three ways from a pretrained EfficientNet-Lite0 to a classifier of a few hundred pictures, over several seeds: a head on
 * frozen features of augmented views, staged unfreezing, all of it at once. Arguments: folders of training and validation
 * pictures, a file of results, the number of seeds (5).
 */
final class AntsAndBees {
    private static final int SIDE = 288;

    private AntsAndBees() {}

    public static void main(String[] args) throws IOException {
        DataSet train = ImageFolder.of(Path.of(args[0]));
        DataSet validation = ImageFolder.of(Path.of(args[1]));
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
                "frozen, 8 augmented views of 288 pixels",
                seed -> Classifier.efficientnetLite0()
                        .pretrained()
                        .inputSize(SIDE, SIDE)
                        .freezeBackbone()
                        .head(train.classes())
                        .fit(
                                train,
                                validation,
                                Training.defaults().cachedViews(8).seed(seed)));
        Training whole = Recipes.forPictures(train.size(), false)
                .epochs(8)
                .optimizer(Optimizer.adamW(2e-4).weightDecay(0.05))
                .stageDecay(0.5);
        runs.way(
                "staged: the head, then all",
                seed -> whole(train)
                        .fineTune(
                                train,
                                validation,
                                new FineTuning(List.of(
                                        new FineTuning.Phase(
                                                FineTuning.Part.HEAD,
                                                Recipes.forPictures(train.size(), true)
                                                        .seed(seed)),
                                        new FineTuning.Phase(FineTuning.Part.ALL, whole.seed(seed))))));
        runs.way(
                "all at once",
                seed -> whole(train)
                        .fit(
                                train,
                                validation,
                                whole.optimizer(Optimizer.adamW(1e-3).weightDecay(0.05))
                                        .epochs(12)
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
