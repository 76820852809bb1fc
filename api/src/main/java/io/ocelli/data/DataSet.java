package io.ocelli.data;

import io.ocelli.image.Image;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;

/**
 * Pictures with classes, by index. Immutable and safe for any number of threads; nothing is decoded before a sample's
 * {@link ImageSource#read()}.
 *
 * @see ImageFolder
 * @see ImageTable
 * @see BatchLoader
 */
public interface DataSet {
    /** The names of the classes, by label; empty where no picture is labelled. */
    List<String> classes();

    /** The number of pictures. */
    int size();

    /**
     * A picture.
     *
     * @param i 0 to {@code size() - 1}
     * @throws IndexOutOfBoundsException if there is no such sample
     */
    Sample sample(int i);

    /**
     * What every sample carries beside its picture, by name; a {@value Sample#CLASS} and masks may be missing from some.
     *
     * @throws IllegalArgumentException if the samples do not carry the same
     */
    default Map<String, Datum.Kind> carries() {
        List<Sample> samples = new ArrayList<>(size());
        for (int i = 0; i < size(); i++) {
            samples.add(sample(i));
        }
        return Company.of(samples);
    }

    /**
     * These pictures with more company.
     *
     * <pre>{@code
     * pictures.with("mask", i -> Datum.mask(masks.resolve(i + ".png")))
     * }</pre>
     *
     * @param name what {@link Batch#tensor} calls it
     * @param values what each sample has under the name, by its index; all of one kind
     * @throws IllegalArgumentException if it is not all of one kind and length
     */
    default DataSet with(String name, IntFunction<Datum> values) {
        List<Sample> samples = new ArrayList<>(size());
        for (int i = 0; i < size(); i++) {
            Datum value = Objects.requireNonNull(values.apply(i), "value");
            samples.add(sample(i).with(name, value));
        }
        return new Samples(classes(), samples);
    }

    /**
     * These pictures, each with a row of a table.
     *
     * @throws IllegalArgumentException if there is not one row for each picture, or they are not of one length
     */
    default DataSet with(String name, float[]... rows) {
        if (rows.length != size()) {
            throw new IllegalArgumentException("A data set has one row for each picture, received " + rows.length
                    + " rows for " + size() + " pictures");
        }
        return with(name, i -> Datum.row(rows[i]));
    }

    /** The label of every sample, in order; {@link Sample#UNLABELLED} where it is not known. */
    default int[] labels() {
        int[] labels = new int[size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = sample(i).label();
        }
        return labels;
    }

    /** The number of pictures of each class, by label. */
    default int[] counts() {
        int[] counts = new int[classes().size()];
        for (int label : labels()) {
            if (label != Sample.UNLABELLED) {
                counts[label]++;
            }
        }
        return counts;
    }

    /**
     * What makes the classes count the same in a loss however many pictures each has: n / (K n_c), which is 1 for all where they
     * are balanced.
     *
     * @throws IllegalArgumentException if a class has no picture
     */
    default double[] classWeights() {
        int[] counts = counts();
        int all = 0;
        List<String> empty = new ArrayList<>();
        for (int k = 0; k < counts.length; k++) {
            all += counts[k];
            if (counts[k] == 0) {
                empty.add(classes().get(k));
            }
        }
        if (!empty.isEmpty()) {
            throw new IllegalArgumentException("Class weights are for classes with pictures, and of the "
                    + counts.length + " classes these have none: " + Names.list(empty)
                    + ". Give them pictures, or weights of your own.");
        }
        double[] weights = new double[counts.length];
        for (int k = 0; k < weights.length; k++) {
            weights[k] = (double) all / ((double) counts.length * counts[k]);
        }
        return weights;
    }

    /**
     * The samples at some indexes, in that order, with the same classes and company.
     *
     * @throws IndexOutOfBoundsException if there is no such sample
     */
    default DataSet subset(int... indexes) {
        List<Sample> chosen = new ArrayList<>(indexes.length);
        for (int i : indexes) {
            chosen.add(sample(i));
        }
        return new Samples(classes(), chosen);
    }

    /**
     * Divides the pictures at random, each class by itself (stratified), the same for a seed on every machine. A class with
     * two pictures or more has one on each side at least; one with a single picture has it in {@link Split#training()}.
     * Within a side the samples keep their order.
     *
     * <p>Pictures that carry a {@value Sample#GROUP} stay together with those of the same, as those of a patient are to: the
     * groups are divided so that each side has about its share of each class.
     *
     * @param fraction the share of {@link Split#training()}, between 0 and 1
     * @throws IllegalArgumentException if the fraction is not between 0 and 1, or all pictures are of one group
     */
    default Split split(double fraction, long seed) {
        return Split.of(this, fraction, seed);
    }

    /**
     * Divides the pictures at random into {@code k} parts, each class by itself (stratified), and gives as many splits: in each
     * another part is {@link Split#validation()}, the rest {@link Split#training()}. So each picture is validated with once. The
     * same for a seed on every machine; within a side the samples keep their order. A class of fewer than {@code k} pictures is
     * missing from some validations, and one of a single picture from one training. Groups stay together, as in
     * {@link #split}.
     *
     * @param k from 2 to the number of pictures, or of groups
     * @throws IllegalArgumentException if it is not
     */
    default List<Split> kFold(int k, long seed) {
        return Split.folds(this, k, seed);
    }

    /**
     * These pictures with their labels as indexes into other classes, matched by name: what evaluating them with a model
     * needs, whose classes may be more or in another order.
     *
     * @throws IllegalArgumentException if a class that has pictures is not among {@code classes}, or is there twice
     */
    default DataSet relabel(List<String> classes) {
        return Relabelled.relabel(this, classes);
    }

    /**
     * How many of these pictures lie in files that another data set has too: what was learnt from is not measured on.
     * Folders that are links are followed.
     */
    default int sharedFiles(DataSet other) {
        RealFiles names = new RealFiles();
        Set<Path> theirs = new HashSet<>();
        for (int i = 0; i < other.size(); i++) {
            names.of(other.sample(i)).ifPresent(theirs::add);
        }
        int shared = 0;
        for (int i = 0; i < size(); i++) {
            shared += names.of(sample(i)).filter(theirs::contains).isPresent() ? 1 : 0;
        }
        return shared;
    }

    /**
     * Samples in memory.
     *
     * @throws IllegalArgumentException if a class is named twice, or a sample's label is not the index of a class
     */
    static DataSet of(List<String> classes, List<Sample> samples) {
        return new Samples(classes, samples);
    }

    /**
     * Pictures in memory, each with the name of its class; the classes are these names, sorted.
     *
     * @throws IllegalArgumentException if there is not one label for each image
     */
    static DataSet of(List<Image> images, String... labels) {
        if (images.size() != labels.length) {
            throw new IllegalArgumentException("A data set has one label for each image, received " + images.size()
                    + " images and " + labels.length + " labels");
        }
        TreeSet<String> sorted = new TreeSet<>(Names.ORDER);
        sorted.addAll(Arrays.asList(labels));
        List<String> classes = new ArrayList<>(sorted);
        List<Sample> samples = new ArrayList<>(labels.length);
        for (int i = 0; i < labels.length; i++) {
            samples.add(new Sample("picture " + i, ImageSource.of(images.get(i)), classes.indexOf(labels[i])));
        }
        return new Samples(classes, samples);
    }
}
