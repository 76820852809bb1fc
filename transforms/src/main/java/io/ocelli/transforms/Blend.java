package io.ocelli.transforms;

import io.ocelli.image.Image;
import io.ocelli.image.Parameters;
import io.ocelli.image.Transform;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The weighted sum of what several transforms make of a picture, rounded to the nearest: what {@link AugMix} draws. Masks and
 * boxes stay as they are.
 *
 * @param transforms each keeps the picture's size
 * @param weights of each, 0 or more
 */
public record Blend(List<Transform> transforms, List<Double> weights) implements Transform {
    /**
     * @throws IllegalArgumentException if there is not one weight of 0 or more for each of one or more transforms
     */
    public Blend {
        transforms = Collections.unmodifiableList(new ArrayList<>(transforms));
        weights = Collections.unmodifiableList(new ArrayList<>(weights));
        if (weights.size() != transforms.size() || weights.isEmpty()) {
            throw new IllegalArgumentException("A blend has a weight for each of its transforms, received "
                    + weights.size() + " weights for " + transforms.size());
        }
        weights.forEach(weight -> Factors.checkNotNegative("weight of a blend", weight));
    }

    /**
     * @throws IllegalArgumentException if a transform changes the picture's size
     */
    @Override
    public Image apply(Image image) {
        Depths.requireEightBits(this, image);
        float[] sums = new float[image.samples().length];
        for (int k = 0; k < weights.size(); k++) {
            Image part = transforms.get(k).apply(image);
            if (part.channels() != image.channels() || !part.size().equals(image.size())) {
                throw new IllegalArgumentException("What is blended keeps the size of a picture, received "
                        + transforms.get(k) + ", which makes " + part + " of " + image);
            }
            float weight = weights.get(k).floatValue();
            byte[] samples = part.samples();
            for (int i = 0; i < sums.length; i++) {
                sums[i] += weight * (samples[i] & 255);
            }
        }
        byte[] mixed = new byte[sums.length];
        for (int i = 0; i < sums.length; i++) {
            mixed[i] = (byte) Math.min(255, Math.round(sums[i]));
        }
        return Image.of(image.height(), image.width(), image.channels(), mixed);
    }

    @Override
    public String name() {
        return "Blend";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none().with("transforms", transforms).with("weights", weights);
    }

    static Blend read(Parameters saved) {
        return new Blend(saved.transforms("transforms"), saved.numbers("weights"));
    }
}
