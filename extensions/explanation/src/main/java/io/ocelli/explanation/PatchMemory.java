package io.ocelli.explanation;

import com.google.common.collect.ImmutableMap;
import io.ocelli.graph.Compare;
import io.ocelli.graph.Reduce;
import io.ocelli.graph.Value;
import io.ocelli.image.Randomness;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A coreset of the places of normal pictures (PatchCore, Roth et al. 2022): a place is as unusual as its nearest neighbour is far,
 * and a picture as its most unusual place, less where the neighbour has few like it.
 *
 * @param weights the coreset M D, around its mean, which is what float32 can subtract well
 * @param neighbours of the nearest one that are looked at, itself among them
 * @param part of the coreset that places are compared with at a time
 */
record PatchMemory(Map<String, Tensor> weights, int neighbours, int part) implements AnomalyMemory {
    /** Places of all pictures together that the coreset is picked from. */
    private static final int DRAWN = 100_000;

    private static final String BANK = "anomaly.bank";
    private static final String CENTRE = "anomaly.centre";

    /** e^80 is a float32. */
    private static final double LARGEST_EXPONENT = 80;

    /** Draws places of the pictures that come, and picks the coreset from them. */
    static final class Drawing implements Remembering {
        private final int places;
        private final int width;
        private final int ofEach;
        private final double share;
        private final int most;
        private final int neighbours;
        private final List<float[]> rows = new ArrayList<>();
        private int seen;

        Drawing(int pictures, int places, int width, double share, int most, int neighbours) {
            this.places = places;
            this.width = width;
            this.ofEach = Math.max(1, Math.min(places, DRAWN / pictures));
            this.share = share;
            this.most = most;
            this.neighbours = neighbours;
        }

        @Override
        public void see(float[] embedding, float[] average) {
            for (int place : Drawn.of(places, ofEach, Randomness.of(seen).split("places"))) {
                rows.add(Arrays.copyOfRange(embedding, place * width, (place + 1) * width));
            }
            seen++;
        }

        @Override
        public AnomalyMemory memory() {
            int size = Math.max(1, Math.min(most, (int) Math.round(share * rows.size())));
            List<float[]> kept = new ArrayList<>();
            for (int index : Coreset.of(rows, size, 0)) {
                kept.add(rows.get(index));
            }
            return of(kept, neighbours);
        }
    }

    /** Keeps rows of embeddings. */
    static PatchMemory of(List<float[]> rows, int neighbours) {
        int d = rows.get(0).length;
        double[] centre = new double[d];
        for (float[] row : rows) {
            for (int j = 0; j < d; j++) {
                centre[j] += row[j] / (double) rows.size();
            }
        }
        float[] bank = new float[rows.size() * d];
        float[] middle = new float[d];
        for (int j = 0; j < d; j++) {
            middle[j] = (float) centre[j];
        }
        for (int i = 0; i < bank.length; i++) {
            bank[i] = rows.get(i / d)[i % d] - middle[i % d];
        }
        return new PatchMemory(
                ImmutableMap.of(
                        BANK, Tensor.of(Shape.of(rows.size(), d), bank), CENTRE, Tensor.of(Shape.of(d), middle)),
                Math.min(neighbours, rows.size()),
                AnomalyMemory.part(rows.size()));
    }

    /** The same, comparing with so many at a time. */
    PatchMemory part(int rows) {
        return new PatchMemory(weights, neighbours, rows);
    }

    @Override
    public Scored score(Value embedding, Value average) {
        Value bank = kept(embedding.builder(), BANK);
        Value places = embedding.minus(kept(embedding.builder(), CENTRE));
        int rows = Objects.requireNonNull(weights.get(BANK)).shape().at(0);
        Value map = AnomalyMemory.least(places, bank, rows, part);
        Value worst = map.keeping(Reduce.Kind.MAX, 1);
        Value worstPlace = picked(map.is(Compare.Kind.GREATER_OR_EQUAL, worst), places);
        Value toBank = AnomalyMemory.distances(worstPlace, bank);
        Value nearest = AnomalyMemory.picked(AnomalyMemory.nearest(toBank, 1), bank);
        Value likeIt = AnomalyMemory.nearest(AnomalyMemory.distances(nearest, bank), neighbours);
        Value exponents = toBank.minus(worst).clamp(0, LARGEST_EXPONENT).exp();
        Value sum = likeIt.where(exponents, exponents.constant(0)).keeping(Reduce.Kind.SUM, 1);
        // 1 - softmax of the distances at the nearest one
        Value weight = sum.reciprocal().negate().plus(1);
        return new Scored(map, neighbours == 1 ? worst : worst.times(weight));
    }

    /** The places N D where a mask N P is 1. */
    private static Value picked(Value mask, Value places) {
        Value shares = mask.dividedBy(mask.keeping(Reduce.Kind.SUM, 1)).unsqueeze(1);
        return shares.matmul(places).sum(1);
    }
}
