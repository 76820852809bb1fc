package io.ocelli.learning;

import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.data.Datum;
import io.ocelli.data.Sample;
import io.ocelli.error.ImageException;
import io.ocelli.files.WholeFile;
import io.ocelli.image.Randomness;
import io.ocelli.learning.MemoryIndex.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Pictures that a classifier has learnt from, in a folder: a uniform sample of all that it was shown ({@link Reservoir}), which is
 * learnt beside new ones so that these do not take their place. A picture is kept as its file is, or as a portable map of all its
 * bits where it lies in none; the folder's {@code memory.json} says which is of which class, how many there were, and, where a
 * classifier was asked, its logits for each picture when that was put in, as {@link DarkExperience} wants them.
 *
 * <p>A value that says what is in the folder; {@link #with} writes and gives the next. For one process at a time.
 */
public final class PictureMemory {
    /** What pictures carry their logits as, a row with NaN for classes that were not known then. */
    public static final String SAID = "said";

    private static final String INDEX = "memory.json";

    private final Path folder;
    private final MemoryIndex index;

    private PictureMemory(Path folder, MemoryIndex index) {
        this.folder = folder;
        this.index = index;
    }

    /**
     * The memory in a folder; an empty one where there is none yet.
     *
     * @param capacity how many pictures it keeps, 1 or more; one that is there keeps the capacity that it has
     * @throws ImageException if the folder holds something else, or cannot be read
     */
    public static PictureMemory in(Path folder, int capacity) {
        Path file = folder.resolve(INDEX);
        return new PictureMemory(folder, Files.isRegularFile(file) ? MemoryIndex.read(file) : MemoryIndex.of(capacity));
    }

    /** How many pictures it holds. */
    public int size() {
        return index.entries().size();
    }

    /** How many there were. */
    public long seen() {
        return index.reservoir().seen();
    }

    /**
     * What it takes of the disk: pictures, labels and logits, which are 16/3 bytes a class and picture.
     *
     * @throws ImageException if the folder cannot be read
     */
    public long bytes() {
        try {
            long bytes = Files.exists(folder.resolve(INDEX)) ? Files.size(folder.resolve(INDEX)) : 0;
            for (Entry entry : index.entries()) {
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
        index.entries().forEach(entry -> names.add(entry.label()));
        List<String> sorted = new ArrayList<>(names);
        List<Sample> samples = new ArrayList<>();
        for (Entry entry : index.entries()) {
            samples.add(Sample.of(folder.resolve(entry.file()), sorted.indexOf(entry.label())));
        }
        return DataSet.of(sorted, samples);
    }

    /**
     * What it holds, labelled by these classes, each picture with its logits as a row of as many numbers under the name {@value
     * #SAID}: NaN for classes that were not known when it was put in, and for all where nobody was asked then.
     *
     * @param labels those of the network that is to learn
     * @throws IllegalArgumentException if they do not begin as those of the logits, or lack a class that is held
     */
    public DataSet pictures(List<String> labels) {
        return pictures(labels, DataSet.of(labels, List.of()));
    }

    /**
     * What it will hold when more pictures are in it ({@link #with}), as {@link #pictures(List)}; rows of those that come are NaN,
     * for nothing was said of them yet. Nothing is written, so it is what these pictures are learnt beside.
     *
     * <p>A network with batch norms is to learn new pictures beside this and not beside the old ones alone. Where one batch is all
     * new and the other all old, the statistics of a batch tell new from old, and a network in training needs no more to tell new
     * classes from old ones; in inference, where statistics are those of all batches, it cannot. The papers' memories take pictures
     * in while these are learnt, so their batches hold both.
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
            rows.add(index.entries().get(i).said());
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
        Reservoir next = index.reservoir();
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
        Arrays.fill(row, said.length, row.length, Float.NaN);
        return row;
    }

    private void requireSameOrder(List<String> labels, String what) {
        List<String> classes = index.classes();
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
     * @throws IllegalArgumentException if a picture has no class, or the classifier's do not begin with those of the logits that
     *     are there
     */
    public PictureMemory with(DataSet pictures, Classifier classifier) {
        requireSameOrder(classifier.labels(), "is asked");
        try (Classifier bare = classifier.undecorated()) {
            return after(pictures, bare);
        }
    }

    private PictureMemory after(DataSet pictures, @Nullable Classifier classifier) {
        Reservoir reservoir = index.reservoir();
        List<Entry> kept = new ArrayList<>(index.entries());
        List<Entry> gone = new ArrayList<>();
        try {
            Files.createDirectories(folder);
            for (Map.Entry<Integer, Integer> each : taken(pictures).entrySet()) {
                int i = each.getValue();
                Sample sample = pictures.sample(i);
                float[] said = classifier == null ? new float[0] : classifier.logits(sample.source());
                String label = pictures.classes().get(sample.label());
                put(kept, each.getKey(), write(sample, reservoir.seen() + i, label, said))
                        .ifPresent(gone::add);
            }
            Reservoir next = new Reservoir(reservoir.capacity(), reservoir.seen() + pictures.size(), reservoir.seed());
            return become(
                    new MemoryIndex(next, kept, classifier == null ? index.classes() : classifier.labels()), gone);
        } catch (IOException e) {
            throw new ImageException("The memory in " + folder + " cannot be written: " + e, e);
        }
    }

    /**
     * The memory that takes so much of the disk at most ({@link #bytes}): pictures that are too many leave it at random, each as
     * likely as another, and from then on it keeps as many as are left. So it stays a uniform sample of all that there were.
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
        Reservoir reservoir = index.reservoir();
        List<Entry> kept = new ArrayList<>(index.entries());
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
                bytes -= Files.size(folder.resolve(left.file())) + left.bytes();
            }
            Reservoir smaller = new Reservoir(kept.size(), reservoir.seen(), reservoir.seed());
            return become(new MemoryIndex(smaller, kept, index.classes()), gone);
        } catch (IOException e) {
            throw new ImageException("The memory in " + folder + " cannot be written: " + e, e);
        }
    }

    private PictureMemory become(MemoryIndex next, List<Entry> gone) throws IOException {
        next.write(folder.resolve(INDEX));
        for (Entry entry : gone) {
            Files.deleteIfExists(folder.resolve(entry.file()));
        }
        return new PictureMemory(folder, next);
    }

    private Entry write(Sample sample, long number, String label, float[] said) throws IOException {
        Path from = sample.source().file();
        if (from != null) {
            String name = from.toString();
            String extension = name.substring(name.lastIndexOf('.') + 1);
            byte[] bytes = Files.readAllBytes(from);
            return write(number + "." + extension, bytes, label, said);
        }
        return write(number + "." + PortableMap.EXTENSION, PortableMap.of(sample), label, said);
    }

    private Entry write(String name, byte[] bytes, String label, float[] said) throws IOException {
        WholeFile.write(folder.resolve(name), out -> out.write(bytes));
        return new Entry(name, label, said);
    }
}
