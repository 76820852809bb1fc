package io.ocelli.transforms;

import com.google.common.collect.ImmutableList;
import io.ocelli.image.Parameters;
import io.ocelli.image.Randomness;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;
import java.util.List;

/**
 * Applies one of some transforms, which may be random themselves, each as likely. Immutable, safe for as many threads as the
 * transforms are.
 *
 * @param transforms one or more, which make pictures of one size
 */
public record RandomChoice(List<Transform> transforms) implements Random {
    /**
     * @throws IllegalArgumentException if there are none
     */
    public RandomChoice {
        transforms = ImmutableList.copyOf(transforms);
        if (transforms.isEmpty()) {
            throw new IllegalArgumentException("A random choice has one transform or more, received none");
        }
    }

    /** One of these. */
    public static RandomChoice of(Transform... transforms) {
        return new RandomChoice(ImmutableList.copyOf(transforms));
    }

    /**
     * @throws IllegalArgumentException if the transforms make different sizes of such a picture
     */
    @Override
    public Transform draw(Size size, Randomness randomness) {
        Transform chosen = transforms.get(randomness.nextInt(transforms.size()));
        if (!chosen.size(size).equals(size(size))) {
            throw new IllegalArgumentException("The transforms of a random choice make pictures of one size, received "
                    + chosen + ", which makes " + chosen.size(size) + " of " + size + ", and " + transforms.get(0)
                    + ", which makes " + size(size));
        }
        return chosen.draw(size, randomness.split("transform"));
    }

    @Override
    public Size size(Size input) {
        return transforms.get(0).size(input);
    }

    @Override
    public String name() {
        return "RandomChoice";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none().with("transforms", transforms);
    }
}
