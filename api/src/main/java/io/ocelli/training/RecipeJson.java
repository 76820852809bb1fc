package io.ocelli.training;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.ocelli.data.Mix;
import io.ocelli.data.OnBroken;
import io.ocelli.data.Sampling;
import io.ocelli.engine.Adam;
import io.ocelli.engine.Optimizer;
import io.ocelli.engine.Precision;
import io.ocelli.engine.Sgd;
import io.ocelli.error.OcelliException;
import io.ocelli.image.Transform;
import io.ocelli.image.Transforms;
import java.util.Locale;
import java.util.Map;

/** Recipes as JSON: what was said, by the names of the methods that say it. */
final class RecipeJson {
    private RecipeJson() {}

    static JsonObject write(Training recipe) {
        JsonObject json = new JsonObject();
        recipe.choices().values().forEach((name, value) -> json.add(name, element(name, value)));
        return json;
    }

    private static JsonElement element(String name, Object value) {
        if (value instanceof Number) {
            return new JsonPrimitive((Number) value);
        }
        if (value instanceof Boolean) {
            return new JsonPrimitive((Boolean) value);
        }
        if (value instanceof EarlyStopping) {
            JsonObject json = new JsonObject();
            json.addProperty("patience", ((EarlyStopping) value).patience());
            json.addProperty("least", ((EarlyStopping) value).least());
            return json;
        }
        if (value instanceof Enum) {
            return new JsonPrimitive(word((Enum<?>) value));
        }
        if (value instanceof Schedule) {
            return ScheduleJson.write((Schedule) value);
        }
        if (value instanceof Mix) {
            return DataJson.write((Mix) value);
        }
        if (value instanceof Sampling) {
            return DataJson.write((Sampling) value);
        }
        if (value instanceof Transform) {
            return Transforms.toJson((Transform) value);
        }
        if (value instanceof Map) {
            JsonObject json = new JsonObject();
            ((Map<?, ?>) value).forEach((key, each) -> json.add((String) key, element(name, each)));
            return json;
        }
        if (value instanceof Loss.CrossEntropy) {
            JsonObject json = named("crossEntropy");
            json.addProperty("labelSmoothing", ((Loss.CrossEntropy) value).labelSmoothing());
            return json;
        }
        if (value instanceof Optimizer) {
            return optimizer((Optimizer) value);
        }
        throw unsaveable(name, value);
    }

    private static JsonObject optimizer(Optimizer optimizer) {
        if (optimizer instanceof Sgd) {
            Sgd sgd = (Sgd) optimizer;
            JsonObject json = named("sgd");
            json.addProperty("learningRate", sgd.learningRate());
            json.addProperty("momentum", sgd.momentum());
            json.addProperty("weightDecay", sgd.weightDecay());
            json.addProperty("nesterov", sgd.nesterov());
            return json;
        }
        if (optimizer instanceof Adam) {
            Adam adam = (Adam) optimizer;
            JsonObject json = named(adam.decoupled() ? "adamW" : "adam");
            json.addProperty("learningRate", adam.learningRate());
            json.addProperty("beta1", adam.beta1());
            json.addProperty("beta2", adam.beta2());
            json.addProperty("eps", adam.eps());
            json.addProperty("weightDecay", adam.weightDecay());
            return json;
        }
        throw unsaveable("optimizer", optimizer);
    }

    private static Optimizer optimizer(JsonObject json) {
        String name = json.get("name").getAsString();
        double rate = json.get("learningRate").getAsDouble();
        double decay = json.get("weightDecay").getAsDouble();
        if (name.equals("sgd")) {
            return new Sgd(
                    rate,
                    json.get("momentum").getAsDouble(),
                    decay,
                    json.get("nesterov").getAsBoolean());
        }
        if (name.equals("adam") || name.equals("adamW")) {
            return new Adam(
                    rate,
                    json.get("beta1").getAsDouble(),
                    json.get("beta2").getAsDouble(),
                    json.get("eps").getAsDouble(),
                    decay,
                    name.equals("adamW"));
        }
        throw new OcelliException("A saved recipe's optimizer is sgd, adam or adamW, received " + json);
    }

    static JsonObject named(String name) {
        JsonObject json = new JsonObject();
        json.addProperty("name", name);
        return json;
    }

    static IllegalStateException unsaveable(String part, Object value) {
        return new IllegalStateException("A recipe that is written as JSON has a " + part
                + " of the library's own, and this one's is " + value + ", of "
                + value.getClass().getName()
                + ". Keep the recipe as code instead.");
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static Training read(String text) {
        try {
            Training recipe = Training.defaults();
            JsonObject json = JsonParser.parseString(text).getAsJsonObject();
            for (Map.Entry<String, JsonElement> entry : json.entrySet()) {
                recipe = with(recipe, entry.getKey(), entry.getValue());
            }
            return recipe;
        } catch (JsonParseException
                | IllegalStateException
                | IllegalArgumentException
                | UnsupportedOperationException
                | ClassCastException
                | NullPointerException e) {
            throw new OcelliException(
                    "A saved recipe is what toJson() wrote, received " + text + ": " + e.getMessage(), e);
        }
    }

    private static Training with(Training recipe, String name, JsonElement value) {
        switch (name) {
            case "epochs":
                return recipe.epochs(value.getAsInt());
            case "batchSize":
                return recipe.batchSize(value.getAsInt());
            case "accumulate":
                return recipe.accumulate(value.getAsInt());
            case "optimizer":
                return recipe.optimizer(optimizer(value.getAsJsonObject()));
            case "schedule":
                return recipe.schedule(ScheduleJson.read(value.getAsJsonObject()));
            case "stageDecay":
                return recipe.stageDecay(value.getAsDouble());
            case "loss":
                return recipe.loss(loss(value.getAsJsonObject()));
            case "view":
                Training viewed = recipe;
                for (Map.Entry<String, JsonElement> view :
                        value.getAsJsonObject().entrySet()) {
                    viewed = viewed.view(view.getKey(), Transforms.fromJson(view.getValue()));
                }
                return viewed;
            case "mix":
                return recipe.mix(DataJson.mix(value.getAsJsonObject()));
            case "sampling":
                return recipe.sampling(DataJson.sampling(value.getAsJsonObject()));
            case "average":
                return recipe.average(value.getAsDouble());
            case "precision":
                return recipe.precision(Precision.valueOf(value.getAsString().toUpperCase(Locale.ROOT)));
            case "clip":
                return recipe.clip(value.getAsDouble());
            case "seed":
                return recipe.seed(value.getAsLong());
            case "augmentation":
                return recipe.augmentation(Transforms.fromJson(value));
            case "cachedViews":
                return recipe.cachedViews(value.getAsInt());
            case "earlyStopping":
                JsonObject stopping = value.getAsJsonObject();
                return recipe.earlyStopping(
                        stopping.get("patience").getAsInt(),
                        stopping.get("least").getAsDouble());
            case "bestWeights":
                return recipe.bestWeights();
            case "workers":
                return recipe.workers(value.getAsInt());
            case "onBroken":
                return recipe.onBroken(OnBroken.valueOf(value.getAsString().toUpperCase(Locale.ROOT)));
            default:
                throw new OcelliException(
                        "A saved recipe has the names of Training's methods, received '" + name + "'");
        }
    }

    private static Loss loss(JsonObject json) {
        String name = json.get("name").getAsString();
        if (name.equals("crossEntropy")) {
            return Loss.crossEntropy().labelSmoothing(json.get("labelSmoothing").getAsDouble());
        }
        throw new OcelliException("A saved recipe's loss is crossEntropy, received " + json);
    }
}
