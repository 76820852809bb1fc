package io.ocelli.training;

import com.google.common.primitives.Ints;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.error.OcelliException;
import java.util.ArrayList;
import java.util.List;

/** Schedules as JSON: an object of the name of {@link Schedule}'s method and its arguments. */
final class ScheduleJson {
    private ScheduleJson() {}

    static JsonObject write(Schedule schedule) {
        if (schedule instanceof Schedules.Constant) {
            return RecipeJson.named("constant");
        }
        if (schedule instanceof Schedules.Step) {
            Schedules.Step step = (Schedules.Step) schedule;
            return with(with(RecipeJson.named("step"), "size", step.size()), "gamma", step.gamma());
        }
        if (schedule instanceof Schedules.MultiStep) {
            JsonArray milestones = new JsonArray();
            ((Schedules.MultiStep) schedule).milestones().forEach(milestones::add);
            JsonObject json = with(RecipeJson.named("multiStep"), "gamma", ((Schedules.MultiStep) schedule).gamma());
            json.add("milestones", milestones);
            return json;
        }
        if (schedule instanceof Schedules.Exponential) {
            return with(RecipeJson.named("exponential"), "gamma", ((Schedules.Exponential) schedule).gamma());
        }
        if (schedule instanceof Schedules.Cosine) {
            return with(RecipeJson.named("cosine"), "minimum", ((Schedules.Cosine) schedule).minimum());
        }
        if (schedule instanceof Schedules.Polynomial) {
            return with(RecipeJson.named("polynomial"), "power", ((Schedules.Polynomial) schedule).power());
        }
        if (schedule instanceof Schedules.Linear) {
            return with(RecipeJson.named("linear"), "end", ((Schedules.Linear) schedule).end());
        }
        if (schedule instanceof Schedules.CosineWarmRestarts) {
            Schedules.CosineWarmRestarts restarts = (Schedules.CosineWarmRestarts) schedule;
            JsonObject json = with(RecipeJson.named("cosineWarmRestarts"), "period", restarts.period());
            return with(with(json, "multiplier", restarts.multiplier()), "minimum", restarts.minimum());
        }
        if (schedule instanceof Schedules.OneCycle) {
            Schedules.OneCycle cycle = (Schedules.OneCycle) schedule;
            JsonObject json = with(RecipeJson.named("oneCycle"), "rise", cycle.rise());
            return with(with(json, "start", cycle.start()), "end", cycle.end());
        }
        if (schedule instanceof Schedules.Plateau) {
            Schedules.Plateau plateau = (Schedules.Plateau) schedule;
            JsonObject json = with(RecipeJson.named("plateau"), "factor", plateau.factor());
            return with(with(json, "patience", plateau.patience()), "minimum", plateau.minimum());
        }
        if (schedule instanceof Schedules.WarmupSteps) {
            Schedules.WarmupSteps warmup = (Schedules.WarmupSteps) schedule;
            return then(with(RecipeJson.named("warmupSteps"), "steps", warmup.steps()), warmup.then());
        }
        if (schedule instanceof Schedules.WarmupFraction) {
            Schedules.WarmupFraction warmup = (Schedules.WarmupFraction) schedule;
            return then(with(RecipeJson.named("warmup"), "fraction", warmup.fraction()), warmup.then());
        }
        if (schedule instanceof Schedules.InEpochs) {
            return then(RecipeJson.named("inEpochs"), ((Schedules.InEpochs) schedule).schedule());
        }
        throw RecipeJson.unsaveable("schedule", schedule);
    }

    private static JsonObject with(JsonObject json, String name, Number value) {
        json.addProperty(name, value);
        return json;
    }

    private static JsonObject then(JsonObject json, Schedule of) {
        json.add("of", write(of));
        return json;
    }

    static Schedule read(JsonObject json) {
        String name = json.get("name").getAsString();
        switch (name) {
            case "constant":
                return Schedule.constant();
            case "step":
                return Schedule.step(json.get("size").getAsInt(), number(json, "gamma"));
            case "multiStep":
                List<Integer> milestones = new ArrayList<>();
                for (JsonElement milestone : json.getAsJsonArray("milestones")) {
                    milestones.add(milestone.getAsInt());
                }
                return Schedule.multiStep(number(json, "gamma"), Ints.toArray(milestones));
            case "exponential":
                return Schedule.exponential(number(json, "gamma"));
            case "cosine":
                return Schedule.cosine(number(json, "minimum"));
            case "polynomial":
                return Schedule.polynomial(number(json, "power"));
            case "linear":
                return Schedule.linear(number(json, "end"));
            case "cosineWarmRestarts":
                return Schedule.cosineWarmRestarts(
                        json.get("period").getAsInt(), json.get("multiplier").getAsInt(), number(json, "minimum"));
            case "oneCycle":
                return new Schedules.OneCycle(number(json, "rise"), number(json, "start"), number(json, "end"));
            case "plateau":
                return Schedule.plateau(
                        number(json, "factor"), json.get("patience").getAsInt(), number(json, "minimum"));
            case "warmupSteps":
                return of(json).warmupSteps(json.get("steps").getAsInt());
            case "warmup":
                return of(json).warmup(number(json, "fraction"));
            case "inEpochs":
                return of(json).inEpochs();
            default:
                throw new OcelliException("A saved schedule is called as Schedule's methods, received " + json);
        }
    }

    private static Schedule of(JsonObject json) {
        return read(json.getAsJsonObject("of"));
    }

    private static double number(JsonObject json, String name) {
        return json.get(name).getAsDouble();
    }
}
