package io.ocelli.saving;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The members of a JSON object, each read as what it has to be: a message says which member is wrong, and how. */
final class JsonFields {
    private final String place;
    private final JsonObject json;

    private JsonFields(String place, JsonObject json) {
        this.place = place;
        this.json = json;
    }

    /**
     * The members of an object.
     *
     * @param place what messages put before the members' names, such as {@code ocelli.}
     */
    static JsonFields of(String place, @Nullable JsonElement json) {
        if (json == null || !json.isJsonObject()) {
            throw wrong(
                    place.isEmpty() ? "a configuration" : place.substring(0, place.length() - 1), "an object", json);
        }
        return new JsonFields(place, json.getAsJsonObject());
    }

    private static IllegalArgumentException wrong(String name, String rule, @Nullable JsonElement received) {
        String text = String.valueOf(received);
        return new IllegalArgumentException("'" + name + "' is " + rule + ", received "
                + (received == null ? "nothing" : text.length() > 60 ? text.substring(0, 60) + "..." : text));
    }

    private IllegalArgumentException wrongMember(String name, String rule) {
        return wrong(place + name, rule, json.get(name));
    }

    boolean has(String name) {
        return json.has(name) && !json.get(name).isJsonNull();
    }

    JsonObject json() {
        return json;
    }

    JsonElement element(String name) {
        if (!has(name)) {
            throw wrongMember(name, "there");
        }
        return json.get(name);
    }

    JsonFields object(String name) {
        return of(place + name + ".", json.get(name));
    }

    /** The members of an object that may be missing. */
    JsonFields objectOrEmpty(String name) {
        return has(name) ? object(name) : new JsonFields(place + name + ".", new JsonObject());
    }

    String text(String name) {
        return text(name, json.get(name), "a text");
    }

    private String text(String name, @Nullable JsonElement value, String rule) {
        if (!(value instanceof JsonPrimitive) || !((JsonPrimitive) value).isString()) {
            throw wrongMember(name, rule);
        }
        return value.getAsString();
    }

    int integer(String name, int least, int most) {
        return integer(name, json.get(name), least, most, "a whole number from " + least + " to " + most);
    }

    private int integer(String name, @Nullable JsonElement value, int least, int most, String rule) {
        try {
            if (value instanceof JsonPrimitive && ((JsonPrimitive) value).isNumber()) {
                int number = new BigDecimal(value.getAsString()).intValueExact();
                if (number >= least && number <= most) {
                    return number;
                }
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // refused below
        }
        throw wrongMember(name, rule);
    }

    double number(String name) {
        return number(name, json.get(name), "a finite number");
    }

    private double number(String name, @Nullable JsonElement value, String rule) {
        if (value instanceof JsonPrimitive && ((JsonPrimitive) value).isNumber()) {
            double number = value.getAsDouble();
            if (!Double.isNaN(number) && !Double.isInfinite(number)) {
                return number;
            }
        }
        throw wrongMember(name, rule);
    }

    boolean flag(String name) {
        JsonElement value = json.get(name);
        if (!(value instanceof JsonPrimitive) || !((JsonPrimitive) value).isBoolean()) {
            throw wrongMember(name, "true or false");
        }
        return value.getAsBoolean();
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (JsonElement each : array(name, "a list of texts")) {
            texts.add(text(name, each, "a list of texts"));
        }
        return texts;
    }

    List<Float> floats(String name) {
        List<Float> numbers = new ArrayList<>();
        for (JsonElement each : array(name, "a list of finite numbers")) {
            numbers.add((float) number(name, each, "a list of finite numbers"));
        }
        return numbers;
    }

    /** So many whole numbers. */
    int[] integers(String name, int count, int least, int most) {
        String rule = "a list of " + count + " whole numbers from " + least + " to " + most;
        JsonArray array = array(name, rule);
        if (array.size() != count) {
            throw wrongMember(name, rule);
        }
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = integer(name, array.get(i), least, most, rule);
        }
        return numbers;
    }

    JsonArray array(String name, String rule) {
        JsonElement value = json.get(name);
        if (value == null || !value.isJsonArray()) {
            throw wrongMember(name, rule);
        }
        return value.getAsJsonArray();
    }

    Iterable<Map.Entry<String, JsonElement>> entries() {
        return json.entrySet();
    }
}
