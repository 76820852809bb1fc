package io.ocelli.image;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.error.OcelliException;
import org.jspecify.annotations.Nullable;

/** A transform as JSON: an object of its name and its parameters. */
final class TransformJson {
    private TransformJson() {}

    static JsonObject write(Transform transform) {
        JsonObject json = new JsonObject();
        json.addProperty("name", transform.name());
        transform.parameters().json().entrySet().forEach(entry -> json.add(entry.getKey(), entry.getValue()));
        return json;
    }

    static Transform read(JsonElement json) {
        if (!json.isJsonObject() || !json.getAsJsonObject().has("name")) {
            throw new OcelliException("A saved transform is an object with a name, received " + json);
        }
        Parameters parameters = Parameters.over(json.getAsJsonObject());
        String name = parameters.text("name");
        if (name.equals("Pipeline")) {
            return new Pipeline(parameters.transforms("steps"));
        }
        try {
            for (TransformProvider provider : Transforms.providers()) {
                @Nullable Transform transform = provider.read(name, parameters);
                if (transform != null) {
                    return transform;
                }
            }
        } catch (IllegalArgumentException e) {
            throw new OcelliException(
                    "A saved transform has parameters that it takes, received " + json + ": " + e.getMessage(), e);
        }
        throw new OcelliException("No transform on the class path is named '" + name
                + "'. The library's own come with io.ocelli:ocelli-transforms; one's own are read by a TransformProvider"
                + " named in META-INF/services.");
    }
}
