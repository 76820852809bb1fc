package io.ocelli.training;

import io.ocelli.data.SkippedPicture;
import io.ocelli.engine.Program;
import io.ocelli.tensor.Tensor;
import java.util.Iterator;
import java.util.List;

/** What a training learns from: pictures, or the features of a frozen backbone. */
interface Lesson extends AutoCloseable {
    /** The number of batches in an epoch. */
    int batches();

    /** An epoch's batches, from 0: each the inputs of the step, in order. */
    Epoch epoch(int epoch);

    /** From the inputs of {@link #validation} to logits. */
    Program evaluation();

    /** The validation pictures, in order, with labels. */
    Examination validation();

    /** Pictures that could not be read. */
    List<SkippedPicture> skipped();

    @Override
    void close();

    /** The batches of an epoch. */
    interface Epoch extends Iterator<List<Tensor>>, AutoCloseable {
        @Override
        void close();
    }

    /** The validation pictures, batch by batch. */
    interface Examination extends AutoCloseable {
        boolean hasNext();

        /** The next batch's input. */
        Tensor next();

        /** The labels of the batch that was given last. */
        int[] labels();

        @Override
        void close();
    }
}
