package io.ocelli.spring;

import io.ocelli.TimedPrediction;

/** Hears of each picture that a {@link ReloadableClassifier} was asked about alone; called by many threads. */
public interface ClassificationListener {
    /** A picture was classified. */
    void classified(TimedPrediction prediction);

    /** A picture was not classified. */
    void failed(RuntimeException error);

    /** The model was opened again, or could not be. */
    void reloaded(boolean successfully);
}
