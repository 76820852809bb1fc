package io.ocelli.reports;

import com.google.gson.stream.JsonWriter;
import io.ocelli.data.SkippedPicture;
import io.ocelli.metrics.ClassFigures;
import io.ocelli.metrics.Evaluation;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A report as a page in one file. */
final class ReportPage {
    private static final int PER_CELL = 12;
    private static final int CARDS = 24;
    private static final int GROUPS = 50;
    private static final int CLASSES = 200;

    private final Report.Facts facts;
    private final Evaluation evaluation;
    private final Html page;
    /** Where in the page's list of pictures each is, by its index. */
    private final Map<Integer, Integer> places = new HashMap<>();

    ReportPage(Report.Facts facts) {
        this.facts = facts;
        this.evaluation = facts.evaluation();
        this.page = new Html(facts.name()).style(resource("report.css"));
    }

    @Override
    public String toString() {
        summary();
        Predictions predictions = facts.predictions();
        List<Integer> mistakes = predictions == null ? List.of() : mistakes(predictions);
        List<LabelError> doubts = predictions == null ? List.of() : doubts(predictions);
        List<Integer> doubted = predictions == null ? List.of() : indexes(predictions, doubts);
        String json = predictions == null ? "" : pictures(predictions, mistakes, doubted);
        matrix(predictions != null);
        curves();
        perClass();
        if (predictions != null) {
            cards("The most confident mistakes", mistakes, "No picture was taken for another class.");
            cards(
                    "Labels that are likely errors",
                    doubted,
                    "No label is doubted: no other class is likelier than the given one.");
        }
        groups("Pictures that are there more than once", facts.duplicates());
        groups("Pictures that were learnt from, too", facts.leaks());
        broken(predictions);
        model();
        if (predictions != null) {
            page.markup("<script type=\"application/json\" id=\"pictures\">" + json + "</script>\n<script>\n"
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
        ReportFigures.of(evaluation).forEach(figure -> rows.add(List.of(figure.name(), figure.text())));
        page.facts(rows);
    }

    /** Those that are wrong, the surest first. */
    private static List<Integer> mistakes(Predictions predictions) {
        return IntStream.range(0, predictions.size())
                .filter(i -> predictions.predicted(i) != predictions.sample(i).label())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -confidence(predictions, i)))
                .limit(CARDS)
                .toList();
    }

    private static List<LabelError> doubts(Predictions predictions) {
        return predictions.labelErrors().stream()
                .filter(label -> !label.given().equals(label.suggested()))
                .limit(CARDS)
                .toList();
    }

    private static List<Integer> indexes(Predictions predictions, List<LabelError> labels) {
        Map<Object, Integer> indexes = new HashMap<>();
        for (int i = 0; i < predictions.size(); i++) {
            indexes.put(predictions.sample(i), i);
        }
        return labels.stream()
                .map(label -> Objects.requireNonNull(indexes.get(label.sample())))
                .toList();
    }

    private static double confidence(Predictions predictions, int i) {
        return predictions.probabilities(i)[predictions.predicted(i)];
    }

    /** Chooses the pictures that are shown; as JSON. */
    private String pictures(Predictions predictions, List<Integer> mistakes, List<Integer> doubted) {
        Thumbnails thumbnails = new Thumbnails(predictions);
        thumbnails.choose(mistakes);
        thumbnails.choose(doubted);
        Map<List<Integer>, List<Integer>> cells = new HashMap<>();
        for (int i = 0; i < predictions.size(); i++) {
            List<Integer> cell = List.of(predictions.sample(i).label(), predictions.predicted(i));
            List<Integer> of = cells.computeIfAbsent(cell, each -> new ArrayList<>());
            if (of.size() < PER_CELL) {
                of.add(i);
            }
        }
        Comparator<Map.Entry<List<Integer>, List<Integer>>> wrongFirst = Comparator.comparing(
                each -> each.getKey().get(0).equals(each.getKey().get(1)));
        cells.entrySet().stream()
                .sorted(wrongFirst.thenComparing(each -> each.getKey().toString()))
                .forEach(each -> thumbnails.choose(each.getValue()));
        return json(predictions, thumbnails.read());
    }

    private String json(Predictions predictions, Map<Integer, String> thumbnails) {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.setHtmlSafe(true); // no name ends the element that it stands in
            json.beginObject().name("classes").beginArray();
            for (String name : predictions.classes()) {
                json.value(name);
            }
            json.endArray().name("pictures").beginArray();
            for (Map.Entry<Integer, String> each : thumbnails.entrySet()) {
                int i = each.getKey();
                places.put(i, places.size());
                json.beginObject().name("name").value(predictions.sample(i).name());
                json.name("actual").value(predictions.sample(i).label());
                json.name("predicted").value(predictions.predicted(i));
                json.name("confidence").value(confidence(predictions, i));
                json.name("image").value(each.getValue()).endObject();
            }
            json.endArray().endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a string takes everything
        }
        return text.toString();
    }

    private void matrix(boolean clickable) {
        page.heading("Confusion matrix");
        if (clickable) {
            page.paragraph(String.format(
                    Locale.ROOT,
                    "A row is a true class, a column a prediction. Click a number to see its pictures: up to %d of each"
                            + " and %d of %d in all are on this page, no larger than %d pixels, mistakes first.",
                    PER_CELL,
                    places.size(),
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

    private void cards(String heading, List<Integer> pictures, String none) {
        page.heading(heading);
        if (pictures.isEmpty()) {
            page.paragraph(none);
            return;
        }
        List<Integer> numbers =
                pictures.stream().map(places::get).filter(Objects::nonNull).toList();
        page.markup("<div class=\"cards\" data-pictures=\"" + numbers + "\"></div>\n");
    }

    private void groups(String heading, @Nullable List<Duplicates> groups) {
        if (groups == null) {
            return;
        }
        page.heading(heading);
        page.paragraph(groups.isEmpty() ? "None." : groups.size() + (groups.size() == 1 ? " group." : " groups."));
        if (groups.isEmpty()) {
            return;
        }
        page.list(groups.stream()
                .limit(GROUPS)
                .map(group -> (group.exact() ? "the same: " : "alike: ") + String.join(", ", group.names()))
                .toList());
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
