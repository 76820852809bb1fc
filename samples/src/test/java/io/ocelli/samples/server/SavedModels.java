package io.ocelli.samples.server;

import io.ocelli.Classifier;
import io.ocelli.testing.Relabelled;
import java.io.IOException;
import java.nio.file.Path;

/** A saved EfficientNet-Lite0 the names of whose classes begin so. */
final class SavedModels {
    private SavedModels() {}

    static Path save(Path folder, String beginning) throws IOException {
        try (Classifier classifier = Classifier.efficientnetLite0().pretrained().open()) {
            classifier.save(folder);
        }
        Relabelled.folder(folder, beginning);
        return folder;
    }
}
