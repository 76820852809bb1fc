package io.ocelli.data;

import com.google.common.collect.ImmutableList;
import io.ocelli.error.ImageException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Pictures in tar archives, as WebDataset has them: files of an archive that are called alike up to the first dot are a sample,
 * {@code 000017.jpg} its picture and {@code 000017.cls} its class, a number or a name in plain text; others are
 * left out. A sample without a class is one whose class is not known.
 *
 * <p>The archives are gone through once, by {@link #of}, header by header; a picture is read from its place when a batch needs
 * it, by any number of threads. They are uncompressed. Immutable.
 */
public final class TarShards implements DataSet {
    private static final int LONGEST_CLASS = 1 << 12;

    private final List<Path> shards;
    private final DataSet pictures;

    private TarShards(List<Path> shards, DataSet pictures) {
        this.shards = shards;
        this.pictures = pictures;
    }

    /**
     * The pictures of some archives, in their order. Where all classes are numbers, there are as many classes as the largest
     * says, called by their numbers; else they are the names, sorted by code points.
     *
     * @throws ImageException if one cannot be read or is no tar archive, or there is no picture
     */
    public static TarShards of(Path... shards) {
        return indexed(ImmutableList.copyOf(shards), null);
    }

    /**
     * The pictures of some archives, in their order.
     *
     * @param classes the names of the classes: a number in an archive is an index of them, another text one of the names
     * @throws ImageException if one cannot be read or is no tar archive, there is no picture, or a class is none of these
     */
    public static TarShards of(List<Path> shards, List<String> classes) {
        return indexed(ImmutableList.copyOf(shards), classes);
    }

    /** A picture in a shard, and its class in words, if it has one. */
    private record Found(
            Path shard, TarIndex.Entry picture, @Nullable String text) {
        String name() {
            return shard + ":" + picture.name();
        }

        byte[] bytes() {
            return TarIndex.bytes(shard, picture.offset(), (int) picture.size());
        }
    }

    private static TarShards indexed(ImmutableList<Path> shards, @Nullable List<String> named) {
        List<Found> found = new ArrayList<>();
        for (Path shard : shards) {
            collect(shard, found);
        }
        if (found.isEmpty()) {
            throw new ImageException(
                    "Shards have pictures (.jpg .png and others that ImageFolder takes), and there is none" + " in "
                            + Names.list(shards));
        }
        List<String> classes = named == null ? classes(found) : named;
        List<Sample> samples = new ArrayList<>(found.size());
        for (Found each : found) {
            samples.add(new Sample(each.name(), ImageSource.of(each.name(), each::bytes), label(each, classes)));
        }
        return new TarShards(shards, new Samples(classes, samples));
    }

    /** Adds the samples of a shard in the order of their pictures. */
    private static void collect(Path shard, List<Found> found) {
        Map<String, TarIndex.Entry> pictures = new LinkedHashMap<>();
        Map<String, String> texts = new HashMap<>();
        for (TarIndex.Entry entry : TarIndex.read(shard)) {
            int dot = entry.name().indexOf('.', entry.name().lastIndexOf('/') + 1);
            if (dot < 0) {
                continue;
            }
            String key = entry.name().substring(0, dot);
            String kind = entry.name().substring(dot).toLowerCase(Locale.ROOT);
            if (kind.equals(".cls")) {
                texts.put(key, text(shard, entry));
            } else if (kind.lastIndexOf('.') == 0 && ImageFolder.isPicture(kind)) {
                TarIndex.Entry other = pictures.put(key, checked(shard, entry));
                if (other != null) {
                    throw new ImageException("A sample in a shard has one picture, received " + other.name() + " and "
                            + entry.name() + " in " + shard + ". Call one of them by another name.");
                }
            }
        }
        pictures.forEach((key, picture) -> found.add(new Found(shard, picture, texts.get(key))));
    }

    private static TarIndex.Entry checked(Path shard, TarIndex.Entry picture) {
        if (picture.size() > Integer.MAX_VALUE) {
            throw new ImageException("A picture in a shard has at most 2^31 - 1 bytes, received " + picture.size()
                    + " for " + picture.name() + " in " + shard);
        }
        return picture;
    }

    private static String text(Path shard, TarIndex.Entry entry) {
        if (entry.size() > LONGEST_CLASS) {
            throw new ImageException("A class in a shard is a number or a name, received " + entry.size()
                    + " bytes for " + entry.name() + " in " + shard);
        }
        byte[] bytes = TarIndex.bytes(shard, entry.offset(), (int) entry.size());
        return new String(bytes, StandardCharsets.UTF_8).trim();
    }

    private static List<String> classes(List<Found> found) {
        TreeSet<String> names = new TreeSet<>(Names.ORDER);
        int largest = -1;
        boolean numbers = true;
        for (Found each : found) {
            if (each.text() != null) {
                names.add(each.text());
                int number = number(each.text());
                numbers &= number >= 0;
                largest = Math.max(largest, number);
            }
        }
        if (!numbers) {
            return new ArrayList<>(names);
        }
        List<String> classes = new ArrayList<>();
        for (int i = 0; i <= largest; i++) {
            classes.add(String.valueOf(i));
        }
        return classes;
    }

    private static int label(Found each, List<String> classes) {
        if (each.text() == null) {
            return Sample.UNLABELLED;
        }
        int named = classes.indexOf(each.text());
        int label = named >= 0 ? named : number(each.text());
        if (label < 0 || label >= classes.size()) {
            throw new ImageException(
                    "A class in a shard is one of the " + classes.size() + " names or its index, received '"
                            + each.text() + "' for " + each.name() + ". The names are " + Names.list(classes) + ".");
        }
        return label;
    }

    /** A number of up to six digits; -1 if it is none. */
    private static int number(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 6;
        for (int i = 0; i < text.length(); i++) {
            digits &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        return digits ? Integer.parseInt(text) : -1;
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
        return shards.size() + " shards: " + pictures;
    }
}
