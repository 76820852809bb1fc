package io.ocelli.samples;

import io.ocelli.Classifier;
import io.ocelli.data.ImageFolder;
import io.ocelli.data.Split;
import java.nio.file.Path;

/**
 * Fine-tunes on a folder of one's own, one sub-folder a class, a fifth of it kept for validation, and saves the classifier:
 * {@code FineTuneFolder PICTURES OUT}.
 */
public final class FineTuneFolder {
    private static final String USAGE = "FineTuneFolder PICTURES OUT";

    private FineTuneFolder() {}

    public static void main(String[] arguments) {
        ImageFolder pictures = ImageFolder.of(Path.of(Usage.argument(arguments, 0, USAGE)));
        Path out = Path.of(Usage.argument(arguments, 1, USAGE));
        Split split = pictures.split(0.8, 0);
        try (Classifier classifier = Classifier.efficientnetLite0()
                .pretrained()
                .freezeBackbone()
                .head(pictures.classes())
                .fit(split.training(), split.validation())) {
            System.out.println(classifier.history());
            classifier.save(out);
            System.out.println("Saved to " + out);
        }
    }
}
