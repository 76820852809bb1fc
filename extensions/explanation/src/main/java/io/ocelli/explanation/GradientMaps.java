package io.ocelli.explanation;

import io.ocelli.tensor.Tensor;

/** The class activation maps that gradients weigh. */
final class GradientMaps implements Maps {
    private final Cam cam;
    private final Place place;
    private final Gradients gradients;

    GradientMaps(Explanation asked, Cam cam) {
        this.cam = cam;
        this.place = asked.place();
        this.gradients = Gradients.of(asked, place.node());
    }

    @Override
    public Seen of(Tensor input, int... labels) {
        Gradients.Result result = gradients.of(input, labels);
        float[] a = place.maps(result.tapped());
        float[] g = place.maps(result.gradients());
        StageMaps maps = new StageMaps(place, labels.length);
        for (int n = 0; n < labels.length; n++) {
            double[] map = new double[place.pixels()];
            for (int c = 0; c < place.channels(); c++) {
                cam.add(a, g, (n * place.channels() + c) * place.pixels(), map);
            }
            maps.put(n, map);
        }
        return new Seen(maps.tensor(), result.labels());
    }

    @Override
    public void close() {
        gradients.close();
    }
}
