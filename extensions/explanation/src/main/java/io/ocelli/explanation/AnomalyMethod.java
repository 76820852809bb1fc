package io.ocelli.explanation;

import com.google.common.primitives.Ints;
import io.ocelli.image.Randomness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** What is remembered of normal pictures. A value; safe for any number of threads. */
public final class AnomalyMethod {
    private final String name;
    private final Remembering remembering;

    /**
     * What was seen in normal pictures.
     *
     * @param embeddings of each, P D
     * @param averages the last stage's mean of each, C
     * @param width D
     */
    record Seen(List<float[]> embeddings, List<float[]> averages, int width) {
        int places() {
            return embeddings.get(0).length / width;
        }

        float[] row(int picture, int place) {
            return Arrays.copyOfRange(embeddings.get(picture), place * width, (place + 1) * width);
        }
    }

    private interface Remembering {
        AnomalyMemory of(Seen seen);
    }

    private AnomalyMethod(String name, Remembering remembering) {
        this.name = name;
        this.remembering = remembering;
    }

    /** A tenth of the places, at most 1,000, out of 100,000; 9 neighbours. */
    public static AnomalyMethod patchCore() {
        return patchCore(0.1, 1000, 9);
    }

    /**
     * Places that stand for all others, picked greedily, each the farthest from those before it (PatchCore, Roth et al. 2022). Where
     * pictures have more than 100,000 places, so many of them are drawn first, with a fixed seed.
     *
     * @param share of the places that is kept, above 0 and at most 1
     * @param most places that are kept, at least 1
     * @param neighbours of the place that is nearest to a picture's most unusual one, by which its score is weighed; 1 weighs nothing
     */
    public static AnomalyMethod patchCore(double share, int most, int neighbours) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "The share of places that is kept is above 0 and at most 1, received " + share);
        }
        atLeastOne("The places that are kept", most);
        atLeastOne("The neighbours", neighbours);
        return new AnomalyMethod("patchcore", seen -> {
            List<float[]> rows = rows(seen, 100_000);
            int size = Math.max(1, Math.min(most, (int) Math.round(share * rows.size())));
            List<float[]> kept = new ArrayList<>();
            for (int index : Coreset.of(rows, size, 0)) {
                kept.add(rows.get(index));
            }
            return PatchMemory.of(kept, neighbours);
        });
    }

    /** By 100 channels. */
    public static AnomalyMethod padim() {
        return padim(100, 0);
    }

    /**
     * A normal distribution at each place (PaDiM, Defard et al. 2020), for pictures whose things lie at the same place.
     *
     * @param channels that are looked at, at least 1; all where there are fewer
     * @param seed by which they are drawn
     */
    public static AnomalyMethod padim(int channels, long seed) {
        atLeastOne("The channels", channels);
        return new AnomalyMethod("padim", seen -> {
            List<Integer> all = new ArrayList<>();
            for (int i = 0; i < seen.width(); i++) {
                all.add(i);
            }
            shuffle(all, Randomness.of(seed).split("padim"));
            int[] drawn = Ints.toArray(all.subList(0, Math.min(channels, all.size())));
            Arrays.sort(drawn);
            return GaussianMemory.of(seen.embeddings(), seen.width(), drawn);
        });
    }

    /** By 3 pictures. */
    public static AnomalyMethod nearestPictures() {
        return nearestPictures(3);
    }

    /**
     * All of the pictures: a baseline (SPADE, Cohen and Hoshen 2020). It keeps each place of each picture, so a hundred of them are many.
     *
     * @param neighbours how many of the nearest pictures are looked at, at least 1
     */
    public static AnomalyMethod nearestPictures(int neighbours) {
        atLeastOne("The neighbours", neighbours);
        return new AnomalyMethod(
                "nearest pictures",
                seen -> PictureMemory.of(seen.embeddings(), seen.width(), seen.averages(), neighbours));
    }

    private static void atLeastOne(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " are at least 1, received " + value);
        }
    }

    /** All places, or so many of them. */
    private static List<float[]> rows(Seen seen, int most) {
        int each = Math.max(1, Math.min(seen.places(), most / seen.embeddings().size()));
        List<float[]> rows = new ArrayList<>();
        for (int i = 0; i < seen.embeddings().size(); i++) {
            List<Integer> places = new ArrayList<>();
            for (int p = 0; p < seen.places(); p++) {
                places.add(p);
            }
            if (each < places.size()) {
                shuffle(places, Randomness.of(i).split("places"));
                places = new ArrayList<>(places.subList(0, each));
                Collections.sort(places);
            }
            for (int p : places) {
                rows.add(seen.row(i, p));
            }
        }
        return rows;
    }

    private static void shuffle(List<Integer> all, Randomness randomness) {
        for (int i = all.size() - 1; i > 0; i--) {
            Collections.swap(all, i, randomness.nextInt(i + 1));
        }
    }

    AnomalyMemory remember(Seen seen) {
        return remembering.of(seen);
    }

    @Override
    public String toString() {
        return name;
    }
}
