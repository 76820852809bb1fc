package io.ocelli.djl;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.translate.Batchifier;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import com.google.common.collect.ImmutableBiMap;
import com.google.common.collect.ImmutableList;
import io.ocelli.error.EngineException;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tensors of ours as arrays of DJL's, and back. */
final class DjlTensors implements Translator<List<Tensor>, List<Tensor>> {
    private static final ImmutableBiMap<DType, DataType> TYPES = ImmutableBiMap.<DType, DataType>builder()
            .put(DType.FLOAT32, DataType.FLOAT32)
            .put(DType.FLOAT64, DataType.FLOAT64)
            .put(DType.FLOAT16, DataType.FLOAT16)
            .put(DType.BFLOAT16, DataType.BFLOAT16)
            .put(DType.INT64, DataType.INT64)
            .put(DType.INT32, DataType.INT32)
            .put(DType.INT8, DataType.INT8)
            .put(DType.UINT8, DataType.UINT8)
            .put(DType.BOOL, DataType.BOOLEAN)
            .build();

    /**
     * What a model makes of tensors, by a predictor of this call's own, as one is not for two threads.
     *
     * @param subject what is run, for messages
     */
    static List<Tensor> run(Model model, List<Tensor> inputs, String subject) {
        try (Predictor<List<Tensor>, List<Tensor>> predictor = model.newPredictor(new DjlTensors())) {
            return predictor.predict(inputs);
        } catch (TranslateException | ai.djl.engine.EngineException e) {
            throw new EngineException("DJL failed while it ran " + subject + ": " + DjlRunner.causes(e), e);
        }
    }

    /** Whether DJL has arrays of this type. */
    static boolean has(DType type) {
        return TYPES.containsKey(type);
    }

    @Override
    public NDList processInput(TranslatorContext ctx, List<Tensor> inputs) {
        NDList arrays = new NDList();
        inputs.forEach(input -> arrays.add(array(ctx.getNDManager(), input)));
        return arrays;
    }

    private static NDArray array(NDManager manager, Tensor tensor) {
        DataType type = TYPES.get(tensor.type());
        if (type == null) {
            throw new EngineException("DJL has arrays of " + TYPES.keySet() + ", received " + tensor);
        }
        ai.djl.ndarray.types.Shape shape =
                new ai.djl.ndarray.types.Shape(tensor.shape().toArray());
        return manager.create(direct(tensor.bytes()), shape, type);
    }

    private static ByteBuffer direct(ByteBuffer bytes) {
        if (bytes.isDirect()) {
            return bytes;
        }
        ByteBuffer copy = ByteBuffer.allocateDirect(bytes.remaining()).order(bytes.order());
        copy.duplicate().put(bytes);
        return copy;
    }

    @Override
    public List<Tensor> processOutput(TranslatorContext ctx, NDList list) {
        ImmutableList.Builder<Tensor> tensors = ImmutableList.builder();
        list.forEach(array -> tensors.add(tensor(array)));
        return tensors.build();
    }

    /** A copy, in float32. */
    private static Tensor tensor(NDArray array) {
        DType type = TYPES.inverse().get(array.getDataType());
        if (type == null) {
            throw new EngineException(
                    "What a model gives is of " + TYPES.values() + ", received " + array.getDataType());
        }
        Shape shape = Shape.of(array.getShape().getShape());
        ByteBuffer copy = Tensor.allocate(type, shape);
        copy.duplicate().put(array.toByteBuffer());
        return Tensor.of(type, shape, copy).to(DType.FLOAT32);
    }

    /** What goes in is a batch already. */
    @Override
    public @Nullable Batchifier getBatchifier() {
        return null;
    }
}
