package io.ocelli.spring;

/** Hears of each reload of a {@link ReloadableClassifier}. */
@FunctionalInterface
public interface ReloadListener {
    /** The model was opened again, or could not be. */
    void reloaded(boolean successfully);
}
