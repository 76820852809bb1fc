package io.ocelli.image;

import com.google.common.io.BaseEncoding;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.ocelli.error.OcelliException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The parameters of a transform, or of another value that is saved, by name, in the form they are saved in. Immutable.
 *
 * <p>The readers throw {@link OcelliException} where a parameter is missing or of another kind: what is read comes from a
 * file.
 */
public final class Parameters {
    private static final Parameters NONE = new Parameters("transform", new JsonObject());

    /** Whose parameters they are, for messages. */
    private final String subject;

    private final JsonObject json;

    private Parameters(String subject, JsonObject json) {
        this.subject = subject;
        this.json = json;
    }

    /** No parameters. */
    public static Parameters none() {
        return NONE;
    }

    static Parameters over(JsonObject json) {
        return new Parameters("transform", json);
    }

    /**
     * The parameters that a saved object has.
     *
     * @param subject what the object is, for messages: {@code decorator}
     */
    public static Parameters of(String subject, JsonObject json) {
        return new Parameters(subject, json.deepCopy());
    }

    /** As they are saved; a copy. */
    public JsonObject toJson() {
        return json.deepCopy();
    }

    JsonObject json() {
        return json;
    }

    public Parameters with(String name, int value) {
        return with(name, new JsonPrimitive(value));
    }

    /** These parameters with a finite number more. */
    public Parameters with(String name, double value) {
        return with(name, new JsonPrimitive(value));
    }

    public Parameters with(String name, boolean value) {
        return with(name, new JsonPrimitive(value));
    }

    public Parameters with(String name, String value) {
        return with(name, new JsonPrimitive(value));
    }

    public Parameters with(String name, Interpolation value) {
        return with(name, value.label());
    }

    public Parameters with(String name, Transform value) {
        return with(name, TransformJson.write(value));
    }

    /** These parameters with a list more, of numbers or of transforms. A number may be infinite: it is saved as a text. */
    public Parameters with(String name, List<?> values) {
        JsonArray array = new JsonArray();
        for (Object value : values) {
            if (value instanceof Transform) {
                array.add(TransformJson.write((Transform) value));
            } else if (value instanceof Double && Double.isInfinite((Double) value)) {
                array.add(value.toString()); // JSON has no infinity
            } else if (value instanceof Number) {
                array.add((Number) value);
            } else {
                throw new IllegalArgumentException(
                        "A list of parameters holds numbers or transforms, received " + value);
            }
        }
        return with(name, array);
    }

    /** These parameters with many numbers more: their bits, in a text of base 64 that is short and exact. */
    public Parameters with(String name, float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return with(name, BaseEncoding.base64().encode(bytes.array()));
    }

    /** As {@link #with(String, float[])}, of the double precision. */
    public Parameters with(String name, double[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(values);
        return with(name, BaseEncoding.base64().encode(bytes.array()));
    }

    private Parameters with(String name, JsonElement value) {
        JsonObject copy = json.deepCopy();
        copy.add(name, value);
        return new Parameters(subject, copy);
    }

    public boolean has(String name) {
        return json.has(name);
    }

    public int integer(String name) {
        try {
            return new BigDecimal(json(name).getAsString()).intValueExact();
        } catch (ArithmeticException
                | NumberFormatException
                | UnsupportedOperationException
                | IllegalStateException e) {
            throw wrong(name, "a whole number", e);
        }
    }

    public double number(String name) {
        try {
            return json(name).getAsDouble();
        } catch (NumberFormatException | UnsupportedOperationException | IllegalStateException e) {
            throw wrong(name, "a number", e);
        }
    }

    public boolean flag(String name) {
        JsonElement value = json(name);
        if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isBoolean()) {
            throw wrong(name, "true or false");
        }
        return value.getAsBoolean();
    }

    public String text(String name) {
        JsonElement value = json(name);
        if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isString()) {
            throw wrong(name, "a text");
        }
        return value.getAsString();
    }

    public Interpolation interpolation(String name) {
        try {
            return Interpolation.named(text(name));
        } catch (IllegalArgumentException e) {
            throw wrong(name, "an interpolation", e);
        }
    }

    public Transform transform(String name) {
        return TransformJson.read(json(name));
    }

    public List<Transform> transforms(String name) {
        List<Transform> transforms = new ArrayList<>();
        for (JsonElement element : array(name)) {
            transforms.add(TransformJson.read(element));
        }
        return transforms;
    }

    public List<Double> numbers(String name) {
        List<Double> numbers = new ArrayList<>();
        for (JsonElement element : array(name)) {
            try {
                numbers.add(element.getAsDouble());
            } catch (NumberFormatException | UnsupportedOperationException | IllegalStateException e) {
                throw wrong(name, "a list of numbers", e);
            }
        }
        return numbers;
    }

    /** Numbers that were saved by their bits. */
    public float[] floats(String name) {
        ByteBuffer bytes = bytes(name, Float.BYTES);
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    /** Numbers that were saved by their bits. */
    public double[] doubles(String name) {
        ByteBuffer bytes = bytes(name, Double.BYTES);
        double[] values = new double[bytes.remaining() / Double.BYTES];
        bytes.asDoubleBuffer().get(values);
        return values;
    }

    private ByteBuffer bytes(String name, int each) {
        byte[] bytes;
        try {
            bytes = BaseEncoding.base64().decode(text(name));
        } catch (IllegalArgumentException e) {
            throw new OcelliException(
                    "A saved " + subject + "'s parameter '" + name + "' is numbers in base 64: " + e.getMessage(), e);
        }
        if (bytes.length % each != 0) {
            throw new OcelliException("A saved " + subject + "'s parameter '" + name + "' is numbers of " + each
                    + " bytes, received " + bytes.length + " bytes");
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private JsonArray array(String name) {
        JsonElement value = json(name);
        if (!value.isJsonArray()) {
            throw wrong(name, "a list");
        }
        return value.getAsJsonArray();
    }

    private JsonElement json(String name) {
        JsonElement value = json.get(name);
        if (value == null) {
            throw new OcelliException("A saved " + subject + " has its parameter '" + name + "', received " + json);
        }
        return value;
    }

    private OcelliException wrong(String name, String rule) {
        return new OcelliException(
                "A saved " + subject + "'s parameter '" + name + "' is " + rule + ", received " + json);
    }

    private OcelliException wrong(String name, String rule, Throwable cause) {
        OcelliException wrong = wrong(name, rule);
        wrong.initCause(cause);
        return wrong;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Parameters && json.equals(((Parameters) other).json);
    }

    @Override
    public int hashCode() {
        return json.hashCode();
    }

    @Override
    public String toString() {
        return json.toString();
    }
}
