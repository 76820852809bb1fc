package io.ocelli.serving;

import com.google.common.collect.ImmutableMap;
import io.ocelli.data.Datum;
import io.ocelli.image.Image;
import java.util.Map;
import java.util.Objects;

/**
 * A picture that is to be scored.
 *
 * @param image the picture
 * @param prepared whether it has the network's own size already; otherwise it is resized and cropped as every picture is
 * @param values its company, as a {@link io.ocelli.data.Sample} carries it, for networks and decorators that look at more than
 *     the picture
 */
public record View(Image image, boolean prepared, Map<String, Datum> values) {
    public View {
        Objects.requireNonNull(image, "image");
        values = ImmutableMap.copyOf(values);
    }

    /** A picture without company. */
    public View(Image image, boolean prepared) {
        this(image, prepared, ImmutableMap.of());
    }

    /** A picture of any size. */
    public static View of(Image image) {
        return new View(image, false);
    }

    /** A picture that is scored pixel for pixel: of the network's own size. */
    public static View prepared(Image image) {
        return new View(image, true);
    }

    /** Another picture that is prepared as much as this, with its company. */
    public View with(Image other) {
        return new View(other, prepared, values);
    }

    /** Another picture, of the network's own size, with this one's company. */
    public View withPrepared(Image other) {
        return new View(other, true, values);
    }

    /** The same picture with another company. */
    public View with(Map<String, Datum> others) {
        return new View(image, prepared, others);
    }
}
