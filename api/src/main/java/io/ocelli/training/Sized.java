package io.ocelli.training;

/**
 * What a recipe takes from the number of pictures. A network sees small sets more often, in smaller batches, and a frozen
 * backbone sees them under more views: on 244 pictures eight views are worth half a point of accuracy (ants and bees, five
 * seeds), and the time of computing them grows with the pictures.
 */
final class Sized {
    /** Below so many pictures a batch of 32 leaves too few updates. */
    private static final int SMALL = 512;

    private static final int SMALL_BATCH = 16;
    private static final int BATCH = 32;
    /** Passes of a frozen backbone over all pictures together, and the most over one of them. */
    private static final int PASSES = 4_000;

    private static final int MOST_VIEWS = 8;
    /** Updates in which a pretrained network learns a new task, in not too few and not too many epochs. */
    private static final int UPDATES = 400;

    private static final int LEAST_EPOCHS = 3;
    private static final int MOST_EPOCHS = 20;
    /** How far a measured rate may go from the default. */
    private static final double FARTHEST = 10;

    private Sized() {}

    static Training recipe(int pictures, boolean frozen) {
        if (frozen) {
            int views = Math.min(MOST_VIEWS, PASSES / pictures);
            return views > 1 ? Training.defaults().cachedViews(views) : Training.defaults();
        }
        int batch = pictures < SMALL ? SMALL_BATCH : BATCH;
        Training recipe = Training.defaults().batchSize(batch);
        int updates = (pictures + batch - 1) / batch;
        return recipe.epochs(Math.max(LEAST_EPOCHS, Math.min(MOST_EPOCHS, (UPDATES + updates - 1) / updates)));
    }

    /** The recipe's optimiser at the rate that was measured. */
    static Training at(LearningRates measured, Training recipe, boolean frozen) {
        double usual = recipe.choices().optimizer(frozen).learningRate();
        double rate = Math.max(usual / FARTHEST, Math.min(usual * FARTHEST, measured.suggestion()));
        return recipe.optimizer(recipe.choices().optimizer(frozen).learningRate(rate));
    }
}
