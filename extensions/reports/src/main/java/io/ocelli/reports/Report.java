package io.ocelli.reports;

import io.ocelli.Classifier;
import io.ocelli.Timings;
import io.ocelli.error.ImageException;
import io.ocelli.error.OcelliException;
import io.ocelli.files.WholeFile;
import io.ocelli.metrics.Evaluation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How good a classifier is, to be read: a page in one file that needs no network, or the same as JSON, CSV or a model card.
 *
 * <pre>{@code
 * Predictions predictions = Predictions.of(classifier, test);
 * Report.of(predictions)
 *     .model("insects", classifier)
 *     .data("ants and bees")
 *     .leaks(Fingerprints.of(test).leaks(Fingerprints.of(train)))
 *     .write(Path.of("report.html"));
 * }</pre>
 *
 * <p>An immutable value.
 */
public final class Report {
    /** Pictures of which the time is taken. */
    private static final int TIMED = 20;

    /** What is reported; null, or empty, where nothing is known of it. */
    record Facts(
            Evaluation evaluation,
            @Nullable Predictions predictions,
            String name,
            String data,
            List<List<String>> model,
            @Nullable Timings timings,
            @Nullable List<Duplicates> duplicates,
            @Nullable List<Duplicates> leaks) {
        Facts with(@Nullable List<Duplicates> otherDuplicates, @Nullable List<Duplicates> otherLeaks) {
            return new Facts(evaluation, predictions, name, data, model, timings, otherDuplicates, otherLeaks);
        }
    }

    private final Facts facts;

    private Report(Facts facts) {
        this.facts = facts;
    }

    /** A report of figures alone; {@link #of(Predictions)} shows the pictures too. */
    public static Report of(Evaluation evaluation) {
        return new Report(new Facts(evaluation, null, "classifier", "", List.of(), null, null, null));
    }

    /** A report of figures and pictures. */
    public static Report of(Predictions predictions) {
        return new Report(
                new Facts(predictions.evaluation(), predictions, "classifier", "", List.of(), null, null, null));
    }

    /**
     * With the model that was measured: what it is called, what it runs on and expects of pictures, and, where there are
     * pictures, how long it takes for one: the median of up to twenty.
     *
     * @throws IllegalStateException if it was closed
     */
    public Report model(String name, Classifier classifier) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("model", name));
        rows.add(List.of("classifier", classifier.toString()));
        rows.add(List.of("engine", classifier.engine()));
        rows.add(List.of("preprocessing", classifier.preprocessing().toString()));
        if (classifier.hasNetwork()) {
            rows.add(List.of("weights", "sha256:" + classifier.weights().digest()));
        }
        if (!classifier.decorators().isEmpty()) {
            rows.add(List.of("decorators", classifier.decorators().toString()));
        }
        return new Report(new Facts(
                facts.evaluation,
                facts.predictions,
                Objects.requireNonNull(name, "name"),
                facts.data,
                List.copyOf(rows),
                facts.predictions == null ? null : timings(classifier, facts.predictions),
                facts.duplicates,
                facts.leaks));
    }

    private static @Nullable Timings timings(Classifier classifier, Predictions predictions) {
        List<Timings> all = new ArrayList<>();
        int step = Math.max(1, predictions.size() / TIMED);
        for (int i = 0; i < predictions.size() && all.size() < TIMED; i += step) {
            try {
                all.add(classifier.timed(predictions.sample(i).source()).timings());
            } catch (ImageException e) {
                continue; // it could be read when it was classified, and is gone
            }
        }
        all.sort((a, b) -> Double.compare(a.total(), b.total()));
        return all.isEmpty() ? null : all.get(all.size() / 2);
    }

    /** With what the pictures are called. */
    public Report data(String name) {
        return new Report(new Facts(
                facts.evaluation,
                facts.predictions,
                facts.name,
                name,
                facts.model,
                facts.timings,
                facts.duplicates,
                facts.leaks));
    }

    /** With the pictures that are there more than once. */
    public Report duplicates(List<Duplicates> groups) {
        return new Report(facts.with(List.copyOf(groups), facts.leaks));
    }

    /** With the pictures that were learnt from, too. */
    public Report leaks(List<Duplicates> groups) {
        return new Report(facts.with(facts.duplicates, List.copyOf(groups)));
    }

    /** Whether {@link #write} knows what a file of this name is to hold. */
    public static boolean writes(Path file) {
        return List.of("html", "json", "csv", "md").contains(extension(file));
    }

    /**
     * Writes it, in the place of the file that is there; what, its name's extension says:
     *
     * <ul>
     *   <li>{@code .html}: a page, dark or light as the reader has it. Its thumbnails are at most 600, of 128 pixels: those that
     *       are wrong come first;
     *   <li>{@code .json}: the figures of {@link Evaluation#toJson}, the labels and the duplicates;
     *   <li>{@code .csv}: a line a picture, or of figures alone a line a class;
     *   <li>{@code .md}: a model card as Hugging Face has them, the figures in its head as {@code model-index}.
     * </ul>
     *
     * @throws IllegalArgumentException if the name ends with something else
     * @throws OcelliException if the file cannot be written
     */
    public void write(Path file) {
        byte[] text = text(file).getBytes(StandardCharsets.UTF_8);
        try {
            WholeFile.write(file, out -> out.write(text));
        } catch (IOException e) {
            throw new OcelliException("The report cannot be written to " + file + ": " + e, e);
        }
    }

    private String text(Path file) {
        return switch (extension(file)) {
            case "html" -> new ReportPage(facts).toString();
            case "json" -> ReportJson.of(facts);
            case "csv" -> ReportCsv.of(facts);
            case "md" -> ModelCard.of(facts);
            default ->
                throw new IllegalArgumentException(
                        "A report is written as .html, .json, .csv or .md, received " + file);
        };
    }

    private static String extension(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
