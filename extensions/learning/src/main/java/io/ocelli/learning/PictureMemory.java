package io.ocelli.learning;

import com.google.common.primitives.Floats;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.data.Datum;
import io.ocelli.data.Sample;
import io.ocelli.error.ImageException;
import io.ocelli.files.WholeFile;
import io.ocelli.image.Image;
import io.ocelli.image.Randomness;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Pictures that a classifier has learnt from, in a folder: a uniform sample of all that it was shown ({@link Reservoir}), which is
 * learnt beside new ones so that these do not take their place. A picture is kept as its file is, or as a portable map of all its bits where it
 * lies in none; the folder's {@code memory.json} says which is of which class, how many there were, and, where a classifier was
 * asked, its logits for each picture when that was put in, as {@link DarkExperience} wants them.
 *
 * <p>A value that says what is in the folder; {@link #with} writes and gives the next. For one process at a time.
 */
public final class PictureMemory {
    /** What pictures carry their logits as, a row with the least of them for classes that were not known then, NaN where nobody was asked. */
    public static final String SAID = "said";

    private static final String INDEX = "memory.json";
    private static final String CLASSES = "classes";

    private final Path folder;
    private final Reservoir reservoir;
    private final List<Entry> entries;
    /** Of the longest logits. */
    private final List<String> classes;

    /**
     * @param file in the folder
     * @param said logits over the first classes, none where nobody was asked
     */
    private record Entry(String file, String label, float[] said) {}

    private PictureMemory(Path folder, Reservoir reservoir, List<Entry> entries, List<String> classes) {
        this.folder = folder;
        this.reservoir = reservoir;
        this.entries = entries;
        this.classes = classes;
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
            return new PictureMemory(folder, Reservoir.of(capacity, 0), new ArrayList<>(), new ArrayList<>());
        }
        try {
            String text = new String(Files.readAllBytes(index), StandardCharsets.UTF_8);
            JsonObject json = JsonParser.parseString(text).getAsJsonObject();
            List<Entry> entries = new ArrayList<>();
            for (JsonElement each : json.getAsJsonArray("pictures")) {
                JsonObject entry = each.getAsJsonObject();
                entries.add(new Entry(
                        entry.get("file").getAsString(),
                        entry.get("label").getAsString(),
                        entry.has(SAID) ? logits(entry.get(SAID).getAsString()) : new float[0]));
            }
            List<String> classes = new ArrayList<>();
            if (json.has(CLASSES)) {
                json.getAsJsonArray(CLASSES).forEach(each -> classes.add(each.getAsString()));
            }
            return new PictureMemory(
                    folder,
                    new Reservoir(
                            json.get("capacity").getAsInt(),
                            json.get("seen").getAsLong(),
                            json.get("seed").getAsLong()),
                    entries,
                    classes);
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

    /**
     * What it takes of the disk: pictures, labels and logits, which are 16/3 bytes a class and picture.
     *
     * @throws ImageException if the folder cannot be read
     */
    public long bytes() {
        try {
            long bytes = Files.exists(folder.resolve(INDEX)) ? Files.size(folder.resolve(INDEX)) : 0;
            for (Entry entry : entries) {
                bytes += Files.size(folder.resolve(entry.file()));
            }
            return bytes;
        } catch (IOException e) {
            throw new ImageException("The memory in " + folder + " cannot be read: " + e, e);
        }
    }

    /** What it holds, its classes sorted by name. */
    public DataSet pictures() {
        TreeSet<String> names = new TreeSet<>();
        entries.forEach(entry -> names.add(entry.label()));
        List<String> sorted = new ArrayList<>(names);
        List<Sample> samples = new ArrayList<>();
        for (Entry entry : entries) {
            samples.add(Sample.of(folder.resolve(entry.file()), sorted.indexOf(entry.label())));
        }
        return DataSet.of(sorted, samples);
    }

    /**
     * What it holds, labelled by these classes, each picture with its logits as a row of as many numbers under the name {@value
     * #SAID}: for classes that were not known when it was put in the least of what was said of the others, all NaN where nobody was
     * asked then.
     *
     * @param labels those of the network that is to learn
     * @throws IllegalArgumentException if they do not begin as those of the logits, or lack a class that is held
     */
    public DataSet pictures(List<String> labels) {
        return pictures(labels, DataSet.of(labels, List.of()));
    }

    /**
     * What it will hold when more pictures are in it ({@link #with}), as {@link #pictures(List)}; rows of those that come are NaN, for
     * nothing was said of them yet. Nothing is written, so it is what these pictures are learnt beside.
     *
     * <p>A network with batch norms is to learn new pictures beside this and not beside the old ones alone. Where one batch is all new
     * and the other all old, the statistics of a batch tell new from old, and a network in training needs no more to tell new classes
     * from old ones; in inference, where statistics are those of all batches, it cannot. The papers' memories take pictures in while
     * these are learnt, so their batches hold both.
     *
     * @param coming with a class each, of {@code labels}
     * @throws IllegalArgumentException if {@code labels} do not begin as those of the logits, or lack a class that is held or comes
     */
    public DataSet pictures(List<String> labels, DataSet coming) {
        requireSameOrder(labels, "is to learn");
        DataSet old = pictures().relabel(labels);
        DataSet fresh = coming.relabel(labels);
        List<Sample> samples = new ArrayList<>();
        List<float[]> rows = new ArrayList<>();
        for (int i = 0; i < old.size(); i++) {
            samples.add(old.sample(i));
            rows.add(entries.get(i).said());
        }
        taken(fresh).forEach((place, i) -> {
            Sample sample = fresh.sample(i);
            put(samples, place, new Sample(sample.name(), sample.source(), sample.label()));
            put(rows, place, new float[0]);
        });
        return DataSet.of(labels, samples).with(SAID, i -> Datum.row(row(rows.get(i), labels.size())));
    }

    /** Which of more pictures are in it once all are, by their places in it. */
    private SortedMap<Integer, Integer> taken(DataSet pictures) {
        SortedMap<Integer, Integer> taken = new TreeMap<>();
        Reservoir next = reservoir;
        for (int i = 0; i < pictures.size(); i++, next = next.next()) {
            if (!pictures.sample(i).labelled()) {
                throw new IllegalArgumentException("What is remembered has a class, and "
                        + pictures.sample(i).name() + " has none. Label it, or leave it out.");
            }
            int place = next.place();
            if (place != Reservoir.PASSED) {
                taken.put(place, i);
            }
        }
        return taken;
    }

    /** What lay there before. */
    private static <T> Optional<T> put(List<T> kept, int place, T element) {
        if (place < kept.size()) {
            return Optional.of(kept.set(place, element));
        }
        kept.add(element);
        return Optional.empty();
    }

    private static float[] row(float[] said, int width) {
        float[] row = Arrays.copyOf(said, width);
        Arrays.fill(row, said.length, row.length, said.length == 0 ? Float.NaN : Floats.min(said));
        return row;
    }

    private void requireSameOrder(List<String> labels, String what) {
        int both = Math.min(labels.size(), classes.size());
        if (labels.size() < classes.size() || !labels.subList(0, both).equals(classes.subList(0, both))) {
            throw new IllegalArgumentException(
                    "Logits in a memory are of one line of classifiers, whose new classes stand"
                            + " behind the old ones: those in " + folder + " are of " + classes + ", and what " + what
                            + " has "
                            + labels + ". Go on with the classifier that was taught last, or begin another memory.");
        }
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
        return after(pictures, null);
    }

    /**
     * As {@link #with(DataSet)}, each with what a classifier says of it now.
     *
     * @param classifier is asked for the logits of each picture that is kept, without what is around it
     * @throws IllegalArgumentException if a picture has no class, or the classifier's do not begin with those of the logits that are
     *     there
     */
    public PictureMemory with(DataSet pictures, Classifier classifier) {
        requireSameOrder(classifier.labels(), "is asked");
        try (Classifier bare = classifier.undecorated()) {
            return after(pictures, bare);
        }
    }

    private PictureMemory after(DataSet pictures, @Nullable Classifier classifier) {
        List<Entry> kept = new ArrayList<>(entries);
        List<String> gone = new ArrayList<>();
        try {
            Files.createDirectories(folder);
            for (Map.Entry<Integer, Integer> each : taken(pictures).entrySet()) {
                int i = each.getValue();
                Sample sample = pictures.sample(i);
                float[] said = classifier == null ? new float[0] : classifier.logits(sample.source());
                Entry entry =
                        write(sample, reservoir.seen() + i, pictures.classes().get(sample.label()), said);
                put(kept, each.getKey(), entry).ifPresent(before -> gone.add(before.file()));
            }
            PictureMemory after = new PictureMemory(
                    folder,
                    new Reservoir(reservoir.capacity(), reservoir.seen() + pictures.size(), reservoir.seed()),
                    kept,
                    classifier == null ? classes : classifier.labels());
            after.writeIndex();
            for (String file : gone) {
                Files.deleteIfExists(folder.resolve(file));
            }
            return after;
        } catch (IOException e) {
            throw new ImageException("The memory in " + folder + " cannot be written: " + e, e);
        }
    }

    /**
     * The memory that takes so much of the disk at most ({@link #bytes}): pictures that are too many leave it at random, each as likely
     * as another, and from then on it keeps as many as are left. So it stays a uniform sample of all that there were.
     *
     * @param most bytes
     * @throws IllegalArgumentException if not one picture has room
     * @throws ImageException if the folder cannot be read or written
     */
    public PictureMemory within(long most) {
        long bytes = bytes();
        if (bytes <= most) {
            return this;
        }
        List<Entry> kept = new ArrayList<>(entries);
        List<Entry> gone = new ArrayList<>();
        Randomness random = Randomness.of(reservoir.seed()).split("within").split(reservoir.seen());
        try {
            while (bytes > most) {
                if (kept.size() < 2) {
                    throw new IllegalArgumentException("A memory has room for a picture or more, and in " + folder
                            + " there is none for one in " + most + " bytes. Allow more.");
                }
                int place = random.nextInt(kept.size());
                Entry last = kept.remove(kept.size() - 1);
                Entry left = place < kept.size() ? kept.set(place, last) : last;
                gone.add(left);
                bytes -= Files.size(folder.resolve(left.file()))
                        + json(left).toString().length()
                        + 1;
            }
            PictureMemory within = new PictureMemory(
                    folder, new Reservoir(kept.size(), reservoir.seen(), reservoir.seed()), kept, classes);
            within.writeIndex();
            for (Entry entry : gone) {
                Files.deleteIfExists(folder.resolve(entry.file()));
            }
            return within;
        } catch (IOException e) {
            throw new ImageException("The memory in " + folder + " cannot be written: " + e, e);
        }
    }

    private Entry write(Sample sample, long number, String label, float[] said) throws IOException {
        Path from = sample.source().file();
        if (from != null) {
            String name = from.toString();
            String extension = name.substring(name.lastIndexOf('.') + 1);
            byte[] bytes = Files.readAllBytes(from);
            return write(number + "." + extension, bytes, label, said);
        }
        return write(number + ".pnm", map(sample), label, said);
    }

    private Entry write(String name, byte[] bytes, String label, float[] said) throws IOException {
        WholeFile.write(folder.resolve(name), out -> out.write(bytes));
        return new Entry(name, label, said);
    }

    /** Float32, the least byte first. */
    private static float[] logits(String base64) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64)).order(ByteOrder.LITTLE_ENDIAN);
        float[] logits = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(logits);
        return logits;
    }

    private static String base64(float[] logits) {
        ByteBuffer bytes = ByteBuffer.allocate(logits.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(logits);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /** Netpbm's binary form: gray or colour, of 8 bits or of 16, the high byte first. */
    private static byte[] map(Sample sample) throws IOException {
        Image whole = sample.source().readWhole();
        Image image = whole.channels() == 1 ? whole : whole.toChannels(3);
        if (image.depth() == Image.Depth.INT16) {
            throw new IllegalArgumentException(
                    "A picture that lies in no file is remembered with samples from 0 on, and " + sample.name()
                            + " has signed ones of 16 bits. Give its file, or add 32768 to them.");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String header = (image.channels() == 1 ? "P5\n" : "P6\n") + image.width() + " " + image.height() + "\n"
                + image.depth().largest() + "\n";
        out.write(header.getBytes(StandardCharsets.US_ASCII));
        if (image.depth() == Image.Depth.UINT8) {
            out.write(image.samples());
            return out.toByteArray();
        }
        ByteBuffer words = ByteBuffer.allocate(image.words().length * Short.BYTES);
        words.asShortBuffer().put(image.words());
        out.write(words.array());
        return out.toByteArray();
    }

    private static JsonObject json(Entry entry) {
        JsonObject json = new JsonObject();
        json.addProperty("file", entry.file());
        json.addProperty("label", entry.label());
        if (entry.said().length > 0) {
            json.addProperty(SAID, base64(entry.said()));
        }
        return json;
    }

    private void writeIndex() throws IOException {
        JsonObject json = new JsonObject();
        json.addProperty("capacity", reservoir.capacity());
        json.addProperty("seen", reservoir.seen());
        json.addProperty("seed", reservoir.seed());
        JsonArray pictures = new JsonArray();
        for (Entry entry : entries) {
            pictures.add(json(entry));
        }
        if (!classes.isEmpty()) {
            JsonArray names = new JsonArray();
            classes.forEach(names::add);
            json.add(CLASSES, names);
        }
        json.add("pictures", pictures);
        String text = json.toString();
        WholeFile.write(folder.resolve(INDEX), out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }
}
