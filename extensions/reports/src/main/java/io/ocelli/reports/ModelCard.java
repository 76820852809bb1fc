package io.ocelli.reports;

import com.google.gson.JsonPrimitive;
import io.ocelli.metrics.ClassFigures;
import io.ocelli.metrics.Evaluation;
import io.ocelli.metrics.Interval;
import io.ocelli.reports.ReportFigures.Figure;
import java.util.List;
import java.util.Map;

/** A report as a model card: Markdown with a head in YAML, whose {@code model-index} Hugging Face's hub reads. */
final class ModelCard {
    private ModelCard() {}

    static String of(Report.Facts facts) {
        Evaluation evaluation = facts.evaluation();
        List<Figure> figures = ReportFigures.values(evaluation);
        Map<String, Interval> intervals = ReportFigures.intervals(evaluation, facts.predictions());
        String data = facts.data().isEmpty() ? "pictures" : facts.data();
        StringBuilder card = new StringBuilder("---\nlibrary_name: ocelli\npipeline_tag: image-classification\n"
                + "tags:\n- image-classification\nmodel-index:\n");
        card.append("- name: ").append(quoted(facts.name())).append('\n');
        card.append("  results:\n  - task:\n      type: image-classification\n      name: Image Classification\n");
        card.append("    dataset:\n      type: imagefolder\n      name: ")
                .append(quoted(data))
                .append('\n');
        card.append("    metrics:\n");
        for (Figure figure : figures) {
            card.append("    - type: ").append(figure.type()).append('\n');
            card.append("      value: ").append(figure.value()).append('\n');
            card.append("      name: ").append(quoted(figure.name())).append('\n');
        }
        card.append("---\n\n# ").append(cell(facts.name())).append("\n\n");
        card.append("Classifies pictures into ")
                .append(evaluation.classes().size())
                .append(" classes. Measured on ")
                .append(evaluation.count())
                .append(" pictures (")
                .append(cell(data))
                .append(").\n\n## Evaluation\n\n");
        row(card, "figure", "value");
        row(card, "---", "---");
        figures.forEach(figure -> row(card, figure.name(), figure.text(intervals)));
        card.append('\n');
        row(card, "class", "precision", "recall", "F1", "pictures");
        row(card, "---", "---:", "---:", "---:", "---:");
        for (ClassFigures each : evaluation.perClass()) {
            row(
                    card,
                    each.name(),
                    ReportFigures.percent(each.precision()),
                    ReportFigures.percent(each.recall()),
                    ReportFigures.percent(each.f1()),
                    Long.toString(each.support()));
        }
        if (!facts.model().isEmpty()) {
            card.append("\n## Model\n\n");
            row(card, "", "");
            row(card, "---", "---");
            facts.model().forEach(each -> row(card, each.get(0), each.get(1)));
        }
        if (facts.timings() != null) {
            card.append("\nTime for a picture: ").append(facts.timings()).append(".\n");
        }
        if (facts.leaks() != null) {
            card.append("\nPictures that were learnt from, too: ")
                    .append(facts.leaks().size())
                    .append(".\n");
        }
        return card.toString();
    }

    private static void row(StringBuilder card, String... cells) {
        for (String each : cells) {
            card.append("| ").append(cell(each)).append(' ');
        }
        card.append("|\n");
    }

    private static String cell(String text) {
        return text.replace("\\", "\\\\")
                .replace("|", "\\|")
                .replace("<", "&lt;")
                .replaceAll("\\R", " ");
    }

    /** A string of JSON is one of YAML. */
    private static String quoted(String text) {
        return new JsonPrimitive(text).toString();
    }
}
