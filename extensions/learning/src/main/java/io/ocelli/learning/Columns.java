package io.ocelli.learning;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.data.Batch;
import io.ocelli.data.DataSet;
import io.ocelli.data.Datum;
import io.ocelli.data.Sample;
import io.ocelli.error.OcelliException;
import io.ocelli.image.Parameters;
import io.ocelli.serving.Decorator;
import io.ocelli.serving.Scorer;
import io.ocelli.serving.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The columns of a table beside pictures, as they were fitted to those that were learnt from: they make of what a sample carries
 * the rows that a {@link Fusion} takes, of pictures to learn from by {@link #of}, and of those that a classifier is asked about
 * as a decorator that is saved with it.
 *
 * <pre>{@code
 * Columns columns = Columns.fit(training);
 * Classifier fused = Classifier.model("resnet18").pretrained().freezeBackbone().head(3)
 *     .then(Fusion.gated(columns))
 *     .fit(columns.of(training), columns.of(validation))
 *     .with(columns);
 * fused.classify(Sample.of(file, Sample.UNLABELLED).with("age", Datum.row(54)).with("note", Datum.text("itches")));
 * }</pre>
 *
 * <p>Numbers and categories become {@value #ROW}, texts {@value #TEXT}; where a sample has nothing of the one or the other, all
 * of it is NaN, which tells the network that this part is missing. {@link Sample#SHOWN} is 0 where a sample has no picture, and 1
 * where nothing is said. A value: immutable and safe for any number of threads.
 *
 * @param columns at least one, of different names
 */
public record Columns(List<Column> columns) implements Decorator {
    /** What numbers and categories become. */
    public static final String ROW = "row";

    /** What texts become. */
    public static final String TEXT = "text";

    static final String NAME = "columns";

    private static final ImmutableSet<String> OTHERS =
            ImmutableSet.of(Sample.CLASS, Sample.GROUP, Batch.TARGETS, Sample.SHOWN, ROW, TEXT);

    private static final int BUCKETS = 512;
    private static final int MOST_CATEGORIES = 50;

    /**
     * @throws IllegalArgumentException if there is none, or two have one name
     */
    public Columns {
        columns = ImmutableList.copyOf(columns);
        Set<String> names = new LinkedHashSet<>();
        columns.forEach(column -> names.add(column.name()));
        if (columns.isEmpty() || names.size() < columns.size()) {
            throw new IllegalArgumentException("Columns are at least one and of different names, received " + columns);
        }
    }

    /** As {@link #fit(DataSet, Set, Map)}, of all that the pictures carry, its kinds as they look. */
    public static Columns fit(DataSet pictures) {
        return fit(pictures, ImmutableSet.of(), ImmutableMap.of());
    }

    /**
     * Fitted to pictures to learn from: means and deviations of the numbers, the categories. Where its kind is not said, a column
     * whose known values are all numbers is one of numbers; one with at most 50 different texts, each of them there twice in the
     * mean, one of categories; and others are texts.
     *
     * @param names of the columns, all others being left out; empty for all that samples carry as a text, a label, or a row of one
     *     number
     * @param kinds of those whose kind is said
     * @throws IllegalArgumentException if there is no column, no sample carries one, or one of numbers holds something else
     */
    public static Columns fit(DataSet pictures, Set<String> names, Map<String, Column.Kind> kinds) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        Set<String> there = new LinkedHashSet<>();
        for (int i = 0; i < pictures.size(); i++) {
            pictures.sample(i).values().forEach((name, value) -> {
                boolean asked = names.isEmpty() ? !OTHERS.contains(name) : names.contains(name);
                if (!OTHERS.contains(name) && Column.isCell(value)) {
                    there.add(name);
                }
                if (asked && Column.isCell(value)) {
                    values.computeIfAbsent(name, each -> new ArrayList<>()).add(Column.value(value));
                }
            });
        }
        Set<String> unknown = new LinkedHashSet<>(names);
        unknown.addAll(kinds.keySet());
        unknown.removeAll(values.keySet());
        if (!unknown.isEmpty() || values.isEmpty()) {
            throw new IllegalArgumentException("Columns are what samples carry as a text, a label or one number, "
                    + there + " here; received " + (unknown.isEmpty() ? "none" : unknown));
        }
        List<Column> columns = new ArrayList<>();
        values.forEach((name, all) -> {
            Column.Kind kind = kinds.get(name);
            columns.add(Column.fit(name, kind == null ? kind(all) : kind, all, BUCKETS));
        });
        return new Columns(columns);
    }

    private static Column.Kind kind(List<String> values) {
        List<String> known = new ArrayList<>(values);
        known.removeIf(String::isEmpty);
        if (known.stream().allMatch(Column::isNumber)) {
            return Column.Kind.NUMBER;
        }
        long different = known.stream().distinct().count();
        return different <= MOST_CATEGORIES && 2 * different <= known.size() ? Column.Kind.CATEGORY : Column.Kind.TEXT;
    }

    /** What a {@link Fusion} takes of them, and how many numbers each time. */
    public Map<String, Integer> widths() {
        Map<String, Integer> widths = new LinkedHashMap<>();
        for (Column column : columns) {
            widths.merge(part(column), column.width(), Integer::sum);
        }
        return ImmutableMap.copyOf(widths);
    }

    private static String part(Column column) {
        return column.kind() == Column.Kind.TEXT ? TEXT : ROW;
    }

    /**
     * What a network takes in the place of what a sample carries: the rows, and what is not of a column as it was.
     *
     * @throws IllegalArgumentException if a column of numbers holds something else
     */
    public Map<String, Datum> encoded(Map<String, Datum> values) {
        Map<String, Datum> encoded = new LinkedHashMap<>(values);
        encoded.putIfAbsent(Sample.SHOWN, Datum.row(1));
        widths().forEach((part, width) -> {
            float[] row = new float[width];
            int at = 0;
            boolean known = false;
            for (Column column : columns) {
                if (part(column).equals(part)) {
                    String value = Column.value(values.get(column.name()));
                    known |= !value.isEmpty();
                    column.write(value, row, at);
                    at += column.width();
                    encoded.remove(column.name());
                }
            }
            if (!known) {
                Arrays.fill(row, Float.NaN);
            }
            encoded.put(part, Datum.row(row));
        });
        return encoded;
    }

    /**
     * Pictures whose columns are rows. They are made when a sample is asked for.
     *
     * @throws IllegalArgumentException when that is, if a column of numbers holds something else
     */
    public DataSet of(DataSet pictures) {
        return new EncodedPictures(pictures, this);
    }

    @Override
    public Scorer around(Scorer inner) {
        return inner.scoringBy(views -> {
            List<View> seen = new ArrayList<>(views.size());
            views.forEach(view -> seen.add(view.with(encoded(view.values()))));
            return inner.score(seen);
        });
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Parameters parameters() {
        JsonArray array = new JsonArray();
        for (Column column : columns) {
            JsonObject json = new JsonObject();
            json.addProperty("name", column.name());
            json.addProperty("kind", column.kind().name());
            switch (column.kind()) {
                case NUMBER:
                    json.addProperty("mean", column.mean());
                    json.addProperty("deviation", column.deviation());
                    break;
                case CATEGORY:
                    JsonArray categories = new JsonArray();
                    column.categories().forEach(categories::add);
                    json.add("categories", categories);
                    break;
                default:
                    json.addProperty("buckets", column.buckets());
            }
            array.add(json);
        }
        JsonObject whole = new JsonObject();
        whole.add(NAME, array);
        return Parameters.of("decorator", whole);
    }

    static Columns read(Parameters parameters) {
        try {
            ImmutableList.Builder<Column> columns = ImmutableList.builder();
            for (JsonElement each : parameters.toJson().getAsJsonArray(NAME)) {
                columns.add(column(each.getAsJsonObject()));
            }
            return new Columns(columns.build());
        } catch (IllegalStateException | ClassCastException | NullPointerException | UnsupportedOperationException e) {
            throw new OcelliException(
                    "Saved columns have names, kinds and what they were fitted to, received " + parameters, e);
        }
    }

    private static Column column(JsonObject json) {
        String name = json.get("name").getAsString();
        switch (Column.Kind.valueOf(json.get("kind").getAsString())) {
            case NUMBER:
                return Column.number(
                        name,
                        json.get("mean").getAsDouble(),
                        json.get("deviation").getAsDouble());
            case CATEGORY:
                List<String> categories = new ArrayList<>();
                json.getAsJsonArray("categories").forEach(category -> categories.add(category.getAsString()));
                return Column.category(name, categories);
            default:
                return Column.text(name, json.get("buckets").getAsInt());
        }
    }
}
