package io.ocelli.training;

import com.google.common.collect.ImmutableList;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.data.CutMix;
import io.ocelli.data.EitherMix;
import io.ocelli.data.Mix;
import io.ocelli.data.MixSometimes;
import io.ocelli.data.MixUp;
import io.ocelli.data.Sampling;
import io.ocelli.error.OcelliException;
import java.util.Locale;

/** Mixes and samplings as JSON: an object of a name and the parameters. */
final class DataJson {
    private DataJson() {}

    static JsonObject write(Mix mix) {
        if (mix instanceof MixUp) {
            return alpha("mixUp", ((MixUp) mix).alpha());
        }
        if (mix instanceof CutMix) {
            return alpha("cutMix", ((CutMix) mix).alpha());
        }
        if (mix instanceof EitherMix) {
            EitherMix either = (EitherMix) mix;
            JsonObject json = RecipeJson.named("either");
            json.add("first", write(either.first()));
            json.add("second", write(either.second()));
            json.addProperty("switchProbability", either.switchProbability());
            return json;
        }
        if (mix instanceof MixSometimes) {
            JsonObject json = RecipeJson.named("sometimes");
            json.add("mix", write(((MixSometimes) mix).mix()));
            json.addProperty("probability", ((MixSometimes) mix).probability());
            return json;
        }
        throw RecipeJson.unsaveable("mix", mix);
    }

    private static JsonObject alpha(String name, double alpha) {
        JsonObject json = RecipeJson.named(name);
        json.addProperty("alpha", alpha);
        return json;
    }

    static Mix mix(JsonObject json) {
        String name = json.get("name").getAsString();
        switch (name) {
            case "mixUp":
                return Mix.mixUp(json.get("alpha").getAsDouble());
            case "cutMix":
                return Mix.cutMix(json.get("alpha").getAsDouble());
            case "either":
                return mix(json.getAsJsonObject("first"))
                        .or(
                                mix(json.getAsJsonObject("second")),
                                json.get("switchProbability").getAsDouble());
            case "sometimes":
                return mix(json.getAsJsonObject("mix"))
                        .withProbability(json.get("probability").getAsDouble());
            default:
                throw new OcelliException(
                        "A saved recipe's mix is mixUp, cutMix, either or sometimes, received " + json);
        }
    }

    static JsonObject write(Sampling sampling) {
        JsonObject json = new JsonObject();
        json.addProperty("by", sampling.by().name().toLowerCase(Locale.ROOT));
        JsonArray weights = new JsonArray();
        sampling.weights().forEach(weights::add);
        json.add("weights", weights);
        json.addProperty("replacement", sampling.replacement());
        json.addProperty("samples", sampling.samples());
        json.addProperty("repeats", sampling.repeats());
        return json;
    }

    static Sampling sampling(JsonObject json) {
        ImmutableList.Builder<Double> weights = ImmutableList.builder();
        for (JsonElement weight : json.getAsJsonArray("weights")) {
            weights.add(weight.getAsDouble());
        }
        return new Sampling(
                Sampling.By.valueOf(json.get("by").getAsString().toUpperCase(Locale.ROOT)),
                weights.build(),
                json.get("replacement").getAsBoolean(),
                json.get("samples").getAsInt(),
                json.get("repeats").getAsInt());
    }
}
