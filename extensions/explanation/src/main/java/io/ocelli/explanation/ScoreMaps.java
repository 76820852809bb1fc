package io.ocelli.explanation;

import io.ocelli.tensor.Tensor;

/** Channels that count by what the network says of the picture seen through them. */
final class ScoreMaps implements Maps {
    private static final double FLAT = 1e-8;

    private final Place place;
    private final boolean alignCorners;
    private final Activations activations;
    private final Logits logits;

    ScoreMaps(Explanation asked, boolean alignCorners) {
        this.place = asked.place();
        this.alignCorners = alignCorners;
        this.activations = new Activations(asked, place.node());
        this.logits = new Logits(asked);
    }

    @Override
    public Seen of(Tensor input, int... labels) {
        Activations.Result result = activations.of(input);
        int[] chosen = Logits.chosen(result.logits(), labels);
        float[] a = place.maps(result.tapped());
        float[] pictures = input.toFloats();
        int height = input.shape().at(2);
        int width = input.shape().at(3);
        Bilinear resizing = new Bilinear(place.height(), place.width(), height, width, alignCorners);
        StageMaps maps = new StageMaps(place, labels.length);
        for (int n = 0; n < labels.length; n++) {
            int first = n * place.channels() * place.pixels();
            int picture = n * (pictures.length / labels.length);
            double[] weights = Softmax.of(logits.of(place.channels(), chosen[n], (k, sample) -> {
                double[] mask = unit(resizing.of(a, first + k * place.pixels()));
                for (int i = 0; i < sample.length; i++) {
                    sample[i] = (float) (pictures[picture + i] * mask[i % mask.length]);
                }
            }));
            double[] map = new double[place.pixels()];
            for (int k = 0; k < weights.length; k++) {
                Cam.addTimes(a, first + k * place.pixels(), weights[k], map);
            }
            maps.put(n, map);
        }
        return new Seen(maps.tensor(), chosen);
    }

    private static double[] unit(double[] map) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double value : map) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        for (int i = 0; i < map.length; i++) {
            map[i] = (map[i] - low) / (high - low + FLAT);
        }
        return map;
    }

    @Override
    public void close() {
        try {
            activations.close();
        } finally {
            logits.close();
        }
    }
}
