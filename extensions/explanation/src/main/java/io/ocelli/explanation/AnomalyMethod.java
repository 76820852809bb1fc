package io.ocelli.explanation;

import io.ocelli.image.Randomness;

/** What is remembered of normal pictures. A value; safe for any number of threads. */
public final class AnomalyMethod {
    private final String name;
    private final Remembering.Beginning beginning;

    private AnomalyMethod(String name, Remembering.Beginning beginning) {
        this.name = name;
        this.beginning = beginning;
    }

    /** A tenth of the places, at most 1,000, out of 100,000; 9 neighbours. */
    public static AnomalyMethod patchCore() {
        return patchCore(0.1, 1000, 9);
    }

    /**
     * Places that stand for all others, picked greedily, each the farthest from those before it (PatchCore, Roth et al. 2022).
     * Where pictures have more than 100,000 places, so many of them are drawn as the pictures come, with a fixed seed: memory does
     * not grow with the number of pictures. Neighbours are searched exactly.
     *
     * @param share of the places that is kept, above 0 and at most 1
     * @param most places that are kept, at least 1
     * @param neighbours of the place that is nearest to a picture's most unusual one, by which its score is weighed; 1 weighs
     *     nothing
     */
    public static AnomalyMethod patchCore(double share, int most, int neighbours) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "The share of places that is kept is above 0 and at most 1, received " + share);
        }
        atLeastOne("The places that are kept", most);
        atLeastOne("The neighbours", neighbours);
        return new AnomalyMethod(
                "patchcore",
                (pictures, places, width) -> new PatchMemory.Drawing(pictures, places, width, share, most, neighbours));
    }

    /** By 100 channels. */
    public static AnomalyMethod padim() {
        return padim(100, 0);
    }

    /**
     * A normal distribution at each place (PaDiM, Defard et al. 2020), for pictures whose things lie at the same place. Memory does
     * not grow with the number of pictures, and grows with the square of that of channels.
     *
     * @param channels that are looked at, at least 1; all where there are fewer
     * @param seed by which they are drawn
     */
    public static AnomalyMethod padim(int channels, long seed) {
        atLeastOne("The channels", channels);
        return new AnomalyMethod(
                "padim",
                (pictures, places, width) -> new GaussianMemory.Counting(
                        places,
                        width,
                        Drawn.of(width, channels, Randomness.of(seed).split("padim"))));
    }

    /** By 3 pictures. */
    public static AnomalyMethod nearestPictures() {
        return nearestPictures(3);
    }

    /**
     * All of the pictures: a baseline (SPADE, Cohen and Hoshen 2020). It keeps each place of each picture, so a hundred of them are
     * many.
     *
     * @param neighbours how many of the nearest pictures are looked at, at least 1
     */
    public static AnomalyMethod nearestPictures(int neighbours) {
        atLeastOne("The neighbours", neighbours);
        return new AnomalyMethod(
                "nearest pictures",
                (pictures, places, width) -> new PictureMemory.Keeping(pictures, places, width, neighbours));
    }

    private static void atLeastOne(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " are at least 1, received " + value);
        }
    }

    Remembering begin(int pictures, int places, int width) {
        return beginning.of(pictures, places, width);
    }

    @Override
    public String toString() {
        return name;
    }
}
