package io.ocelli.graph;

import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * A tensor that is part of the graph: the weights of classes, a kernel, a number. Two are equal where type, shape and bytes
 * are.
 *
 * @param value float32 or int64
 */
public record Constant(Tensor value) implements Fixed {
    public Constant {
        if (value.type() != DType.FLOAT32 && value.type() != DType.INT64) {
            throw new IllegalArgumentException("A constant is float32 or int64, received " + value);
        }
    }

    /** A float32 scalar. */
    public static Constant of(double number) {
        return new Constant(Tensor.of(Shape.of(), (float) number));
    }

    static Constant read(Attributes a) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(a.text("bytes"));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Attribute 'bytes' is base64: " + e.getMessage(), e);
        }
        return new Constant(
                Tensor.of(DType.valueOf(a.text("dtype")), a.shape("shape"), ByteBuffer.wrap(bytes)));
    }

    @Override
    public Attributes attributes() {
        ByteBuffer view = value.bytes();
        byte[] bytes = new byte[view.remaining()];
        view.get(bytes);
        return Attributes.of(
                "dtype",
                value.type().name(),
                "shape",
                value.shape(),
                "bytes",
                Base64.getEncoder().encodeToString(bytes));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Constant
                && value.type() == ((Constant) other).value.type()
                && value.shape().equals(((Constant) other).value.shape())
                && value.bytes().equals(((Constant) other).value.bytes());
    }

    @Override
    public int hashCode() {
        return 31 * value.shape().hashCode() + value.bytes().hashCode();
    }
}
