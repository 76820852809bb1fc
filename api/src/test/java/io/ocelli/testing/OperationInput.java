package io.ocelli.testing;

import com.google.gson.JsonObject;
import io.ocelli.graph.Initialization;
import io.ocelli.graph.Parameter;
import io.ocelli.graph.Weight;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.nio.ByteBuffer;

/** An input of a golden case: given from outside, or a weight. */
final class OperationInput {
    private final String operation;
    private final int batch;
    private final JsonObject json;

    /**
     * @param operation the name of the case, from which values are drawn
     * @param batch how many samples the case has
     */
    OperationInput(String operation, int batch, JsonObject json) {
        this.operation = operation;
        this.batch = batch;
        this.json = json;
    }

    String name() {
        return json.get("name").getAsString();
    }

    /** The shape for a batch of one. */
    Shape one() {
        return Golden.shape(json.get("shape"));
    }

    boolean isWeight() {
        return json.get("weight").getAsBoolean();
    }

    Weight weight() {
        Parameter.Role role =
                learns() ? Parameter.Role.WEIGHT : type() == DType.INT64 ? Parameter.Role.INDEX : Parameter.Role.BUFFER;
        return new Weight(one(), role, Initialization.ZEROS);
    }

    DType type() {
        return DType.valueOf(json.get("type").getAsString());
    }

    boolean learns() {
        return type() == DType.FLOAT32 && !json.has("learns");
    }

    /** The shape of an input with its batch. */
    Shape shape() {
        Shape one = one();
        return isWeight() ? one : one.with(0, one.get(0) * batch);
    }

    int rows() {
        Shape shape = shape();
        return Math.toIntExact(shape.count() / shape.get(-1));
    }

    Tensor value() {
        String name = operation + "." + name();
        double lo = json.get("lo").getAsDouble();
        double hi = json.get("hi").getAsDouble();
        DType type = type();
        if (type == DType.FLOAT32 && !json.has("whole")) {
            return Golden.tensor(name, shape(), lo, hi);
        }
        ByteBuffer bytes = Tensor.allocate(type, shape());
        for (float value : Golden.fill(name, shape(), lo, hi)) {
            if (type == DType.INT64) {
                bytes.putLong((long) value);
            } else if (type == DType.INT32) {
                bytes.putInt((int) Math.floor(value));
            } else if (type == DType.FLOAT32) {
                bytes.putFloat((float) Math.floor(value));
            } else {
                bytes.put((byte) (int) value);
            }
        }
        return Tensor.of(type, shape(), bytes.flip());
    }
}
