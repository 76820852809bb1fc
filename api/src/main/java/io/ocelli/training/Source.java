package io.ocelli.training;

import io.ocelli.data.Batch;
import io.ocelli.data.Sample;
import io.ocelli.data.SkippedPicture;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Where batches come from: pictures that are loaded, or the features of a frozen backbone. One thread at a time. */
interface Source extends AutoCloseable {
    /** The number of batches in an epoch; at most so many where it is not {@link #exact}. */
    int batches();

    /** Whether an epoch has as many batches as it says: what is broken ends it, or is known already. */
    boolean exact();

    /**
     * An epoch's batches.
     *
     * @param epoch from 0; it decides their order together with the seed
     * @param from how many of them are passed over
     */
    Epoch epoch(int epoch, int from);

    /** What could not be read so far. */
    List<SkippedPicture> skipped();

    @Override
    void close();

    /** The batches of an epoch; each holds until the next is taken. */
    interface Epoch extends Iterator<Lot>, AutoCloseable {
        @Override
        void close();
    }

    /**
     * A batch.
     *
     * @param tensors the samples as {@link Batch#PIXELS}, side by side, and what is asked for of what they carry
     * @param labels of each
     * @param indexes of each in the source
     */
    record Lot(Map<String, Tensor> tensors, int[] labels, int[] indexes) {
        static Lot of(Batch batch, Set<String> values) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (String name : batch.names()) {
                // The classes become targets where nothing else is said.
                if (name.equals(Batch.PIXELS) || values.contains(name)) {
                    tensors.put(name, batch.tensor(name));
                }
            }
            return new Lot(tensors, batch.labels(), batch.indexes());
        }

        int size() {
            return indexes.length;
        }

        Tensor samples() {
            return Objects.requireNonNull(tensors.get(Batch.PIXELS));
        }

        /** What is found at a place of this batch's stream; the labels as distributions where nothing else is said. */
        Tensor tensor(Given.Place place, int classes) {
            Tensor tensor = tensors.get(place.value());
            return tensor == null && place.value().equals(Batch.TARGETS)
                    ? oneHot(classes)
                    : Objects.requireNonNull(tensor, place.value());
        }

        /** One row for each label, 1 in its column; nothing where it is not known. */
        private Tensor oneHot(int classes) {
            float[] targets = new float[Math.multiplyExact(labels.length, classes)];
            for (int i = 0; i < labels.length; i++) {
                if (labels[i] != Sample.UNLABELLED) {
                    targets[i * classes + labels[i]] = 1;
                }
            }
            return Tensor.of(Shape.of(labels.length, classes), targets);
        }

        /** One that holds for ever. */
        Lot copy() {
            Map<String, Tensor> copies = new LinkedHashMap<>();
            tensors.forEach((name, tensor) -> copies.put(name, Tensor.of(tensor.type(), tensor.shape(), copy(tensor))));
            return new Lot(copies, labels, indexes);
        }

        private static ByteBuffer copy(Tensor tensor) {
            ByteBuffer copy = Tensor.allocate(tensor.type(), tensor.shape());
            copy.duplicate().put(tensor.bytes());
            return copy;
        }
    }
}
