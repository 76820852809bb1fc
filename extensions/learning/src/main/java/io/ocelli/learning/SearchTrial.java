package io.ocelli.learning;

import io.ocelli.graph.Cost;
import java.util.Locale;

/**
 * A network that a {@link Search} has trained.
 *
 * @param number of the trial, from 0
 * @param accuracy on the pictures to validate with after the last epoch, 0 to 1
 * @param proxy what the first filter said of it; not a number where there was none
 * @param seconds that its training took
 */
public record SearchTrial(
        int number, Candidate candidate, double accuracy, Footprint footprint, double proxy, double seconds) {
    private static final int FIELDS = 9;

    /** The heading of {@link #line}. */
    static final String HEADING =
            "number\tcandidate\taccuracy\tlatency_ms\tmemory\tparameters\tproducts\tproxy\tseconds";

    /** Fields between tabs. */
    String line() {
        return String.format(
                Locale.ROOT,
                "%d\t%s\t%.6f\t%.6f\t%d\t%d\t%d\t%s\t%.3f",
                number,
                candidate,
                accuracy,
                footprint.latency(),
                footprint.memory(),
                footprint.cost().parameters(),
                footprint.cost().products(),
                proxy,
                seconds);
    }

    /**
     * @throws IllegalArgumentException if it is no such line
     */
    static SearchTrial read(String line) {
        String[] fields = line.split("\t", -1);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException(
                    "A trial is " + FIELDS + " fields between tabs, received '" + line + "'");
        }
        return new SearchTrial(
                Integer.parseInt(fields[0]),
                Candidate.parse(fields[1]),
                Double.parseDouble(fields[2]),
                new Footprint(
                        Double.parseDouble(fields[3]),
                        Long.parseLong(fields[4]),
                        new Cost(Long.parseLong(fields[5]), Long.parseLong(fields[6]))),
                Double.parseDouble(fields[7]),
                Double.parseDouble(fields[8]));
    }

    /** Whether it is no worse in accuracy and latency than another, and better in one. */
    boolean dominates(SearchTrial other) {
        double own = footprint.latency();
        double its = other.footprint.latency();
        return accuracy >= other.accuracy && own <= its && (accuracy > other.accuracy || own < its);
    }
}
