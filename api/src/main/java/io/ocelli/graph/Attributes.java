package io.ocelli.graph;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Longs;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonWriter;
import io.ocelli.tensor.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Named attributes of an operation: integers, numbers, flags, texts, sizes and lists of numbers. Immutable. */
public final class Attributes {
    private final Map<String, Object> values;

    private Attributes(Map<String, Object> values) {
        this.values = values;
    }

    /** Attributes from names and values in turn; a {@link Size} becomes a list of two, and a {@link Shape} one of extents. */
    public static Attributes of(Object... namesAndValues) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put((String) namesAndValues[i], plain(namesAndValues[i + 1]));
        }
        return new Attributes(values);
    }

    private static Object plain(Object value) {
        if (value instanceof Size) {
            return ImmutableList.of(((Size) value).height(), ((Size) value).width());
        }
        return value instanceof Shape ? Longs.asList(((Shape) value).toArray()) : value;
    }

    static Attributes read(JsonObject json, String... except) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonElement> entry : json.entrySet()) {
            if (!ImmutableList.copyOf(except).contains(entry.getKey())) {
                values.put(entry.getKey(), read(entry.getKey(), entry.getValue()));
            }
        }
        return new Attributes(values);
    }

    private static Object read(String name, JsonElement element) {
        if (element.isJsonArray()) {
            List<Object> list = new ArrayList<>();
            element.getAsJsonArray().forEach(e -> list.add(read(name, e)));
            return list;
        }
        if (!element.isJsonPrimitive()) {
            throw new IllegalArgumentException(
                    "Attribute '" + name + "' is a number, a flag, a text or a list of them, received " + element);
        }
        JsonPrimitive primitive = element.getAsJsonPrimitive();
        if (primitive.isBoolean()) {
            return primitive.getAsBoolean();
        }
        if (primitive.isString()) {
            return primitive.getAsString();
        }
        return primitive.getAsDouble();
    }

    void write(JsonWriter json) throws IOException {
        for (Map.Entry<String, Object> entry : values.entrySet()) {
            json.name(entry.getKey());
            write(json, entry.getValue());
        }
    }

    private static void write(JsonWriter json, Object value) throws IOException {
        if (value instanceof List) {
            json.beginArray();
            for (Object each : (List<?>) value) {
                write(json, each);
            }
            json.endArray();
        } else if (value instanceof Number) {
            json.value((Number) value);
        } else if (value instanceof Boolean) {
            json.value((Boolean) value);
        } else {
            json.value(value.toString());
        }
    }

    public int integer(String name) {
        return integer(name, number(name));
    }

    private static int integer(String name, double value) {
        if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("Attribute '" + name + "' is a 32-bit integer, received " + value);
        }
        return (int) value;
    }

    public double number(String name) {
        return get(name, Number.class).doubleValue();
    }

    public boolean flag(String name) {
        return get(name, Boolean.class);
    }

    public String text(String name) {
        return get(name, String.class);
    }

    public Size size(String name) {
        List<Integer> pair = integers(name);
        if (pair.size() != 2) {
            throw new IllegalArgumentException("Attribute '" + name + "' is [height, width], received " + pair);
        }
        return new Size(pair.get(0), pair.get(1));
    }

    public Shape shape(String name) {
        return Shape.of(Longs.toArray(integers(name)));
    }

    /** Whether there is an attribute of this name. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    public List<Integer> integers(String name) {
        ImmutableList.Builder<Integer> list = ImmutableList.builder();
        for (double value : numbers(name)) {
            list.add(integer(name, value));
        }
        return list.build();
    }

    public List<Double> numbers(String name) {
        ImmutableList.Builder<Double> list = ImmutableList.builder();
        for (Object each : get(name, List.class)) {
            if (!(each instanceof Number)) {
                throw new IllegalArgumentException("Attribute '" + name + "' is a list of numbers, received " + each);
            }
            list.add(((Number) each).doubleValue());
        }
        return list.build();
    }

    private <T> T get(String name, Class<T> type) {
        Object value = values.get(name);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("Attribute '" + name + "' is a " + type.getSimpleName() + ", received "
                    + (value == null ? "nothing; there are " + values.keySet() : value));
        }
        return type.cast(value);
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
