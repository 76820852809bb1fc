package io.ocelli.explanation;

import io.ocelli.tensor.Tensor;

/** The first principal component of a stage. */
final class EigenMaps implements Maps {
    private final Place place;
    private final Activations activations;

    EigenMaps(Explanation asked) {
        this.place = asked.place();
        this.activations = new Activations(asked, place.node());
    }

    @Override
    public Seen of(Tensor input, int... labels) {
        Activations.Result result = activations.of(input);
        float[] a = place.maps(result.tapped());
        StageMaps maps = new StageMaps(place, labels.length);
        for (int n = 0; n < labels.length; n++) {
            double[][] channels = new double[place.channels()][place.pixels()];
            for (int c = 0; c < channels.length; c++) {
                for (int p = 0; p < place.pixels(); p++) {
                    channels[c][p] = a[(n * channels.length + c) * place.pixels() + p];
                }
            }
            maps.put(n, PrincipalComponent.of(channels));
        }
        return new Seen(maps.tensor(), Logits.chosen(result.logits(), labels));
    }

    @Override
    public void close() {
        activations.close();
    }
}
