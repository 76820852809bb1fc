package io.ocelli.training;

/** A training whose loss became infinite or NaN. It carries what was learnt up to its last whole epoch. */
public final class DivergedException extends TrainingException {
    private static final long serialVersionUID = 1L;

    public DivergedException(String message, Learnt learnt) {
        super(message, learnt, null);
    }
}
