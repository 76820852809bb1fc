package io.ocelli.learning;

import io.ocelli.training.Objective;
import io.ocelli.training.Training;

/** Methods of learning from two views of each picture, with their authors' figures for small pictures. */
public enum SelfSupervision {
    SIMSIAM,
    BYOL,
    BARLOW_TWINS,
    VICREG,
    SIMCLR,
    MOCO,
    DINO;

    private static final int MOCO_KEYS = 4096;

    /**
     * A recipe with this method's objective, and its teacher where it has one.
     *
     * @param width of the projections, which are the network's logits
     */
    Training applied(Training recipe, int epochs, int width) {
        Training whole = recipe.epochs(epochs).objective(objective(width).plus(Spread.term()));
        boolean taught = this == BYOL || this == MOCO || this == DINO;
        return taught ? whole.average(new TeacherAverage(0.99, epochs)) : whole;
    }

    private Objective objective(int width) {
        String view = Pretraining.VIEW;
        Mlp predictor = Mlp.of(2 * width, width).withNorms();
        switch (this) {
            case SIMSIAM:
                return new SimSiam(view, predictor).objective();
            case BYOL:
                return new Byol(view, predictor).objective();
            case BARLOW_TWINS:
                return BarlowTwins.with(view).times(0.025);
            case VICREG:
                return VicReg.with(view).objective();
            case SIMCLR:
                return NtXent.with(view).temperature(0.2).objective();
            case MOCO:
                return Moco.with(view).length(MOCO_KEYS).objective();
            case DINO:
                return Dino.with(view).objective();
        }
        throw new AssertionError(this);
    }
}
