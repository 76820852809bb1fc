package io.ocelli.data;

import com.google.common.collect.ImmutableMap;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Pictures of one size side by side, with what belongs to them. Immutable.
 *
 * <p>The tensors are memory of the {@link Batches} that it came from: they hold until the next batch is asked for or the
 * loading is closed. Who needs them longer copies them.
 */
public final class Batch {
    /** The name of the pictures. */
    public static final String PIXELS = "pixels";

    /**
     * The name of what the pictures are of, where that is not their class alone: several classes, a distribution; or what a
     * {@link Mix} makes of it. float32 N K.
     */
    public static final String TARGETS = "targets";

    private final Map<String, Tensor> tensors;
    private final Map<String, List<String>> texts;
    private final int classes;
    private final int[] labels;
    private final int[] indexes;

    Batch(Map<String, Tensor> tensors, Map<String, List<String>> texts, int classes, int[] labels, int[] indexes) {
        this.tensors = ImmutableMap.copyOf(tensors);
        this.texts = ImmutableMap.copyOf(texts);
        this.classes = classes;
        this.labels = labels;
        this.indexes = indexes;
    }

    /**
     * The pictures: N H W C in direct memory, uint8, or float32 of the raw samples where they have 16 bits; N exceeds
     * {@link #size()} in a padded last batch only.
     */
    public Tensor pixels() {
        return tensor(PIXELS);
    }

    /**
     * What the pictures have under a name, of N as {@link #pixels} has; {@link Datum.Kind} says what a batch makes of each
     * kind. A view has its pixels under its name. {@value Sample#CLASS} is always there.
     *
     * @throws IllegalArgumentException if there is no tensor of that name
     */
    public Tensor tensor(String name) {
        @Nullable Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("This batch has the tensors " + names() + ", received '" + name + "'"
                    + (texts.containsKey(name) ? ", which is text: read texts(\"" + name + "\")" : ""));
        }
        return tensor;
    }

    /** The names of the tensors. */
    public Set<String> names() {
        return tensors.keySet();
    }

    /**
     * The texts of a name; {@link #size()} of them.
     *
     * @throws IllegalArgumentException if there are none
     */
    public List<String> texts(String name) {
        @Nullable List<String> found = texts.get(name);
        if (found == null) {
            throw new IllegalArgumentException(
                    "This batch has the texts " + texts.keySet() + ", received '" + name + "'");
        }
        return found;
    }

    /**
     * This batch with one tensor more, in the place of what it had under the name.
     *
     * @throws IllegalArgumentException if its first extent is another than that of the {@link #pixels}
     */
    public Batch with(String name, Tensor tensor) {
        long count = pixels().shape().get(0);
        if (tensor.shape().rank() == 0 || tensor.shape().get(0) != count) {
            throw new IllegalArgumentException("The first extent of a batch's tensors is the number of its pictures, "
                    + count + ", received " + tensor + " as '" + name + "'");
        }
        Map<String, Tensor> more = new LinkedHashMap<>(tensors);
        more.put(name, tensor);
        return new Batch(more, texts, classes, labels, indexes);
    }

    /** The classes as distributions, in memory of their own: float32 N K, 1 for the picture's class; 0 where it is not known. */
    public Tensor distribution() {
        int count = pixels().shape().at(0);
        float[] shares = new float[Math.multiplyExact(count, classes)];
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] != Sample.UNLABELLED) {
                shares[i * classes + labels[i]] = 1;
            }
        }
        return Tensor.of(Shape.of(count, classes), shares);
    }

    /** The number of classes that the labels are indexes of. */
    public int classes() {
        return classes;
    }

    /** The label of each picture, {@link Sample#UNLABELLED} where it is not known; {@link #size()} of them, a copy. */
    public int[] labels() {
        return labels.clone();
    }

    /** The index of each picture in the data set; {@link #size()} of them, a copy. */
    public int[] indexes() {
        return indexes.clone();
    }

    /** The number of pictures, without padding. */
    public int size() {
        return indexes.length;
    }

    @Override
    public String toString() {
        return "Batch of " + size() + ", " + pixels();
    }
}
