package io.ocelli.metrics;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Writes an evaluation as JSON. */
final class EvaluationJson {
    private EvaluationJson() {}

    static String write(Evaluation evaluation) {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.setIndent("  ");
            json.beginObject();
            json.name("images").value(evaluation.count());
            json.name("classes").beginArray();
            for (String name : evaluation.classes()) {
                json.value(name);
            }
            json.endArray();
            number(json, "accuracy", evaluation.accuracy());
            number(json, "top5", evaluation.top5());
            number(json, "balanced_accuracy", evaluation.balancedAccuracy());
            average(json, "macro", evaluation.macro());
            average(json, "micro", evaluation.micro());
            average(json, "weighted", evaluation.weighted());
            number(json, "cohen_kappa", evaluation.cohenKappa());
            number(json, "quadratic_kappa", evaluation.quadraticKappa());
            number(json, "matthews", evaluation.matthews());
            number(json, "log_loss", evaluation.logLoss());
            number(json, "brier", evaluation.brier());
            number(json, "ece15", evaluation.expectedCalibrationError());
            json.name("per_class").beginArray();
            for (ClassFigures figures : evaluation.perClass()) {
                json.beginObject().name("name").value(figures.name());
                number(json, "precision", figures.precision());
                number(json, "recall", figures.recall());
                number(json, "f1", figures.f1());
                json.name("support").value(figures.support()).endObject();
            }
            json.endArray();
            confusion(json, evaluation);
            json.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a string takes everything
        }
        return text.toString();
    }

    /** The matrix, or of too many classes the list of its numbers that are not 0, each with its row and column. */
    private static void confusion(JsonWriter json, Evaluation evaluation) throws IOException {
        if (!evaluation.hasMatrix()) {
            json.name("confused").beginArray();
            for (Confused pair : evaluation.confused()) {
                json.beginArray()
                        .value(pair.actual())
                        .value(pair.predicted())
                        .value(pair.count())
                        .endArray();
            }
            json.endArray();
            return;
        }
        json.name("confusion").beginArray();
        for (long[] row : evaluation.confusion()) {
            json.beginArray();
            for (long count : row) {
                json.value(count);
            }
            json.endArray();
        }
        json.endArray();
    }

    private static void average(JsonWriter json, String name, Figures figures) throws IOException {
        json.name(name).beginObject();
        number(json, "precision", figures.precision());
        number(json, "recall", figures.recall());
        number(json, "f1", figures.f1());
        json.endObject();
    }

    private static void number(JsonWriter json, String name, double value) throws IOException {
        json.name(name);
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            json.nullValue();
        } else {
            json.value(value);
        }
    }
}
