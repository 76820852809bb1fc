package io.ocelli.explanation;

import com.google.common.collect.ImmutableMap;
import io.ocelli.graph.Reduce;
import io.ocelli.graph.Value;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Whole normal pictures (k nearest neighbours; SPADE, Cohen and Hoshen 2020): a picture is as unusual as its nearest ones are far
 * in the mean, by the last stage's average; a place as the nearest place of any of these.
 *
 * @param weights the averages n C and the embeddings n P D as rows, both around their means
 * @param neighbours the nearest pictures that are looked at
 * @param places P
 * @param part of the pictures that places are compared with at a time
 */
record PictureMemory(Map<String, Tensor> weights, int neighbours, int places, int part) implements AnomalyMemory {
    private static final String AVERAGES = "anomaly.averages";
    private static final String ROWS = "anomaly.rows";
    private static final String CENTRE = "anomaly.centre";
    private static final String MIDDLE = "anomaly.middle";

    /** Keeps all of the pictures that come. */
    static final class Keeping implements Remembering {
        private final int places;
        private final int width;
        private final int neighbours;
        private final List<float[]> embeddings = new ArrayList<>();
        private final List<float[]> averages = new ArrayList<>();

        Keeping(int pictures, int places, int width, int neighbours) {
            Remembering.requireRoom(
                    (long) pictures * places * width, "The places of all pictures", "Take AnomalyMethod.patchCore().");
            this.places = places;
            this.width = width;
            this.neighbours = neighbours;
        }

        @Override
        public void see(float[] embedding, float[] average) {
            embeddings.add(embedding);
            averages.add(average);
        }

        @Override
        public PictureMemory memory() {
            float[] middle = mean(averages, averages.get(0).length);
            float[] centre = mean(embeddings, width);
            return new PictureMemory(
                    ImmutableMap.of(
                            AVERAGES, off(averages, middle),
                            MIDDLE, Tensor.of(Shape.of(middle.length), middle),
                            ROWS, off(embeddings, centre),
                            CENTRE, Tensor.of(Shape.of(width), centre)),
                    Math.min(neighbours, embeddings.size()),
                    places,
                    Math.max(1, AnomalyMemory.part(embeddings.size() * places) / places));
        }
    }

    /** The same, comparing with so many pictures at a time. */
    PictureMemory part(int pictures) {
        return new PictureMemory(weights, neighbours, places, pictures);
    }

    private static float[] mean(List<float[]> all, int d) {
        double[] sum = new double[d];
        for (float[] each : all) {
            for (int i = 0; i < each.length; i++) {
                sum[i % d] += each[i];
            }
        }
        float[] mean = new float[d];
        for (int j = 0; j < d; j++) {
            mean[j] = (float) (sum[j] * d / ((double) all.size() * all.get(0).length));
        }
        return mean;
    }

    private static Tensor off(List<float[]> all, float[] mean) {
        int size = all.get(0).length;
        float[] values = new float[all.size() * size];
        for (int i = 0; i < values.length; i++) {
            values[i] = all.get(i / size)[i % size] - mean[i % mean.length];
        }
        return Tensor.of(Shape.of(values.length / mean.length, mean.length), values);
    }

    @Override
    public Scored score(Value embedding, Value average) {
        Value distances = AnomalyMemory.distances(
                average.minus(kept(embedding.builder(), MIDDLE)), kept(embedding.builder(), AVERAGES));
        Value near = AnomalyMemory.nearest(distances, neighbours);
        Value score = near.times(distances).keeping(Reduce.Kind.SUM, 1).dividedBy(near.keeping(Reduce.Kind.SUM, 1));
        Value points = embedding.minus(kept(embedding.builder(), CENTRE));
        Value rows = kept(embedding.builder(), ROWS);
        int pictures = Objects.requireNonNull(weights.get(ROWS)).shape().at(0) / places;
        Value map = among(points, rows, near, 0, Math.min(part, pictures));
        for (int from = part; from < pictures; from += part) {
            map = map.minimum(among(points, rows, near, from, Math.min(pictures, from + part)));
        }
        return new Scored(map, score);
    }

    /** The distance of each place to the nearest of those of some pictures, as far as they are near. */
    private Value among(Value points, Value rows, Value near, int from, int to) {
        Value each = AnomalyMemory.distances(points, rows.slice(0, from * places, to * places))
                .reshape(0, 0, -1, places)
                .min(3);
        return near.slice(1, from, to)
                .unsqueeze(1)
                .where(each, each.constant(FAR))
                .min(2);
    }
}
