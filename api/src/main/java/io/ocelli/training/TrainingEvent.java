package io.ocelli.training;

import com.google.common.collect.ImmutableMap;
import java.util.Map;

/** Something that happened in a training. The last one is {@link Ended} or {@link Failed}. */
public sealed interface TrainingEvent
        permits TrainingEvent.Began,
                TrainingEvent.FeaturesComputed,
                TrainingEvent.StepEnded,
                TrainingEvent.EpochEnded,
                TrainingEvent.Ended,
                TrainingEvent.Failed {

    /**
     * The training is about to start.
     *
     * @param epochs that are planned
     * @param steps in one epoch
     * @param images in one epoch
     * @param cached whether the backbone's features are computed before the first epoch, once or for each of {@link
     *     Training#cachedViews}, and only the head is trained on them
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
     * @param terms what the loss is the sum of, by name and before their weights; empty where it is one
     * @param learningRate that the schedule had for it: of the head, where stages have rates of their own
     * @param waited the seconds for which the engine stood still until the batch was loaded
     */
    record StepEnded(int epoch, int step, double loss, Map<String, Double> terms, double learningRate, double waited)
            implements TrainingEvent {
        public StepEnded {
            terms = ImmutableMap.copyOf(terms);
        }
    }

    /** An epoch was learnt and evaluated. */
    record EpochEnded(History.Epoch epoch) implements TrainingEvent {}

    /**
     * The training is over.
     *
     * @param reason {@code all epochs are over}, or what it was stopped with
     */
    record Ended(String reason) implements TrainingEvent {}

    /**
     * The training failed; its session has the last good state.
     *
     * @param cause what {@code fit} throws
     */
    record Failed(Throwable cause) implements TrainingEvent {}
}
