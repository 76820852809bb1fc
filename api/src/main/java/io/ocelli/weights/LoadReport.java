package io.ocelli.weights;

import com.google.common.collect.ImmutableList;
import io.ocelli.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How weights fitted a network, entry by entry of the state dict; prints itself for people. The entries of a head that was
 * asked for anew are in none of the lists. Immutable.
 *
 * @param origin where the weights came from: a file, a row of the catalogue
 * @param loaded the number of entries that were taken
 * @param missing what the network has and the weights lack; expected, not received
 * @param leftOver what the weights have and the network lacks; received, not expected
 * @param otherShape what both have, in different shapes
 */
public record LoadReport(String origin, int loaded, List<Entry> missing, List<Entry> leftOver, List<Entry> otherShape) {
    private static final int SHOWN = 8;

    public LoadReport {
        missing = ImmutableList.copyOf(missing);
        leftOver = ImmutableList.copyOf(leftOver);
        otherShape = ImmutableList.copyOf(otherShape);
    }

    /**
     * An entry that did not fit.
     *
     * @param name its name in the network, after renaming
     * @param expected its shape in the network, or null where it has none of this name
     * @param received its shape in the weights, or null where they have none of this name
     */
    public record Entry(
            String name, @Nullable Shape expected, @Nullable Shape received) {
        @Override
        public String toString() {
            if (expected != null && received != null) {
                return name + " is " + expected + ", the weights have " + received;
            }
            return name + " " + (expected != null ? expected : received);
        }
    }

    /** The report of a network that took no weights. */
    public static LoadReport none() {
        return new LoadReport("no weights", 0, ImmutableList.of(), ImmutableList.of(), ImmutableList.of());
    }

    /** Whether each entry found its own, on both sides. */
    public boolean isComplete() {
        return missing.isEmpty() && leftOver.isEmpty() && otherShape.isEmpty();
    }

    /** {@code ORIGIN: 120 entries loaded; 2 missing: fc.weight [10, 512], fc.bias [10]; ...}, long lists cut short. */
    @Override
    public String toString() {
        return origin + ": " + loaded + " entries loaded" + part("missing", missing) + part("left over", leftOver)
                + part("of another shape", otherShape);
    }

    private static String part(String what, List<Entry> entries) {
        if (entries.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("; " + entries.size() + " " + what + ": ");
        for (int i = 0; i < Math.min(SHOWN, entries.size()); i++) {
            text.append(i == 0 ? "" : ", ").append(entries.get(i));
        }
        return text.append(entries.size() > SHOWN ? ", ..." : "").toString();
    }
}
