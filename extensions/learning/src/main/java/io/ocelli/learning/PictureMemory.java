package io.ocelli.learning;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageSource;
import io.ocelli.data.Sample;
import io.ocelli.error.ImageException;
import io.ocelli.files.WholeFile;
import io.ocelli.image.Image;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Pictures that a classifier has learnt from, in a folder: a uniform sample of all that it was shown ({@link Reservoir}), which is
 * learnt beside new ones so that these do not take their place. A picture is kept as its file is, or as a portable pixmap where it
 * lies in none; the folder's {@code memory.json} says which is of which class, and how many there were.
 *
 * <p>A value that says what is in the folder; {@link #with} writes and gives the next. For one process at a time.
 */
public final class PictureMemory {
    private static final String INDEX = "memory.json";

    private final Path folder;
    private final Reservoir reservoir;
    private final List<Entry> entries;

    /** @param file in the folder */
    private record Entry(String file, String label) {}

    private PictureMemory(Path folder, Reservoir reservoir, List<Entry> entries) {
        this.folder = folder;
        this.reservoir = reservoir;
        this.entries = entries;
    }

    /**
     * The memory in a folder; an empty one where there is none yet.
     *
     * @param capacity how many pictures it keeps, 1 or more; one that is there keeps the capacity that it has
     * @throws ImageException if the folder holds something else, or cannot be read
     */
    public static PictureMemory in(Path folder, int capacity) {
        Path index = folder.resolve(INDEX);
        if (!Files.isRegularFile(index)) {
            return new PictureMemory(folder, Reservoir.of(capacity, 0), new ArrayList<>());
        }
        try {
            String text = new String(Files.readAllBytes(index), StandardCharsets.UTF_8);
            JsonObject json = JsonParser.parseString(text).getAsJsonObject();
            List<Entry> entries = new ArrayList<>();
            for (JsonElement each : json.getAsJsonArray("pictures")) {
                JsonObject entry = each.getAsJsonObject();
                entries.add(new Entry(
                        entry.get("file").getAsString(), entry.get("label").getAsString()));
            }
            return new PictureMemory(
                    folder,
                    new Reservoir(
                            json.get("capacity").getAsInt(),
                            json.get("seen").getAsLong(),
                            json.get("seed").getAsLong()),
                    entries);
        } catch (IOException
                | JsonParseException
                | IllegalStateException
                | IllegalArgumentException
                | NullPointerException e) {
            throw new ImageException(
                    "A memory is a folder that Ocelli wrote, and " + index + " cannot be read: " + e.getMessage()
                            + ". Name another folder, or an empty one.",
                    e);
        }
    }

    /** How many pictures it holds. */
    public int size() {
        return entries.size();
    }

    /** How many there were. */
    public long seen() {
        return reservoir.seen();
    }

    /** What it holds, its classes sorted by name. */
    public DataSet pictures() {
        TreeSet<String> names = new TreeSet<>();
        entries.forEach(entry -> names.add(entry.label()));
        List<String> classes = new ArrayList<>(names);
        List<Sample> samples = new ArrayList<>();
        for (Entry entry : entries) {
            samples.add(Sample.of(folder.resolve(entry.file()), classes.indexOf(entry.label())));
        }
        return DataSet.of(classes, samples);
    }

    /**
     * After more pictures: each of all that there were is in it with the same probability. They are written before this returns; a
     * picture that is not kept is not read.
     *
     * @param pictures with a class each
     * @throws IllegalArgumentException if one has none
     * @throws ImageException if one cannot be read, or the folder not be written
     */
    public PictureMemory with(DataSet pictures) {
        Reservoir next = reservoir;
        List<Entry> kept = new ArrayList<>(entries);
        List<String> gone = new ArrayList<>();
        try {
            Files.createDirectories(folder);
            for (int i = 0; i < pictures.size(); i++) {
                Sample sample = pictures.sample(i);
                if (!sample.labelled()) {
                    throw new IllegalArgumentException("What is remembered has a class, and " + sample.name()
                            + " has none. Label it, or leave it out.");
                }
                int place = next.place();
                if (place != Reservoir.PASSED) {
                    Entry entry = write(sample, next.seen(), pictures.classes().get(sample.label()));
                    if (place < kept.size()) {
                        gone.add(kept.set(place, entry).file());
                    } else {
                        kept.add(entry);
                    }
                }
                next = next.next();
            }
            PictureMemory after = new PictureMemory(folder, next, kept);
            after.writeIndex();
            for (String file : gone) {
                Files.deleteIfExists(folder.resolve(file));
            }
            return after;
        } catch (IOException e) {
            throw new ImageException("The memory in " + folder + " cannot be written: " + e, e);
        }
    }

    private Entry write(Sample sample, long number, String label) throws IOException {
        Path from = sample.source().file();
        if (from != null) {
            String name = from.toString();
            String extension = name.substring(name.lastIndexOf('.') + 1);
            byte[] bytes = Files.readAllBytes(from);
            return write(number + "." + extension, bytes, label);
        }
        return write(number + ".ppm", pixmap(sample.source()), label);
    }

    private Entry write(String name, byte[] bytes, String label) throws IOException {
        WholeFile.write(folder.resolve(name), out -> out.write(bytes));
        return new Entry(name, label);
    }

    /** Netpbm's binary form. */
    private static byte[] pixmap(ImageSource source) throws IOException {
        Image image = source.read().toChannels(3);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String header = "P6\n" + image.width() + " " + image.height() + "\n255\n";
        out.write(header.getBytes(StandardCharsets.US_ASCII));
        out.write(image.samples());
        return out.toByteArray();
    }

    private void writeIndex() throws IOException {
        JsonObject json = new JsonObject();
        json.addProperty("capacity", reservoir.capacity());
        json.addProperty("seen", reservoir.seen());
        json.addProperty("seed", reservoir.seed());
        JsonArray pictures = new JsonArray();
        for (Entry entry : entries) {
            JsonObject each = new JsonObject();
            each.addProperty("file", entry.file());
            each.addProperty("label", entry.label());
            pictures.add(each);
        }
        json.add("pictures", pictures);
        String text = json.toString();
        WholeFile.write(folder.resolve(INDEX), out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }
}
