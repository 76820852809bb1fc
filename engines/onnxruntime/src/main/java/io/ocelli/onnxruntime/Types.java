package io.ocelli.onnxruntime;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OnnxJavaType;
import com.google.common.collect.ImmutableBiMap;
import com.google.common.collect.ImmutableMap;
import io.ocelli.error.EngineException;
import io.ocelli.tensor.DType;
import java.util.Map;
import java.util.Objects;

/** Element types here, in ONNX files and in ONNX Runtime. */
final class Types {
    private static final Map<DType, Integer> PROTO = ImmutableMap.<DType, Integer>builder()
            .put(DType.FLOAT32, TensorProto.DataType.FLOAT_VALUE)
            .put(DType.FLOAT64, TensorProto.DataType.DOUBLE_VALUE)
            .put(DType.FLOAT16, TensorProto.DataType.FLOAT16_VALUE)
            .put(DType.BFLOAT16, TensorProto.DataType.BFLOAT16_VALUE)
            .put(DType.INT64, TensorProto.DataType.INT64_VALUE)
            .put(DType.INT32, TensorProto.DataType.INT32_VALUE)
            .put(DType.INT16, TensorProto.DataType.INT16_VALUE)
            .put(DType.INT8, TensorProto.DataType.INT8_VALUE)
            .put(DType.UINT8, TensorProto.DataType.UINT8_VALUE)
            .put(DType.BOOL, TensorProto.DataType.BOOL_VALUE)
            .build();

    private static final ImmutableBiMap<DType, OnnxJavaType> RUNTIME = ImmutableBiMap.<DType, OnnxJavaType>builder()
            .put(DType.FLOAT32, OnnxJavaType.FLOAT)
            .put(DType.FLOAT64, OnnxJavaType.DOUBLE)
            .put(DType.FLOAT16, OnnxJavaType.FLOAT16)
            .put(DType.BFLOAT16, OnnxJavaType.BFLOAT16)
            .put(DType.INT64, OnnxJavaType.INT64)
            .put(DType.INT32, OnnxJavaType.INT32)
            .put(DType.INT16, OnnxJavaType.INT16)
            .put(DType.INT8, OnnxJavaType.INT8)
            .put(DType.UINT8, OnnxJavaType.UINT8)
            .put(DType.BOOL, OnnxJavaType.BOOL)
            .build();

    private Types() {}

    static int proto(DType type) {
        return Objects.requireNonNull(PROTO.get(type));
    }

    static OnnxJavaType runtime(DType type) {
        return Objects.requireNonNull(RUNTIME.get(type));
    }

    static DType of(String where, OnnxJavaType type) {
        DType found = RUNTIME.inverse().get(type);
        if (found == null) {
            throw new EngineException("A model's inputs and outputs are numbers, and " + where + " is " + type);
        }
        return found;
    }
}
