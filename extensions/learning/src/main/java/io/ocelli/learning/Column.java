package io.ocelli.learning;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.ocelli.data.Datum;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table beside pictures, and the numbers that a network sees of its values. What is missing is an empty text,
 * {@code NA}, {@code NaN} or {@code null} in any case, a number that is NaN, or not carried at all.
 *
 * <ul>
 *   <li>{@link Kind#NUMBER}: (x - mean) / deviation and 0, or 0 and 1 where it is missing
 *   <li>{@link Kind#CATEGORY}: 1 for its category, for the one that was never seen, or for the missing one, else 0; a linear layer
 *       makes embeddings of these
 *   <li>{@link Kind#TEXT}: {@linkplain HashedNgrams hashed n-grams}, zeros where it is missing
 * </ul>
 *
 * @param name what samples carry it as
 * @param mean of a number's known values
 * @param deviation of a number's known values, 1 where they are all the same
 * @param categories those that are known, sorted
 * @param buckets of a text's n-grams
 */
public record Column(String name, Kind kind, double mean, double deviation, List<String> categories, int buckets) {
    /** What the values of a column are. */
    public enum Kind {
        NUMBER,
        CATEGORY,
        TEXT
    }

    private static final ImmutableSet<String> MISSING = ImmutableSet.of("", "na", "nan", "null");

    /**
     * @throws IllegalArgumentException if the deviation is not above 0, or a text has no buckets
     */
    public Column {
        categories = ImmutableList.copyOf(categories);
        if (!(deviation > 0) || kind == Kind.TEXT && buckets < 1) {
            throw new IllegalArgumentException(
                    "A column's deviation is above 0 and a text's buckets 1 or more, received " + deviation + " and "
                            + buckets + " for '" + name + "'");
        }
    }

    static Column number(String name, double mean, double deviation) {
        return new Column(name, Kind.NUMBER, mean, deviation, ImmutableList.of(), 0);
    }

    static Column category(String name, List<String> categories) {
        return new Column(name, Kind.CATEGORY, 0, 1, categories, 0);
    }

    static Column text(String name, int buckets) {
        return new Column(name, Kind.TEXT, 0, 1, ImmutableList.of(), buckets);
    }

    /** How many numbers a network sees of a value. */
    public int width() {
        switch (kind) {
            case NUMBER:
                return 2;
            case CATEGORY:
                return categories.size() + 2;
            default:
                return buckets;
        }
    }

    /** A value as a text; empty where it is missing. */
    static String value(@Nullable Datum datum) {
        String text = "";
        if (datum instanceof Datum.Text) {
            text = ((Datum.Text) datum).text().trim();
        } else if (datum instanceof Datum.Label) {
            text = Integer.toString(((Datum.Label) datum).label());
        } else if (datum instanceof Datum.Row) {
            float number = ((Datum.Row) datum).values().get(0);
            text = number == Math.rint(number) && Math.abs(number) < 1e7
                    ? Integer.toString((int) number)
                    : Float.toString(number);
        }
        return MISSING.contains(text.toLowerCase(Locale.ROOT)) ? "" : text;
    }

    /** Whether {@link Columns} takes it for a cell of a table. */
    static boolean isCell(Datum datum) {
        return datum instanceof Datum.Text
                || datum instanceof Datum.Label
                || datum instanceof Datum.Row && ((Datum.Row) datum).values().size() == 1;
    }

    static boolean isNumber(String value) {
        try {
            double number = Double.parseDouble(value);
            return !Double.isInfinite(number) && !Double.isNaN(number);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /**
     * Writes what a network sees of a value.
     *
     * @param value empty where it is missing
     * @throws IllegalArgumentException if a number is none
     */
    void write(String value, float[] to, int at) {
        switch (kind) {
            case NUMBER:
                number(value, to, at);
                break;
            case CATEGORY:
                int known = categories.indexOf(value);
                to[at + (value.isEmpty() ? categories.size() + 1 : known < 0 ? categories.size() : known)] = 1;
                break;
            default:
                float[] counts = HashedNgrams.of(value, buckets);
                System.arraycopy(counts, 0, to, at, buckets);
        }
    }

    private void number(String value, float[] to, int at) {
        if (value.isEmpty()) {
            to[at + 1] = 1;
        } else if (isNumber(value)) {
            to[at] = (float) ((Double.parseDouble(value) - mean) / deviation);
        } else {
            throw new IllegalArgumentException("The column '" + name + "' holds finite numbers, received '" + value
                    + "'. Leave it empty where it is not known, or say that the column holds categories or text.");
        }
    }

    /** Fitted to the values of a column, empty where they are missing. */
    static Column fit(String name, Kind kind, List<String> values, int buckets) {
        switch (kind) {
            case NUMBER:
                return fitNumber(name, values);
            case CATEGORY:
                String[] known = values.stream()
                        .filter(value -> !value.isEmpty())
                        .distinct()
                        .toArray(String[]::new);
                Arrays.sort(known);
                return category(name, Arrays.asList(known));
            default:
                return text(name, buckets);
        }
    }

    private static Column fitNumber(String name, List<String> values) {
        Column plain = number(name, 0, 1);
        double sum = 0;
        double squares = 0;
        int known = 0;
        float[] read = new float[2];
        for (String value : values) {
            if (!value.isEmpty()) {
                plain.number(value, read, 0); // refuses what is no number
                known++;
                double way = Double.parseDouble(value) - sum / Math.max(1, known - 1);
                sum += Double.parseDouble(value);
                squares += way * (Double.parseDouble(value) - sum / known); // Welford 1962
            }
        }
        double deviation = known == 0 ? 0 : Math.sqrt(squares / known);
        return number(name, known == 0 ? 0 : sum / known, deviation > 0 ? deviation : 1);
    }
}
