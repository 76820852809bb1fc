package io.ocelli.training;

/** Something that happened in a training. */
public sealed interface TrainingEvent
        permits TrainingEvent.Began, TrainingEvent.FeaturesComputed, TrainingEvent.StepEnded, TrainingEvent.EpochEnded {

    /**
     * The training is about to start.
     *
     * @param epochs that are planned
     * @param steps in one epoch
     * @param images in one epoch
     * @param cached whether the backbone's features are computed once and only the head is trained on them
     * @param engine the name of the engine that trains
     */
    record Began(int epochs, int steps, int images, boolean cached, String engine) implements TrainingEvent {}

    /**
     * So many pictures have gone through the frozen backbone.
     *
     * @param done pictures so far
     * @param total pictures in all
     */
    record FeaturesComputed(int done, int total) implements TrainingEvent {}

    /**
     * A batch was learnt.
     *
     * @param epoch from 1
     * @param step within the epoch, from 1
     * @param loss of the batch
     */
    record StepEnded(int epoch, int step, double loss) implements TrainingEvent {}

    /** An epoch was learnt and evaluated. */
    record EpochEnded(History.Epoch epoch) implements TrainingEvent {}
}
