package io.ocelli.reports;

import com.google.common.collect.ImmutableList;
import io.ocelli.error.OcelliException;
import io.ocelli.files.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Alternatives that cost more or less and are better or worse, as a page in one file: a chart of one over the other, and a table.
 * An immutable value.
 *
 * <pre>{@code
 * TradeOffPage.of("Compression", "milliseconds for a picture", "accuracy, %")
 *     .point("original", 2.1, 91.3, TradeOffPage.Standing.MISSED)
 *     .point("int8", 1.1, 91.1, TradeOffPage.Standing.CHOSEN)
 *     .write(Path.of("compression.html"));
 * }</pre>
 */
public final class TradeOffPage {
    private final String title;
    private final String cost;
    private final String quality;
    private final String summary;
    private final List<List<String>> table;
    private final List<String> notes;
    private final List<Point> points;

    private TradeOffPage(
            String title,
            String cost,
            String quality,
            String summary,
            List<List<String>> table,
            List<String> notes,
            List<Point> points) {
        this.title = title;
        this.cost = cost;
        this.quality = quality;
        this.summary = summary;
        this.table = ImmutableList.copyOf(table);
        this.notes = ImmutableList.copyOf(notes);
        this.points = ImmutableList.copyOf(points);
    }

    /** How an alternative stands to what is wished. */
    public enum Standing {
        /** It does not do. */
        MISSED,
        /** It would do. */
        KEPT,
        /** It was taken. */
        CHOSEN
    }

    /** An alternative in the chart. */
    record Point(String name, double cost, double quality, Standing standing) {}

    /**
     * An empty one.
     *
     * @param cost what goes along the horizontal axis, with its unit
     * @param quality what goes along the vertical axis, with its unit
     */
    public static TradeOffPage of(String title, String cost, String quality) {
        return new TradeOffPage(
                Objects.requireNonNull(title, "title"),
                Objects.requireNonNull(cost, "cost"),
                Objects.requireNonNull(quality, "quality"),
                "",
                ImmutableList.of(),
                ImmutableList.of(),
                ImmutableList.of());
    }

    /** With what came of it, in a sentence. */
    public TradeOffPage summary(String sentence) {
        return new TradeOffPage(title, cost, quality, sentence, table, notes, points);
    }

    /** With a table, row by row, its heading first. */
    public TradeOffPage table(List<List<String>> rows) {
        return new TradeOffPage(title, cost, quality, summary, rows, notes, points);
    }

    /** With sentences behind the table. */
    public TradeOffPage notes(List<String> sentences) {
        return new TradeOffPage(title, cost, quality, summary, table, sentences, points);
    }

    /**
     * With one more alternative in the chart.
     *
     * @throws IllegalArgumentException if a number is not finite
     */
    public TradeOffPage point(String name, double cost, double quality, Standing standing) {
        if (!Double.isFinite(cost) || !Double.isFinite(quality)) {
            throw new IllegalArgumentException("A point of a chart has finite numbers, received " + cost + " and "
                    + quality + " for '" + name + "'");
        }
        ImmutableList.Builder<Point> all = ImmutableList.<Point>builder().addAll(points);
        all.add(new Point(name, cost, quality, standing));
        return new TradeOffPage(title, this.cost, this.quality, summary, table, notes, all.build());
    }

    /**
     * Writes the page, in the place of the file that is there.
     *
     * @throws OcelliException if the file cannot be written
     */
    public void write(Path file) {
        byte[] page = toString().getBytes(StandardCharsets.UTF_8);
        try {
            WholeFile.write(file, out -> out.write(page));
        } catch (IOException e) {
            throw new OcelliException("The page of " + title + " cannot be written to " + file + ": " + e, e);
        }
    }

    /** The page. */
    @Override
    public String toString() {
        Html page = new Html(title).style(ScatterMarkup.STYLE).paragraph(summary);
        if (!points.isEmpty()) {
            page.markup(ScatterMarkup.of(cost, quality, points));
        }
        if (!table.isEmpty()) {
            page.markup("<div class=\"wide\">\n");
            page.table(table.get(0), table.subList(1, table.size())).markup("</div>\n");
        }
        return page.list(notes).toString();
    }
}
