package io.ocelli.training;

/** Is told what a training does, on the thread that trains; an exception from it ends the training. */
@FunctionalInterface
public interface TrainingListener {
    void on(TrainingEvent event);
}
