package io.ocelli.data;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import io.ocelli.error.ImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file (RFC 4180, UTF-8) of {@code path,label}: a picture and the name of its class in each line, in the file's
 * order. Relative paths begin at the CSV's folder. The classes are the labels, sorted by code points; an empty label is a
 * picture whose class is not known.
 *
 * <p>A first line whose first or second field is called {@code path}, {@code file}, {@code filename} or {@code image} is a
 * header, if it has a {@code label} or {@code class} too; the columns are then found by these names, and others are left
 * out, unless they are asked for by {@link #withColumns}. Immutable.
 */
public final class ImageTable implements DataSet {
    private static final ImmutableSet<String> PATH =
            ImmutableSet.of("path", "file", "filename", "file_name", "filepath", "image", "picture");
    private static final ImmutableSet<String> LABEL =
            ImmutableSet.of("label", "class", "class_name", "category", "labels", "classes", "tags");
    private static final int LISTED = 10;

    private final Path csv;
    private final DataSet pictures;

    private ImageTable(Path csv, DataSet pictures) {
        this.csv = csv;
        this.pictures = pictures;
    }

    /**
     * The pictures that a CSV file lists.
     *
     * @throws ImageException if it cannot be read, has no pictures, or a line lacks a path or a label or names a file that
     *     does not exist; the message has the line
     */
    public static ImageTable of(Path csv) {
        return of(csv, null);
    }

    /**
     * The pictures that a CSV file lists, each with any number of classes: {@code beach.jpg,sea;sand}. What a picture is of is
     * its {@value Batch#TARGETS}, 1 for each of its classes, for a loss that asks for each by itself; {@link Sample#CLASS} it has
     * none. An empty field is a picture of no class.
     *
     * @param separator between the classes in the field: {@code ";"}, {@code "|"}, a space; with a comma, the field is quoted
     * @throws IllegalArgumentException if the separator is empty
     * @throws ImageException as {@link #of} throws it
     */
    public static ImageTable multiLabel(Path csv, String separator) {
        if (separator.isEmpty()) {
            throw new IllegalArgumentException("A separator of classes has a character, received an empty one");
        }
        return of(csv, Splitter.on(separator).trimResults().omitEmptyStrings());
    }

    /**
     * The pictures that a CSV file lists, with all of its columns: what stands in a column beside path and label, the samples carry
     * under its name as a {@linkplain Datum#text text}, empty where nothing stands. The first line is a header that names the path;
     * without a label, no class is known. Where the path is empty there is no picture, and the sample is one
     * {@linkplain Sample#withoutPicture without}; a column called {@value Sample#GROUP} is what samples share.
     *
     * @throws ImageException as {@link #of} throws it, or if there is no such header, a line has not as many fields as it, or a
     *     column has a name that no value can have
     */
    public static ImageTable withColumns(Path csv) {
        List<Csv.Row> rows = Csv.read(text(csv), csv.toString());
        List<String> header =
                rows.isEmpty() ? Collections.emptyList() : rows.get(0).fields();
        int path = find(header, PATH);
        if (path < 0 || rows.size() < 2) {
            throw new ImageException(
                    "A table with columns has a header that names the path of pictures, and a line for each,"
                            + " received " + Names.list(header) + " in " + csv
                            + (rows.isEmpty() ? "" : Csv.separator(rows.get(0)))
                            + ". Put path,label,... into its first line.");
        }
        return new ImageTable(csv, columns(csv, rows, path, find(header, LABEL)));
    }

    private static DataSet columns(Path csv, List<Csv.Row> rows, int path, int label) {
        List<String> header = rows.get(0).fields();
        List<Sample> samples = new ArrayList<>();
        List<List<String>> names = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (Csv.Row row : rows.subList(1, rows.size())) {
            if (row.fields().size() != header.size()) {
                throw new ImageException(csv + ", line " + row.line() + ": a line has a field for each of the columns "
                        + Names.list(header) + ", received " + Names.list(row.fields()) + Csv.separator(row));
            }
            Map<String, Datum> values = new LinkedHashMap<>();
            for (int i = 0; i < header.size(); i++) {
                String name = header.get(i).trim();
                if (i != path && i != label && !name.isEmpty()) {
                    values.put(name, Datum.text(row.fields().get(i).trim()));
                }
            }
            samples.add(sample(csv, row, row.fields().get(path).trim(), values, missing));
            names.add(Collections.singletonList(
                    label < 0 ? "" : row.fields().get(label).trim()));
        }
        requireThere(csv, missing);
        return single(samples, names);
    }

    private static Sample sample(Path csv, Csv.Row row, String path, Map<String, Datum> values, List<String> missing) {
        try {
            if (path.isEmpty()) {
                return Sample.withoutPicture(csv + ", line " + row.line(), values);
            }
            Path file = resolve(csv, row, path);
            requireFile(row, file, missing);
            return new Sample(file.toString(), ImageSource.of(file), values).with(Sample.SHOWN, Datum.row(1));
        } catch (IllegalArgumentException e) {
            throw new ImageException(csv + ": its columns are called as values can be: " + e.getMessage(), e);
        }
    }

    /** @param several what parts the classes in the field of a picture, or null where each has one */
    private static ImageTable of(Path csv, @Nullable Splitter several) {
        List<Csv.Row> rows = Csv.read(text(csv), csv.toString());
        int path = 0;
        int label = 1;
        boolean header = false;
        if (!rows.isEmpty()) {
            List<String> first = rows.get(0).fields();
            int named = find(first, PATH);
            int labelled = find(first, LABEL);
            header = named >= 0 && labelled >= 0;
            path = header ? named : path;
            label = header ? labelled : label;
        }
        List<Csv.Row> records = header ? rows.subList(1, rows.size()) : rows;
        if (records.isEmpty()) {
            throw new ImageException(csv + " lists no pictures; it has a line path,label for each");
        }
        return new ImageTable(csv, pictures(csv, records, path, label, several));
    }

    @Override
    public List<String> classes() {
        return pictures.classes();
    }

    @Override
    public int size() {
        return pictures.size();
    }

    @Override
    public Sample sample(int i) {
        return pictures.sample(i);
    }

    @Override
    public Map<String, Datum.Kind> carries() {
        return pictures.carries();
    }

    @Override
    public String toString() {
        return csv + ": " + pictures;
    }

    private static DataSet pictures(Path csv, List<Csv.Row> records, int path, int label, @Nullable Splitter several) {
        List<Sample> samples = new ArrayList<>(records.size());
        List<List<String>> names = new ArrayList<>(records.size());
        List<String> missing = new ArrayList<>();
        for (Csv.Row row : records) {
            if (row.fields().size() <= Math.max(path, label)
                    || row.fields().get(path).trim().isEmpty()) {
                throw new ImageException(csv + ", line " + row.line() + ": a line has a path and a label, received "
                        + Names.list(row.fields()) + Csv.separator(row));
            }
            String field = row.fields().get(label).trim();
            names.add(several == null ? Collections.singletonList(field) : several.splitToList(field));
            Path file = resolve(csv, row, row.fields().get(path).trim());
            requireFile(row, file, missing);
            samples.add(Sample.of(file, Sample.UNLABELLED));
        }
        requireThere(csv, missing);
        return several == null ? single(samples, names) : Several.of(samples, names);
    }

    private static void requireFile(Csv.Row row, Path file, List<String> missing) {
        if (!Files.isRegularFile(file)) { // a pipe might be waited for for ever
            missing.add("line " + row.line() + ": " + file + (Files.exists(file) ? " (no regular file)" : ""));
        }
    }

    private static void requireThere(Path csv, List<String> missing) {
        if (!missing.isEmpty()) {
            throw new ImageException(csv + " names " + missing.size() + " files that do not exist: "
                    + String.join("; ", missing.subList(0, Math.min(LISTED, missing.size())))
                    + (missing.size() > LISTED ? "; ..." : "")
                    + ". Relative paths begin at the CSV's folder; correct or remove these lines.");
        }
    }

    /** Of one class each; an empty name is none. */
    private static DataSet single(List<Sample> samples, List<List<String>> names) {
        TreeSet<String> sorted = new TreeSet<>(Names.ORDER);
        names.forEach(sorted::addAll);
        sorted.remove("");
        List<String> classes = new ArrayList<>(sorted);
        Map<String, Integer> labels = new HashMap<>();
        classes.forEach(name -> labels.put(name, labels.size()));
        List<Sample> labelled = new ArrayList<>(samples.size());
        for (int i = 0; i < samples.size(); i++) {
            int label = labels.getOrDefault(names.get(i).get(0), Sample.UNLABELLED);
            labelled.add(samples.get(i).withLabel(label));
        }
        return new Samples(classes, labelled);
    }

    private static Path resolve(Path csv, Csv.Row row, String path) {
        try {
            return csv.resolveSibling(path);
        } catch (InvalidPathException e) {
            throw new ImageException(
                    csv + ", line " + row.line() + ": '" + path + "' is not a path: " + e.getMessage(), e);
        }
    }

    private static int find(List<String> header, ImmutableSet<String> names) {
        for (int i = 0; i < header.size(); i++) {
            if (names.contains(header.get(i).trim().toLowerCase(Locale.ROOT))) {
                return i;
            }
        }
        return -1;
    }

    private static String text(Path csv) {
        try {
            return Csv.text(Files.readAllBytes(csv), csv.toString());
        } catch (IOException e) {
            throw new ImageException(
                    "The table " + csv + " cannot be read: " + e
                            + ". Give a CSV file with a line path,label for each picture.",
                    e);
        }
    }
}
