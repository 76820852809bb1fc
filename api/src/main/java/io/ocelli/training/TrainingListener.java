package io.ocelli.training;

/**
 * Is told what a training does, on the thread that trains, and may look at it, keep of it and stop it; an exception from it
 * ends the training. Early stopping is one:
 *
 * <pre>{@code
 * Training.defaults().epochs(100).listener((event, session) -> {
 *     if (event instanceof TrainingEvent.EpochEnded ended && ended.epoch().validationAccuracy() > 0.99) {
 *         session.stop("it is good enough");
 *     }
 * });
 * }</pre>
 */
@FunctionalInterface
public interface TrainingListener {
    /**
     * @param session stands where the event is: behind the step, or behind the epoch
     */
    void on(TrainingEvent event, Session session);
}
