package io.ocelli.samples.cli;

import com.google.gson.stream.JsonWriter;
import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.decisions.Calibration;
import io.ocelli.decisions.Conformal;
import io.ocelli.decisions.ConformalSets;
import io.ocelli.decisions.Fit;
import io.ocelli.decisions.LabelledScores;
import io.ocelli.metrics.Evaluation;
import io.ocelli.serving.Decorator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Fits a classifier's confidences to pictures that it did not learn from, and saves it so. */
@Command(
        name = "calibrate",
        sortOptions = false,
        description = {
            "Make a classifier's confidences as often right as they say, by pictures that it did not learn from, and",
            "save it so. The figures before and after are of the same pictures."
        })
public final class Calibrate extends Verb {
    @Option(names = "--model", required = true, paramLabel = "DIR", description = "What train wrote.")
    @SuppressWarnings("NullAway.Init")
    String model;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR|CSV",
            description = "Labelled pictures that it did not learn from; some hundreds are enough.")
    @SuppressWarnings("NullAway.Init")
    Path data;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the calibrated one is saved.")
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Option(
            names = "--method",
            paramLabel = "NAME",
            defaultValue = "temperature",
            description = "temperature (default), vector, isotonic or platt.")
    @SuppressWarnings("NullAway.Init")
    String method;

    @Option(
            names = "--coverage",
            paramLabel = "P",
            description = "Decide for sets of classes, too, of which this share holds the true one, as 0.9.")
    @Nullable
    Double coverage;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures as JSON, too.")
    @Nullable
    Path json;

    @Override
    public Integer call() throws IOException {
        requireWritable("--json", json);
        requireFolder("--out", folder);
        if (coverage != null && !(coverage > 0 && coverage < 1)) {
            throw wrong("--coverage is above 0 and below 1, received " + coverage);
        }
        Fit fit = fit();
        DataSet pictures = pictures("--data", data);
        try (Classifier classifier = classifier(model);
                PictureProgress progress = new PictureProgress(out(), "Scored")) {
            LabelledScores before = scores(classifier, progress.of(pictures));
            try (Classifier calibrated = classifier.with(fitted(fit, before))) {
                LabelledScores after = scores(calibrated, progress.of(pictures));
                progress.close();
                ConformalSets sets = coverage == null ? null : (ConformalSets) fitted(Conformal.lac(coverage), after);
                save(calibrated, sets);
                report(before.evaluation(classifier.labels()), after.evaluation(classifier.labels()), sets, after);
            }
        }
        return 0;
    }

    private Fit fit() {
        return switch (method) {
            case "temperature" -> Calibration.temperature();
            case "vector" -> Calibration.vector();
            case "isotonic" -> Calibration.isotonic();
            case "platt" -> Calibration.platt();
            default -> throw wrong("--method is temperature, vector, isotonic or platt, received '" + method + "'");
        };
    }

    private LabelledScores scores(Classifier classifier, DataSet pictures) {
        try {
            return classifier.scores(pictures);
        } catch (IllegalArgumentException e) {
            throw wrong("--data: " + e.getMessage());
        }
    }

    private Decorator fitted(Fit fit, LabelledScores scores) {
        try {
            return fit.of(scores);
        } catch (IllegalArgumentException e) {
            throw wrong("--data: " + e.getMessage());
        }
    }

    private void save(Classifier calibrated, @Nullable ConformalSets sets) {
        if (sets == null) {
            calibrated.save(folder);
            return;
        }
        try (Classifier deciding = calibrated.with(sets)) {
            deciding.save(folder);
        }
    }

    private void report(Evaluation before, Evaluation after, @Nullable ConformalSets sets, LabelledScores scores)
            throws IOException {
        out().printf(
                        Locale.ROOT,
                        "%s on %d pictures: calibration error %.2f %% to %.2f %%, log loss %.4f to %.4f, accuracy %.2f %%"
                                + " to %.2f %%; saved to %s%n",
                        method,
                        before.count(),
                        100 * before.expectedCalibrationError(),
                        100 * after.expectedCalibrationError(),
                        before.logLoss(),
                        after.logLoss(),
                        100 * before.accuracy(),
                        100 * after.accuracy(),
                        folder);
        double[] reached = sets == null ? new double[2] : reached(sets, scores);
        if (sets != null) {
            out().printf(
                            Locale.ROOT,
                            "Sets of %.2f classes in the mean hold the true one for %.2f %% of them%n",
                            reached[1],
                            100 * reached[0]);
        }
        Json.write(json, writer -> {
            writer.beginObject();
            writer.name("method").value(method);
            writer.name("images").value(before.count());
            figures(writer, "before", before);
            figures(writer, "after", after);
            if (coverage != null) {
                writer.name("sets").beginObject();
                Json.figure(writer, "wanted", coverage);
                Json.figure(writer, "coverage", reached[0]);
                Json.figure(writer, "mean_size", reached[1]);
                writer.endObject();
            }
            writer.endObject();
        });
    }

    private static void figures(JsonWriter writer, String name, Evaluation evaluation) throws IOException {
        writer.name(name).beginObject();
        Json.figure(writer, "ece", evaluation.expectedCalibrationError());
        Json.figure(writer, "nll", evaluation.logLoss());
        Json.figure(writer, "accuracy", evaluation.accuracy());
        writer.endObject();
    }

    /** The share of the pictures whose set holds their class, and the mean size of a set. */
    private static double[] reached(ConformalSets sets, LabelledScores scores) {
        double held = 0;
        double size = 0;
        for (int i = 0; i < scores.size(); i++) {
            int label = scores.label(i);
            int[] set = sets.set(scores.probabilities(i));
            held += Arrays.stream(set).anyMatch(c -> c == label) ? 1 : 0;
            size += set.length;
        }
        return new double[] {held / scores.size(), size / scores.size()};
    }
}
