package io.ocelli.explanation;

import io.ocelli.image.Image;
import io.ocelli.tensor.Tensor;

/**
 * An {@link Explanation} on an engine. Safe for any number of threads; it holds natives until it is closed, which waits for the
 * calls that run. What it gives are plain values that outlive it.
 */
public final class Explainer implements AutoCloseable {
    private final Explanation asked;
    private final Seeing seeing;
    private final Maps maps;

    Explainer(Explanation asked) {
        this.asked = asked;
        this.seeing = new Seeing(asked.network().preprocessing());
        this.maps = asked.method().open(asked);
    }

    /**
     * Where a picture speaks for the class that the network says of it.
     *
     * @throws IllegalArgumentException if the picture has other channels or 16 bits
     * @throws io.ocelli.error.EngineException if the engine fails
     * @throws IllegalStateException after {@link #close}
     */
    public HeatMap of(Image picture) {
        return map(picture, Maps.BEST);
    }

    /**
     * Where a picture speaks for a class, by the class's name.
     *
     * @throws IllegalArgumentException also if there is no such class
     */
    public HeatMap of(Image picture, String label) {
        int index = asked.labels().indexOf(label);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "A label is one of the classes " + asked.labels() + ", received '" + label + "'");
        }
        return map(picture, index);
    }

    /** As {@link #of(Image, String)}, by the class's index. */
    public HeatMap of(Image picture, int label) {
        return map(picture, required(label));
    }

    private HeatMap map(Image picture, int label) {
        Maps.Seen seen = maps.of(input(picture), label);
        return new HeatMap(
                asked.labels().get(seen.labels()[0]),
                seen.maps().shape().at(1),
                seen.maps().shape().at(2),
                seen.maps().toFloats(),
                seeing.shown(picture),
                picture.size());
    }

    /**
     * The maps N H W of pictures as the network takes them.
     *
     * @param input float32 N C H W, normalised
     * @param labels the class of each picture, by its index
     * @throws IllegalArgumentException if there is not a label of the network's for each picture, or they are of another size
     */
    public Tensor maps(Tensor input, int... labels) {
        if (input.shape().rank() != 4 || input.shape().at(0) != labels.length) {
            throw new IllegalArgumentException("There is a label for each picture of N C H W, received " + labels.length
                    + " labels and pictures " + input.shape());
        }
        for (int label : labels) {
            required(label);
        }
        return maps.of(input, labels).maps();
    }

    private int required(int label) {
        if (label < 0 || label >= asked.labels().size()) {
            throw new IllegalArgumentException("A label is the index of one of the network's "
                    + asked.labels().size() + " classes, received " + label);
        }
        return label;
    }

    /** What the network takes of a picture: float32 1 C H W, resized, cropped and normalised as in evaluation. */
    public Tensor input(Image picture) {
        return seeing.input(picture);
    }

    @Override
    public void close() {
        maps.close();
    }

    @Override
    public String toString() {
        return asked.toString();
    }
}
