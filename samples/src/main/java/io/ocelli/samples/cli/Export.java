package io.ocelli.samples.cli;

import io.ocelli.Classifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
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

    @Option(names = "--json", paramLabel = "FILE", description = "Write what was written as JSON, too.")
    @Nullable
    Path json;

    @Override
    public Integer call() throws IOException {
        requireWritable("--json", json);
        Path file = replaceable("--out", out);
        if (model.endsWith(".onnx")) {
            throw wrong("--model is a folder that train wrote or the name of a model, and " + model
                    + " is an ONNX file already");
        }
        try (Classifier classifier = classifier(model)) {
            classifier.exportOnnx(file);
            int classes = classifier.labels().size();
            long bytes = Files.size(file);
            out().printf("%s: %d classes, %.1f MB%n", out, classes, bytes / 1e6);
            Json.write(json, writer -> {
                writer.beginObject();
                writer.name("file").value(out.toString());
                writer.name("classes").value(classes);
                writer.name("bytes").value(bytes);
                writer.endObject();
            });
        }
        return 0;
    }
}
