package io.ocelli.samples;

import io.ocelli.Classifier;
import io.ocelli.data.ImageFolder;
import io.ocelli.metrics.Evaluation;
import java.nio.file.Path;

/** Measures a saved classifier on labelled pictures: {@code EvaluateFolder CLASSIFIER PICTURES}. */
public final class EvaluateFolder {
    private static final String USAGE = "EvaluateFolder CLASSIFIER PICTURES";

    private EvaluateFolder() {}

    public static void main(String[] arguments) {
        Path saved = Path.of(Usage.argument(arguments, 0, USAGE));
        Path pictures = Path.of(Usage.argument(arguments, 1, USAGE));
        try (Classifier classifier = Classifier.load(saved)) {
            Evaluation evaluation = classifier.evaluate(ImageFolder.of(pictures));
            System.out.println(evaluation);
        }
    }
}
