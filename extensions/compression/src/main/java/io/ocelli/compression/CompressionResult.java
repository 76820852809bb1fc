package io.ocelli.compression;

import com.google.common.collect.ImmutableList;
import io.ocelli.Classifier;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What came of a {@link CompressionSearch}. Its networks lie in the search's folder. Immutable and safe for any number of threads.
 */
public final class CompressionResult {
    private static final List<String> HEAD = ImmutableList.of(
            "network",
            "size, MB",
            "parameters, k",
            "MACs, M",
            "batch 1, ms",
            "of the original's",
            "batch 16, ms",
            "of the original's",
            "accuracy, %",
            "agreement, %",
            "wish");

    private final CompressionWish wish;
    private final List<CompressionCandidate> candidates;
    private final List<String> notes;
    private final boolean ended;
    private final CompressionFolder folder;

    CompressionResult(
            CompressionWish wish,
            List<CompressionCandidate> candidates,
            List<String> notes,
            boolean ended,
            CompressionFolder folder) {
        this.wish = wish;
        this.candidates = ImmutableList.copyOf(candidates);
        this.notes = ImmutableList.copyOf(notes);
        this.ended = ended;
        this.folder = folder;
    }

    /** What was wished. */
    public CompressionWish wish() {
        return wish;
    }

    /** What was measured, in its order, the original first; empty where it was stopped before that. */
    public List<CompressionCandidate> candidates() {
        return candidates;
    }

    /** What could not be tried, and why, in sentences. */
    public List<String> notes() {
        return notes;
    }

    /** Whether all was tried; false where it was stopped. */
    public boolean isComplete() {
        return ended;
    }

    /** What a candidate does not keep of the wish, in words; empty where it keeps everything. */
    public List<String> missed(CompressionCandidate candidate) {
        return wish.missed(candidate, accuracy());
    }

    private double accuracy() {
        return candidates.get(0).accuracy();
    }

    /** Those that keep the wish, the best first: where it limits costs the most accurate, otherwise the fastest for one picture. */
    public List<CompressionCandidate> kept() {
        Comparator<CompressionCandidate> accurate = Comparator.comparingDouble(candidate -> -candidate.accuracy());
        Comparator<CompressionCandidate> fast =
                Comparator.comparingDouble(candidate -> candidate.single().milliseconds());
        return ImmutableList.copyOf(candidates.stream()
                .filter(candidate -> missed(candidate).isEmpty())
                .sorted(wish.limitsCost() ? accurate.thenComparing(fast) : fast.thenComparing(accurate))
                .collect(Collectors.toList()));
    }

    /**
     * The one that misses the wish by least, in the largest of the shares by which it misses its numbers (a drop as a share of the
     * original's accuracy); among those that keep it, the one that keeps it by most.
     *
     * @throws IllegalStateException if nothing was measured
     */
    public CompressionCandidate nearest() {
        return candidates.stream()
                .min(Comparator.comparingDouble(candidate -> wish.excess(candidate, accuracy())))
                .orElseThrow(() -> new IllegalStateException("Nothing was measured before the search was stopped"));
    }

    /**
     * The best that keeps the wish, the first of {@link #kept}.
     *
     * @throws IllegalStateException naming the nearest where none keeps it
     */
    public CompressionCandidate best() {
        List<CompressionCandidate> kept = kept();
        if (kept.isEmpty()) {
            CompressionCandidate nearest = nearest();
            throw new IllegalStateException("Of " + candidates.size() + " networks none keeps the wish of " + wish
                    + "; the nearest is " + nearest.name() + ": " + String.join(", ", missed(nearest))
                    + ". Wish for less, let more channels go, or train longer.");
        }
        return kept.get(0);
    }

    /**
     * Opens a candidate from the search's folder; close it.
     *
     * @throws IllegalArgumentException if it was not trained
     * @throws io.ocelli.error.WeightsException if it is not there any more
     */
    public Classifier open(CompressionCandidate candidate) {
        if (!candidate.isTrained()) {
            throw new IllegalArgumentException(
                    "What is opened was trained, and " + candidate.name() + " was not, as it costs more than " + wish);
        }
        return folder.open(candidate.name());
    }

    /**
     * Removes the search's folder with all its networks.
     *
     * @throws io.ocelli.error.WeightsException if it cannot be removed
     */
    public void discard() {
        folder.remove();
    }

    /** All that was measured, as a table in Markdown. */
    public String table() {
        StringBuilder table = new StringBuilder();
        for (List<String> row : rows()) {
            String line = "| " + String.join(" | ", row) + " |\n";
            table.append(line);
            if (row.equals(HEAD)) {
                table.append(line.replaceAll("[^|\n]+", "---"));
            }
        }
        return table.toString();
    }

    /** The cells of the table, row by row, the heading first. */
    public List<List<String>> rows() {
        ImmutableList.Builder<List<String>> rows = ImmutableList.builder();
        rows.add(HEAD);
        for (CompressionCandidate each : candidates) {
            List<String> missed = missed(each);
            rows.add(ImmutableList.of(
                    each.name(),
                    number("%.3f", each.bytes() / 1e6),
                    number("%.1f", each.cost().parameters() / 1e3),
                    number("%.2f", each.cost().products() / 1e6),
                    number("%.3f", each.single().milliseconds()),
                    number("%.2f", each.single().ratio()),
                    number("%.3f", each.sixteen().milliseconds()),
                    number("%.2f", each.sixteen().ratio()),
                    number("%.2f", 100 * each.accuracy()),
                    number("%.2f", 100 * each.agreement()),
                    missed.isEmpty() ? "kept" : String.join(", ", missed)));
        }
        return rows.build();
    }

    private static String number(String format, double number) {
        return Double.isNaN(number) ? "" : String.format(Locale.ROOT, format, number);
    }

    @Override
    public String toString() {
        return "CompressionResult of " + candidates.size() + " networks in " + folder;
    }
}
