package io.ocelli.samples;

import io.ocelli.Classifier;
import io.ocelli.Prediction;
import io.ocelli.data.DataSet;
import io.ocelli.data.Sample;
import io.ocelli.samples.surfaces.Surfaces;
import io.ocelli.training.Session;
import io.ocelli.training.Training;
import io.ocelli.training.TrainingEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Fine-tunes a classifier of surface defects in seconds, with nothing downloaded: the pictures are rendered, and the backbone's
 * ImageNet weights are inside a jar. Then saves it, loads it, and classifies a picture that it has never seen.
 */
public final class Quickstart {
    private Quickstart() {}

    public static void main(String[] arguments) throws Exception {
        DataSet train = Surfaces.pictures(40, 1);
        DataSet validation = Surfaces.pictures(20, 2);
        System.out.printf("Rendered %d and %d pictures of %s%n", train.size(), validation.size(), train.classes());

        Path folder = Files.createTempDirectory("ocelli-quickstart");
        try (Classifier surfaces = Classifier.efficientnetLite0()
                .pretrained()
                .freezeBackbone()
                .head(train.classes())
                .fit(train, validation, Training.defaults().listener(Quickstart::tell))) {
            System.out.printf("%n%s%n", surfaces.evaluate(validation));
            surfaces.save(folder);
        }

        try (Classifier surfaces = Classifier.load(folder)) {
            Sample unseen = Surfaces.pictures(1, 3).sample(1);
            Prediction prediction = surfaces.classify(unseen.source().read());
            System.out.printf(
                    "Saved to %s and loaded again, it says of a picture of a %s: %s%n",
                    folder, train.classes().get(unseen.label()), prediction);
        }
    }

    private static void tell(TrainingEvent event, Session session) {
        if (event instanceof TrainingEvent.Began began && began.cached()) {
            System.out.println("The frozen backbone's features are computed; now the head learns");
        } else if (event instanceof TrainingEvent.EpochEnded ended
                && ended.epoch().epoch() % 5 == 0) {
            System.out.printf(
                    Locale.ROOT,
                    "Epoch %d: %.1f %% of the validation pictures are right%n",
                    ended.epoch().epoch(),
                    100 * ended.epoch().validationAccuracy());
        }
    }
}
