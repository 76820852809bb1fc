package io.ocelli.samples.cli;

import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.metrics.Evaluation;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures a classifier on labelled pictures. */
@Command(name = "evaluate", sortOptions = false, description = "Measure a classifier on labelled pictures.")
public final class Evaluate extends Verb {
    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR|NAME",
            description = "What train wrote, or a name with published weights.")
    @SuppressWarnings("NullAway.Init")
    String model;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR|CSV",
            description = {
                "A folder with a sub-folder for each class, or lines of path,label; the columns that the classifier",
                "was trained with are read of it, too."
            })
    @SuppressWarnings("NullAway.Init")
    Path data;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures as JSON, too.")
    @Nullable
    Path json;

    @Override
    public Integer call() throws IOException {
        requireWritable("--json", json);
        try (Classifier classifier = classifier(model);
                PictureProgress progress = new PictureProgress(out(), "Evaluated")) {
            DataSet pictures = pictures("--data", data, classifier);
            Evaluation evaluation = classifier.evaluate(progress.of(pictures));
            progress.close();
            out().println(evaluation);
            Json.write(json, writer -> {
                writer.beginObject();
                Json.figure(writer, "accuracy", evaluation.accuracy());
                Json.figure(writer, "top5", evaluation.top5());
                writer.name("images").value(evaluation.count());
                writer.name("classes").beginArray();
                for (String name : evaluation.classes()) {
                    writer.value(name);
                }
                writer.endArray().name("confusion");
                // of more classes it would not fit into memory
                Json.matrix(
                        writer,
                        evaluation.classes().size() > Evaluation.MOST_ROWS ? new long[0][] : evaluation.confusion());
                Json.figure(writer, "seconds", seconds());
                writer.endObject();
            });
        }
        return 0;
    }
}
