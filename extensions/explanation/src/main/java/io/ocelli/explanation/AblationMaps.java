package io.ocelli.explanation;

import com.google.common.collect.ImmutableMap;
import io.ocelli.engine.Runner;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.model.Architecture;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.Objects;

/** Channels that count by what the logit loses without them. */
final class AblationMaps implements Maps {
    private final Place place;
    private final int classes;
    private final boolean readsPicture;
    private final Activations activations;
    private final Runner rest;

    AblationMaps(Explanation asked) {
        Architecture architecture = asked.network().architecture();
        this.place = asked.place();
        this.classes = architecture.classes();
        Graph all = architecture.graph().only(Architecture.LOGITS);
        ImmutableMap<String, Shape> input =
                ImmutableMap.of(Architecture.INPUT, architecture.input().shape());
        Shape tapped = Objects.requireNonNull(all.shapes(input).get(place.node()));
        Graph following = all.after(place.node(), new Input(DType.FLOAT32, tapped.rank()));
        this.readsPicture = following.contains(Architecture.INPUT);
        ImmutableMap.Builder<String, Shape> inputs =
                ImmutableMap.<String, Shape>builder().put(place.node(), tapped);
        this.activations = new Activations(asked, place.node());
        this.rest = Logits.open(asked, following, (readsPicture ? inputs.putAll(input) : inputs).build());
    }

    @Override
    public Seen of(Tensor input, int... labels) {
        Activations.Result result = activations.of(input);
        int[] chosen = Logits.chosen(result.logits(), labels);
        float[] a = place.maps(result.tapped());
        StageMaps maps = new StageMaps(place, labels.length);
        for (int n = 0; n < labels.length; n++) {
            double whole = result.logits()[n][chosen[n]];
            double[] map = new double[place.pixels()];
            for (int from = 0; from < place.channels(); from += Batching.SIZE) {
                int count = Math.min(Batching.SIZE, place.channels() - from);
                float[][] without =
                        without(Batching.sample(result.tapped(), n), Batching.sample(input, n), from, count);
                for (int k = 0; k < count; k++) {
                    double weight = whole == 0 ? 0 : (whole - without[k][chosen[n]]) / whole;
                    Cam.addTimes(a, (n * place.channels() + from + k) * place.pixels(), weight, map);
                }
            }
            maps.put(n, map);
        }
        return new Seen(maps.tensor(), chosen);
    }

    /** The logits without each of some channels. */
    private float[][] without(Tensor tapped, Tensor input, int from, int count) {
        Tensor repeated = Batching.repeated(tapped, count);
        float[] values = repeated.toFloats();
        int size = values.length / count;
        for (int k = 0; k < count; k++) {
            for (int i = 0; i < size; i++) {
                if (channel(i) == from + k) {
                    values[k * size + i] = 0;
                }
            }
        }
        Tensor cleared = Tensor.of(repeated.shape(), values);
        return Logits.rows(
                Logits.result(
                        rest.run(
                                readsPicture
                                        ? ImmutableMap.of(
                                                place.node(),
                                                cleared,
                                                Architecture.INPUT,
                                                Batching.repeated(input, count))
                                        : ImmutableMap.of(place.node(), cleared)),
                        Architecture.LOGITS),
                classes);
    }

    private int channel(int index) {
        return place.tokens() ? index % place.channels() : index / place.pixels();
    }

    @Override
    public void close() {
        try {
            activations.close();
        } finally {
            rest.close();
        }
    }
}
