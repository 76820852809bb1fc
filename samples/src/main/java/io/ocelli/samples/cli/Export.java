package io.ocelli.samples.cli;

import io.ocelli.Classifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes a classifier as an ONNX file. */
@Command(
        name = "export",
        sortOptions = false,
        description = "Write a classifier as one ONNX file, with labels and preprocessing in its metadata.")
public final class Export extends Verb {
    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR|NAME",
            description = "What train wrote, or a name with published weights.")
    @SuppressWarnings("NullAway.Init")
    String model;

    @Option(names = "--out", required = true, paramLabel = "FILE.onnx", description = "The file to write.")
    @SuppressWarnings("NullAway.Init")
    Path out;

    @Override
    public Integer call() throws IOException {
        Path file = replaceable("--out", out);
        if (model.endsWith(".onnx")) {
            throw wrong("--model is a folder that train wrote or the name of a model, and " + model
                    + " is an ONNX file already");
        }
        try (Classifier classifier = classifier(model)) {
            classifier.exportOnnx(file);
            out().printf("%s: %d classes, %.1f MB%n", out, classifier.labels().size(), Files.size(file) / 1e6);
        }
        return 0;
    }
}
