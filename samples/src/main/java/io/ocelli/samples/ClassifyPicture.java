package io.ocelli.samples;

import io.ocelli.Classifier;
import io.ocelli.Prediction;
import java.nio.file.Path;
import java.util.Locale;

/** Says what a picture shows, of ImageNet's 1,000 classes: {@code ClassifyPicture PICTURE}. Nothing is downloaded. */
public final class ClassifyPicture {
    private ClassifyPicture() {}

    public static void main(String[] arguments) {
        Path picture = Path.of(Usage.argument(arguments, 0, "ClassifyPicture PICTURE"));
        try (Classifier imagenet = Classifier.efficientnetLite0().pretrained().open()) {
            for (Prediction.Guess guess : imagenet.classify(picture).top(5)) {
                System.out.printf(Locale.ROOT, "%5.1f %%  %s%n", 100 * guess.confidence(), guess.label());
            }
        }
    }
}
