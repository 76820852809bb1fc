package io.ocelli.samples.cli;

import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.engine.Preset;
import io.ocelli.reports.Fingerprints;
import io.ocelli.reports.Predictions;
import io.ocelli.reports.Report;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes how good a classifier is. */
@Command(
        name = "report",
        sortOptions = false,
        description = {
            "Measure a classifier on labelled pictures, and write a page that shows them: figures, a confusion matrix to",
            "click, curves, mistakes, likely label errors. Or the same as JSON, CSV, or a model card in Markdown."
        })
public final class ReportVerb extends Verb {
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
            description = "A folder with a sub-folder for each class, or lines of path,label.")
    @SuppressWarnings("NullAway.Init")
    Path data;

    @Option(
            names = "--against",
            paramLabel = "DIR|CSV",
            description = "What the model has learnt from, to be looked through for the same pictures.")
    @Nullable
    Path against;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The file to write: .html, .json, .csv or .md.")
    @SuppressWarnings("NullAway.Init")
    Path out;

    @Override
    public Integer call() {
        if (!Report.writes(out)) {
            throw wrong("--out is a file that ends with .html, .json, .csv or .md, received " + out);
        }
        Path file = replaceable("--out", out);
        DataSet pictures = pictures("--data", data);
        DataSet learnt = against == null ? null : pictures("--against", against);
        try (Classifier classifier = classifier(model, Preset.THROUGHPUT);
                PictureProgress progress = new PictureProgress(out(), "Looked at")) {
            DataSet counted = progress.of(pictures, 2);
            DataSet others = learnt == null ? null : progress.of(learnt);
            Predictions predictions = Predictions.of(classifier, counted);
            Fingerprints prints = Fingerprints.of(counted);
            Report report = Report.of(predictions)
                    .model(model, classifier)
                    .data(data.toString())
                    .duplicates(prints.duplicates());
            if (others != null) {
                report = report.leaks(prints.leaks(Fingerprints.of(others)));
            }
            progress.close();
            report.write(file);
            out().println(predictions.evaluation());
            predictions.broken().forEach(picture -> err().println("ocelli: " + picture.reason()));
            out().println("Written to " + out);
            return predictions.broken().isEmpty() ? 0 : 1;
        }
    }
}
