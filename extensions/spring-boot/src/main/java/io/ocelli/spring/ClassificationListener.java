package io.ocelli.spring;

import io.ocelli.TimedPrediction;

/** Hears of each picture that a {@link ReloadableClassifier} was asked about alone; called by many threads. */
public interface ClassificationListener {
    /** A picture is asked about; {@link #classified} or {@link #failed} follows. */
    default void asked() {}

    /** A picture was classified. */
    void classified(TimedPrediction prediction);

    /**
     * A picture was not classified.
     *
     * @param nanoseconds from when it was asked about
     */
    void failed(RuntimeException error, long nanoseconds);

    /** The model was opened again, or could not be. */
    void reloaded(boolean successfully);
}
