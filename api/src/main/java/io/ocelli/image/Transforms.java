package io.ocelli.image;

import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.services.Services;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The transforms that are on the class path. */
public final class Transforms {
    /** Looked up at the first use, once. */
    private static final Supplier<List<TransformProvider>> PROVIDERS =
            Suppliers.memoize(() -> Services.of(TransformProvider.class));

    private Transforms() {}

    /**
     * What evaluation and serving do: resize the shorter side, crop the centre.
     *
     * @throws IllegalStateException if no module with transforms is on the class path
     */
    public static Transform evaluation(Preprocessing preprocessing) {
        return first(provider -> provider.evaluation(preprocessing));
    }

    /**
     * What training does by default: a random resized crop and a horizontal flip half of the time (as Inception and ResNet
     * were trained); where nothing is resized, a random crop of the picture padded by an eighth of its height instead (as
     * is done on CIFAR).
     *
     * @throws IllegalStateException if no module with transforms is on the class path
     */
    public static Transform training(Preprocessing preprocessing) {
        return first(provider -> provider.training(preprocessing));
    }

    /**
     * A transform as JSON, to be saved with a model.
     *
     * @throws IllegalStateException if it, or a step of it, has no name
     */
    public static JsonObject toJson(Transform transform) {
        return TransformJson.write(transform);
    }

    /**
     * The transform that was saved.
     *
     * @throws io.ocelli.error.OcelliException if it is not one, or of a module that is not on the class path
     */
    public static Transform fromJson(JsonElement json) {
        return TransformJson.read(json);
    }

    static List<TransformProvider> providers() {
        return Objects.requireNonNull(PROVIDERS.get());
    }

    private static Transform first(Function<TransformProvider, @Nullable Transform> question) {
        for (TransformProvider provider : providers()) {
            @Nullable Transform answer = question.apply(provider);
            if (answer != null) {
                return answer;
            }
        }
        throw new IllegalStateException("No transforms are on the class path. Add the dependency"
                + " io.ocelli:ocelli-transforms (io.ocelli:ocelli brings it).");
    }
}
