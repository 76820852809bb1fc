package io.ocelli.training;

import io.ocelli.data.Batch;
import io.ocelli.data.SkippedPicture;
import io.ocelli.tensor.Tensor;
import java.util.Iterator;
import java.util.List;

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
     * @param samples side by side
     * @param labels of each
     * @param indexes of each in the source
     */
    record Lot(Tensor samples, int[] labels, int[] indexes) {
        static Lot of(Batch batch) {
            return new Lot(batch.pixels(), batch.labels(), batch.indexes());
        }

        int size() {
            return indexes.length;
        }

        /** One that holds for ever. */
        Lot copy() {
            return new Lot(Tensor.of(samples.type(), samples.shape(), copy(samples)), labels, indexes);
        }

        private static java.nio.ByteBuffer copy(Tensor tensor) {
            java.nio.ByteBuffer copy = Tensor.allocate(tensor.type(), tensor.shape());
            copy.duplicate().put(tensor.bytes());
            return copy;
        }
    }
}
