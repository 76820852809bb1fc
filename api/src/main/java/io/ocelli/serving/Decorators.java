package io.ocelli.serving;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.error.OcelliException;
import io.ocelli.image.Parameters;
import io.ocelli.services.Services;
import org.jspecify.annotations.Nullable;

/** Decorators as JSON: an object of a name and parameters. */
public final class Decorators {
    private Decorators() {}

    /**
     * A decorator to be saved.
     *
     * @throws IllegalStateException if it has no name
     */
    public static JsonObject toJson(Decorator decorator) {
        JsonObject json = new JsonObject();
        json.addProperty("name", decorator.name());
        decorator.parameters().toJson().entrySet().forEach(entry -> json.add(entry.getKey(), entry.getValue()));
        return json;
    }

    /**
     * The decorator that was saved.
     *
     * @throws OcelliException if it is not one, or no provider on the class path knows it
     */
    public static Decorator fromJson(JsonElement json) {
        if (!json.isJsonObject() || !json.getAsJsonObject().has("name")) {
            throw new OcelliException("A saved decorator is an object with a name, received " + json);
        }
        Parameters parameters = Parameters.of("decorator", json.getAsJsonObject());
        String name = parameters.text("name");
        try {
            for (DecoratorProvider provider : Services.of(DecoratorProvider.class)) {
                @Nullable Decorator decorator = provider.read(name, parameters);
                if (decorator != null) {
                    return decorator;
                }
            }
        } catch (IllegalArgumentException e) {
            throw new OcelliException(
                    "A saved decorator has parameters that it takes, received " + json + ": " + e.getMessage(), e);
        }
        throw new OcelliException(
                "No decorator on the class path is named '" + name + "', and the classifier was saved with"
                        + " it: add the dependency that brings it, or name its DecoratorProvider in META-INF/services."
                        + " Classifier.saved(folder).undecorated().open() opens the classifier without what was around it.");
    }
}
