package io.ocelli.training;

/**
 * Recipes by what is known of the pictures. A network sees small sets more often, in smaller batches, and a frozen backbone sees
 * them under more views: on 244 pictures eight views are worth half a point of accuracy (ants and bees, five seeds), and the
 * time of computing them grows with the pictures.
 */
public final class Recipes {
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

    private Recipes() {}

    /**
     * What fits so many pictures: {@link Training#defaults}, and where the backbone is frozen eight {@linkplain
     * Training#cachedViews views} of each up to 500 pictures, fewer of more and one from 2,001 on; where not, batches of 16 below
     * 512 pictures, and about 400 updates in 3 to 20 epochs.
     *
     * @param pictures to learn from, 1 or more
     * @param frozen whether the head learns alone
     */
    public static Training forPictures(int pictures, boolean frozen) {
        Choices.positive("pictures", pictures);
        if (frozen) {
            int views = Math.min(MOST_VIEWS, PASSES / pictures);
            return views > 1 ? Training.defaults().cachedViews(views) : Training.defaults();
        }
        int batch = pictures < SMALL ? SMALL_BATCH : BATCH;
        Training recipe = Training.defaults().batchSize(batch);
        int updates = (pictures + batch - 1) / batch;
        return recipe.epochs(Math.max(LEAST_EPOCHS, Math.min(MOST_EPOCHS, (UPDATES + updates - 1) / updates)));
    }

    /**
     * A recipe at the learning rate that was measured, at most ten times more or less than the rate it had.
     *
     * @param frozen whether the head learns alone
     * @throws IllegalStateException if the loss never fell
     */
    public static Training at(LearningRates measured, Training recipe, boolean frozen) {
        double usual = recipe.choices().optimizer(frozen).learningRate();
        double rate = Math.max(usual / FARTHEST, Math.min(usual * FARTHEST, measured.suggestion()));
        return recipe.optimizer(recipe.choices().optimizer(frozen).learningRate(rate));
    }
}
