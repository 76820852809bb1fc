package io.ocelli.samples.server;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** As much of JSON Schema as the server's document uses; what it does not know is an error, not a pass. */
final class JsonSchema {
    private static final Set<String> SAID =
            Set.of("description", "format", "contentEncoding", "contentMediaType", "default");

    private final JsonObject document;

    JsonSchema(JsonObject document) {
        this.document = document;
    }

    /** What a reference stands for. */
    JsonObject resolved(JsonObject object) {
        if (!object.has("$ref")) {
            return object;
        }
        JsonElement at = document;
        for (String step : object.get("$ref").getAsString().substring(2).split("/")) {
            at = at.getAsJsonObject().get(step);
            if (at == null) {
                throw new AssertionError("There is no " + object.get("$ref"));
            }
        }
        return at.getAsJsonObject();
    }

    /** What is wrong with a value, each with its place; empty where nothing is. */
    List<String> errors(JsonObject schema, JsonElement value) {
        List<String> errors = new ArrayList<>();
        check(resolved(schema), value, "$", errors);
        return errors;
    }

    private void check(JsonObject schema, JsonElement value, String place, List<String> errors) {
        for (String keyword : schema.keySet()) {
            JsonElement rule = schema.get(keyword);
            switch (keyword) {
                case "type" -> require(isType(rule.getAsString(), value), place + " is no " + rule, errors);
                case "enum" -> require(rule.getAsJsonArray().contains(value), place + " is none of " + rule, errors);
                case "minimum" ->
                    require(value.getAsDouble() >= rule.getAsDouble(), place + " is below " + rule, errors);
                case "maximum" ->
                    require(value.getAsDouble() <= rule.getAsDouble(), place + " is above " + rule, errors);
                case "pattern" ->
                    require(
                            Pattern.compile(rule.getAsString())
                                    .matcher(value.getAsString())
                                    .find(),
                            place + " is not like " + rule,
                            errors);
                case "required" ->
                    rule.getAsJsonArray()
                            .forEach(name -> require(
                                    value.getAsJsonObject().has(name.getAsString()),
                                    place + " has no " + name,
                                    errors));
                case "properties" -> properties(rule.getAsJsonObject(), value, place, errors);
                case "additionalProperties" -> {
                    require(!rule.getAsBoolean(), "additionalProperties is only known as false", errors);
                    for (String name : value.getAsJsonObject().keySet()) {
                        require(schema.getAsJsonObject("properties").has(name), place + " has a " + name, errors);
                    }
                }
                case "items" -> {
                    if (value.isJsonArray()) {
                        JsonArray array = value.getAsJsonArray();
                        for (int i = 0; i < array.size(); i++) {
                            check(resolved(rule.getAsJsonObject()), array.get(i), place + "[" + i + "]", errors);
                        }
                    }
                }
                case "oneOf" -> {
                    int fitting = 0;
                    for (JsonElement each : rule.getAsJsonArray()) {
                        fitting += errors(each.getAsJsonObject(), value).isEmpty() ? 1 : 0;
                    }
                    require(fitting == 1, place + " fits " + fitting + " of " + rule, errors);
                }
                default -> require(SAID.contains(keyword), "the keyword " + keyword + " is unknown here", errors);
            }
        }
    }

    private void properties(JsonObject properties, JsonElement value, String place, List<String> errors) {
        for (String name : properties.keySet()) {
            if (value.isJsonObject() && value.getAsJsonObject().has(name)) {
                check(
                        resolved(properties.getAsJsonObject(name)),
                        value.getAsJsonObject().get(name),
                        place + "." + name,
                        errors);
            }
        }
    }

    private static boolean isType(String type, JsonElement value) {
        return switch (type) {
            case "object" -> value.isJsonObject();
            case "array" -> value.isJsonArray();
            case "string" ->
                value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
            case "boolean" ->
                value.isJsonPrimitive() && value.getAsJsonPrimitive().isBoolean();
            case "number" ->
                value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber();
            case "integer" ->
                value.isJsonPrimitive()
                        && value.getAsJsonPrimitive().isNumber()
                        && value.getAsDouble() == Math.rint(value.getAsDouble());
            default -> throw new AssertionError("The type " + type + " is unknown here");
        };
    }

    private static void require(boolean holds, String error, List<String> errors) {
        if (!holds) {
            errors.add(error);
        }
    }
}
