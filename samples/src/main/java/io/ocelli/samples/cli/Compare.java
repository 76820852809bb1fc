package io.ocelli.samples.cli;

import com.google.gson.stream.JsonWriter;
import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.metrics.Interval;
import io.ocelli.metrics.McNemar;
import io.ocelli.reports.Predictions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells whether one of two classifiers is better on the same pictures, or may only seem so. */
@Command(
        name = "compare",
        sortOptions = false,
        description = "Tell whether one of two classifiers is better on the same pictures, or may only seem so.")
public final class Compare extends Verb {
    private static final double LEVEL = 0.95;
    private static final double RARE = 0.05;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR|NAME",
            description = "Twice: what train wrote, or names with published weights.")
    @SuppressWarnings("NullAway.Init")
    List<String> models;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR|CSV",
            description = "A folder with a sub-folder for each class, or lines of path,label.")
    @SuppressWarnings("NullAway.Init")
    Path data;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures as JSON, too.")
    @Nullable
    Path json;

    @Override
    public Integer call() throws IOException {
        requireWritable("--json", json);
        if (models.size() != 2) {
            throw wrong("--model names two classifiers to compare, received " + models);
        }
        DataSet pictures = pictures("--data", data);
        List<boolean[]> right = new ArrayList<>();
        try (PictureProgress progress = new PictureProgress(out(), "Classified")) {
            for (String model : models) {
                try (Classifier classifier = classifier(model)) {
                    right.add(right(classifier, progress.of(pictures)));
                }
            }
        }
        McNemar test = McNemar.of(right.get(0), right.get(1));
        int count = right.get(0).length;
        for (int i = 0; i < models.size(); i++) {
            Interval interval = interval(right.get(i));
            out().printf(
                            Locale.ROOT,
                            "%s: accuracy %.2f %% (%.2f to %.2f) on %d pictures%n",
                            models.get(i),
                            100 * share(right.get(i)),
                            100 * interval.lower(),
                            100 * interval.upper(),
                            count);
        }
        out().printf(
                        Locale.ROOT,
                        "Only the first is right of %d pictures, only the second of %d: p = %.3g, %s%n",
                        test.onlyFirst(),
                        test.onlySecond(),
                        test.exactP(),
                        test.exactP() < RARE ? "one is better" : "which may be chance");
        Json.write(json, writer -> write(writer, right, test));
        return 0;
    }

    /** Of each picture that can be read, whether it is classified rightly. */
    private static boolean[] right(Classifier classifier, DataSet pictures) {
        Predictions predictions = Predictions.of(classifier, pictures);
        boolean[] right = new boolean[predictions.size()];
        for (int i = 0; i < right.length; i++) {
            right[i] = predictions.predicted(i) == predictions.sample(i).label();
        }
        return right;
    }

    private static long hits(boolean[] right) {
        long hits = 0;
        for (boolean each : right) {
            hits += each ? 1 : 0;
        }
        return hits;
    }

    private static double share(boolean[] right) {
        return (double) hits(right) / right.length;
    }

    private static Interval interval(boolean[] right) {
        return Interval.wilson(hits(right), right.length, LEVEL);
    }

    private void write(JsonWriter writer, List<boolean[]> right, McNemar test) throws IOException {
        writer.beginObject();
        writer.name("images").value(right.get(0).length);
        writer.name("models").beginArray();
        for (int i = 0; i < models.size(); i++) {
            Interval interval = interval(right.get(i));
            writer.beginObject();
            writer.name("model").value(models.get(i));
            Json.figure(writer, "accuracy", share(right.get(i)));
            writer.name("interval").beginArray();
            writer.value(interval.lower()).value(interval.upper()).endArray();
            writer.endObject();
        }
        writer.endArray();
        writer.name("mcnemar").beginObject();
        writer.name("only_first").value(test.onlyFirst());
        writer.name("only_second").value(test.onlySecond());
        Json.figure(writer, "p", test.exactP());
        Json.figure(writer, "chi_square", test.chiSquareCorrected().statistic());
        Json.figure(writer, "chi_square_p", test.chiSquareCorrected().p());
        writer.endObject();
        writer.endObject();
    }
}
