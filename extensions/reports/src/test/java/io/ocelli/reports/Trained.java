package io.ocelli.reports;

import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageSource;
import io.ocelli.data.Sample;
import io.ocelli.image.Image;
import io.ocelli.training.Loss;
import io.ocelli.training.Objective;
import io.ocelli.training.Training;
import io.ocelli.training.TrainingListener;
import java.util.ArrayList;
import java.util.List;

/** A small training: a head of two terms on twelve pictures, three epochs of three steps. */
final class Trained {
    private Trained() {}

    static DataSet pictures() {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Image image = Image.black(32, 32, 3);
            java.util.Arrays.fill(image.samples(), (byte) (i % 2 == 0 ? 40 + i : 200));
            samples.add(new Sample("picture " + i, ImageSource.of(image), i % 2));
        }
        return DataSet.of(List.of("dark", "light & <bright>"), samples);
    }

    static void with(TrainingListener listener) {
        Objective objective = Objective.labels(Loss.crossEntropy())
                .plus(Objective.of(
                                "size",
                                step -> step.network().logits().squared().mean())
                        .times(0.1));
        Training recipe =
                Training.defaults().epochs(3).batchSize(4).objective(objective).listener(listener);
        Classifier.model("resnet20_cifar")
                .freezeBackbone()
                .head(2)
                .fit(pictures(), pictures(), recipe)
                .close();
    }
}
