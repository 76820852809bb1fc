package io.ocelli.reports;

import io.ocelli.data.Sample;
import io.ocelli.data.SkippedPicture;
import io.ocelli.metrics.ClassFigures;
import io.ocelli.metrics.Evaluation;
import io.ocelli.metrics.Interval;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A report as a page in one file. */
final class ReportPage {
    private static final int CARDS = 24;
    private static final int GROUPS = 50;
    private static final int CLASSES = 200;

    private final Report.Facts facts;
    private final Evaluation evaluation;
    private final Html page;
    private final @Nullable ShownPictures shown;
    /** Those that are wrong, the surest first. */
    private final List<Sample> mistakes;
    /** Those whose label is likely wrong, the likeliest first. */
    private final List<Sample> doubted;

    ReportPage(Report.Facts facts) {
        this.facts = facts;
        this.evaluation = facts.evaluation();
        this.page = new Html(facts.name()).style(resource("report.css"));
        Predictions predictions = facts.predictions();
        this.mistakes = predictions == null ? List.of() : mistakes(predictions);
        this.doubted = predictions == null ? List.of() : doubted(predictions);
        List<List<Sample>> first = new ArrayList<>(List.of(mistakes, doubted));
        groups(facts.duplicates()).forEach(group -> first.add(group.samples()));
        groups(facts.leaks()).forEach(group -> first.add(group.samples()));
        this.shown = predictions == null ? null : new ShownPictures(predictions, first);
    }

    private static List<Duplicates> groups(@Nullable List<Duplicates> groups) {
        return groups == null ? List.of() : groups.subList(0, Math.min(GROUPS, groups.size()));
    }

    private static List<Sample> mistakes(Predictions predictions) {
        return IntStream.range(0, predictions.size())
                .filter(i -> predictions.predicted(i) != predictions.sample(i).label())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -predictions.confidence(i)))
                .limit(CARDS)
                .map(predictions::sample)
                .toList();
    }

    private static List<Sample> doubted(Predictions predictions) {
        return predictions.labelErrors().stream()
                .filter(label -> !label.given().equals(label.suggested()))
                .limit(CARDS)
                .map(LabelError::sample)
                .toList();
    }

    @Override
    public String toString() {
        summary();
        matrix();
        curves();
        perClass();
        if (shown != null) {
            cards("The most confident mistakes", mistakes, "No picture was taken for another class.");
            cards(
                    "Labels that are likely errors",
                    doubted,
                    "No label is doubted: no other class is likelier than the given one.");
        }
        groups("Pictures that are there more than once", facts.duplicates());
        groups("Pictures that were learnt from, too", facts.leaks());
        broken(facts.predictions());
        model();
        if (shown != null) {
            page.markup("<script type=\"application/json\" id=\"pictures\">" + shown.json() + "</script>\n<script>\n"
                    + resource("report.js") + "</script>\n");
        }
        return page.toString();
    }

    private void summary() {
        page.paragraph(String.format(
                Locale.ROOT,
                "%d pictures%s of %d classes.",
                evaluation.count(),
                facts.data().isEmpty() ? "" : " (" + facts.data() + ")",
                evaluation.classes().size()));
        List<List<String>> rows = new ArrayList<>();
        Map<String, Interval> intervals = ReportFigures.intervals(evaluation, facts.predictions());
        ReportFigures.values(evaluation).forEach(figure -> rows.add(List.of(figure.name(), figure.text(intervals))));
        page.facts(rows);
    }

    private void matrix() {
        page.heading("Confusion matrix");
        if (shown != null) {
            page.paragraph(String.format(
                    Locale.ROOT,
                    "A row is a true class, a column a prediction. Click a number to see its pictures: up to %d of each"
                            + " and %d of %d in all are on this page, no larger than %d pixels, mistakes first.",
                    ShownPictures.PER_CELL,
                    shown.count(),
                    evaluation.count(),
                    Thumbnails.SIDE));
        } else {
            page.paragraph("A row is a true class, a column a prediction.");
        }
        page.markup(new ConfusionMarkup(evaluation).toString());
        page.markup("<div id=\"shown\" aria-live=\"polite\"></div>\n");
    }

    private void curves() {
        ReportCurves curves = new ReportCurves(evaluation);
        if (curves.any()) {
            page.heading("Curves").paragraph("Each class against the others; of many, those with the lowest F1.");
            page.picture(curves.roc(), "receiver operating characteristic");
            page.picture(curves.precisionRecall(), "precision over recall");
        }
        if (!Double.isNaN(evaluation.expectedCalibrationError())) {
            page.heading("Reliability").paragraph("How often answers of a confidence are right, in ten bins.");
            page.picture(curves.reliability(), "accuracy over confidence");
        }
    }

    private void perClass() {
        List<ClassFigures> figures = evaluation.perClass();
        List<List<String>> rows = new ArrayList<>();
        IntStream.range(0, figures.size())
                .boxed()
                .sorted(Comparator.comparingDouble(k -> figures.get(k).f1()))
                .limit(CLASSES)
                .forEach(k -> rows.add(List.of(
                        figures.get(k).name(),
                        ReportFigures.percent(figures.get(k).precision()),
                        ReportFigures.percent(figures.get(k).recall()),
                        ReportFigures.percent(figures.get(k).f1()),
                        Long.toString(figures.get(k).support()))));
        page.heading("Classes")
                .paragraph("Those with the lowest F1 first"
                        + (figures.size() > CLASSES ? ", " + CLASSES + " of " + figures.size() + "." : "."));
        page.table(List.of("class", "precision", "recall", "F1", "pictures"), rows);
    }

    private void cards(String heading, List<Sample> pictures, String none) {
        page.heading(heading);
        if (pictures.isEmpty()) {
            page.paragraph(none);
        } else {
            cards(pictures);
        }
    }

    private void cards(List<Sample> pictures) {
        if (shown != null) {
            page.markup("<div class=\"cards\" data-pictures=\"" + shown.places(pictures) + "\"></div>\n");
        }
    }

    private void groups(String heading, @Nullable List<Duplicates> groups) {
        if (groups == null) {
            return;
        }
        page.heading(heading);
        page.paragraph(groups.isEmpty() ? "None." : groups.size() + (groups.size() == 1 ? " group." : " groups."));
        for (Duplicates group : groups(groups)) {
            page.paragraph((group.exact() ? "The same: " : "Alike: ") + String.join(", ", group.names()));
            cards(group.samples());
        }
    }

    private void broken(@Nullable Predictions predictions) {
        if (predictions != null && !predictions.broken().isEmpty()) {
            page.heading("Pictures that could not be read");
            page.list(predictions.broken().stream()
                    .limit(GROUPS)
                    .map(SkippedPicture::reason)
                    .toList());
        }
    }

    private void model() {
        if (facts.timings() != null) {
            page.heading("Time").paragraph("For a picture, the median: " + facts.timings() + ".");
        }
        if (!facts.model().isEmpty()) {
            page.heading("Model").facts(facts.model());
        }
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(ReportPage.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
