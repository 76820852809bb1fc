package io.ocelli.training;

import com.google.common.collect.ImmutableList;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.ocelli.data.Mix;
import io.ocelli.data.OnBroken;
import io.ocelli.data.Sampling;
import io.ocelli.engine.Optimizer;
import io.ocelli.engine.Precision;
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
        if (value instanceof Optimizer) {
            Optimizer optimizer = (Optimizer) value;
            return Saved.OPTIMIZERS.write(optimizer, optimizer.name(), optimizer.parameters());
        }
        if (value instanceof Loss) {
            return loss((Loss) value);
        }
        if (value instanceof Average) {
            Average average = (Average) value;
            return Saved.AVERAGES.write(average, average.name(), average.parameters());
        }
        if (value instanceof Objective) {
            return objective((Objective) value);
        }
        throw unsaveable(name, value);
    }

    private static JsonObject loss(Loss loss) {
        return Saved.LOSSES.write(loss, loss.name(), loss.parameters());
    }

    /** Its terms, which compare logits with labels. */
    private static JsonArray objective(Objective objective) {
        JsonArray terms = new JsonArray();
        for (Objective.Weighted each : objective.terms()) {
            Loss loss = Objective.loss(each.term());
            if (loss == null) {
                throw unsaveable("objective", objective);
            }
            JsonObject term = named(each.name());
            term.addProperty("weight", each.weight());
            term.add("loss", loss(loss));
            if (each.schedule() != null) {
                term.add("schedule", ScheduleJson.write(each.schedule()));
            }
            terms.add(term);
        }
        return terms;
    }

    private static Objective objective(JsonArray json) {
        Objective objective = new Objective(ImmutableList.of());
        for (JsonElement element : json) {
            JsonObject term = element.getAsJsonObject();
            Objective read = Objective.labels(Saved.LOSSES.read(term.getAsJsonObject("loss")))
                    .times(term.get("weight").getAsDouble());
            objective = objective.plus(
                    term.has("schedule") ? read.times(ScheduleJson.read(term.getAsJsonObject("schedule"))) : read);
        }
        return objective;
    }

    static JsonObject named(String name) {
        JsonObject json = new JsonObject();
        json.addProperty("name", name);
        return json;
    }

    static IllegalStateException unsaveable(String part, Object value) {
        return new IllegalStateException("A recipe that is written as JSON has "
                + ("aeiou".indexOf(part.charAt(0)) < 0 ? "a " : "an ") + part
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
                return recipe.optimizer(Saved.OPTIMIZERS.read(value.getAsJsonObject()));
            case "schedule":
                return recipe.schedule(ScheduleJson.read(value.getAsJsonObject()));
            case "stageDecay":
                return recipe.stageDecay(value.getAsDouble());
            case "loss":
                return recipe.loss(Saved.LOSSES.read(value.getAsJsonObject()));
            case "objective":
                return recipe.objective(objective(value.getAsJsonArray()));
            case "decayNormsAndBiases":
                return recipe.decayNormsAndBiases(value.getAsBoolean());
            case "clipValue":
                return recipe.clipValue(value.getAsDouble());
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
                return value.isJsonObject()
                        ? recipe.average(Saved.AVERAGES.read(value.getAsJsonObject()))
                        : recipe.average(value.getAsDouble());
            case "precision":
                return recipe.precision(Precision.valueOf(value.getAsString().toUpperCase(Locale.ROOT)));
            case "clip":
                return recipe.clip(value.getAsDouble());
            case "gradientCheckpointing":
                return recipe.gradientCheckpointing();
            case "freezeNormStatistics":
                return recipe.freezeNormStatistics();
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
}
