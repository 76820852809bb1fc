package io.ocelli.reports;

import io.ocelli.metrics.ClassFigures;
import java.util.List;
import java.util.Locale;

/** A report as CSV: RFC 4180, with a head. */
final class ReportCsv {
    private ReportCsv() {}

    static String of(Report.Facts facts) {
        StringBuilder csv = new StringBuilder();
        Predictions predictions = facts.predictions();
        if (predictions == null) {
            line(csv, "class", "precision", "recall", "f1", "pictures");
            for (ClassFigures each : facts.evaluation().perClass()) {
                line(
                        csv,
                        each.name(),
                        Double.toString(each.precision()),
                        Double.toString(each.recall()),
                        Double.toString(each.f1()),
                        Long.toString(each.support()));
            }
            return csv.toString();
        }
        line(csv, "file", "label", "predicted", "confidence", "label_probability");
        List<String> classes = predictions.classes();
        for (int i = 0; i < predictions.size(); i++) {
            float[] probabilities = predictions.probabilities(i);
            int label = predictions.sample(i).label();
            int predicted = predictions.predicted(i);
            line(
                    csv,
                    predictions.sample(i).name(),
                    classes.get(label),
                    classes.get(predicted),
                    String.format(Locale.ROOT, "%.6f", probabilities[predicted]),
                    String.format(Locale.ROOT, "%.6f", probabilities[label]));
        }
        return csv.toString();
    }

    private static void line(StringBuilder csv, String... fields) {
        for (int i = 0; i < fields.length; i++) {
            csv.append(i == 0 ? "" : ",").append(field(fields[i]));
        }
        csv.append("\r\n");
    }

    private static String field(String text) {
        return text.matches("(?s).*[\",\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
