package io.ocelli.onnxruntime;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.UnsafeByteOperations;
import io.ocelli.engine.Program;
import io.ocelli.engine.TrainingProgram;
import io.ocelli.error.EngineException;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.Map;

/** A program compiled to ONNX: a graph, and the tensors that it names. */
final class OnnxModel {
    /** The name of the batch extent, which stays open. */
    static final String BATCH = "N";

    private static final int OPSET = 17;
    private static final int IR_VERSION = 8;

    private final GraphProto.Builder graph;
    private final Weights tensors;

    private OnnxModel(GraphProto.Builder graph, Map<String, Tensor> tensors) {
        this.graph = graph;
        this.tensors = Weights.of(tensors);
    }

    /**
     * Compiles a program for inference, its batch norms folded.
     *
     * @throws EngineException naming the node that has no counterpart in ONNX, or whose weights do not fit
     */
    static OnnxModel compile(Program program, Weights weights) {
        OnnxGraph onnx = new OnnxGraph();
        Forward.write(onnx, program.graph(), program.shapes(), weights);
        return new OnnxModel(onnx.build(), onnx.neededTensors());
    }

    /**
     * Compiles a training step up to the gradients. What learns are the first inputs, in the order of
     * {@link TrainingProgram#learning}, and behind the program's outputs are their gradients, in the same order.
     *
     * @throws EngineException as {@link #compile(Program, Weights)}
     */
    static OnnxModel compile(TrainingProgram program, Weights weights) {
        OnnxGraph onnx = new OnnxGraph();
        program.learning().forEach(parameter -> onnx.learning(parameter.name(), parameter.shape()));
        Forward forward = Forward.write(onnx, program.graph(), program.graph().shapes(program.inputs()), weights);
        Backward.write(onnx, program, forward);
        return new OnnxModel(onnx.build(), onnx.neededTensors());
    }

    /** Loads the code that {@link #proto} needs: the classes of protobuf take longer than their work. */
    static void prepare() {
        ModelProto.newBuilder()
                .setGraph(GraphProto.newBuilder()
                        .addInitializer(TensorProto.newBuilder().setName("none")))
                .build()
                .toByteArray();
    }

    /** The tensors by the names that the graph uses, in order. */
    Weights tensors() {
        return tensors;
    }

    /** The size of all tensors in bytes. */
    long bytes() {
        long bytes = 0;
        for (Tensor tensor : tensors.toMap().values()) {
            bytes += tensor.bytes().remaining();
        }
        return bytes;
    }

    /** The model with the tensors inside; those of {@code elsewhere} are only named, with their place in another file. */
    ModelProto proto(Map<String, ExternalData> elsewhere, Map<String, String> metadata) {
        GraphProto.Builder whole = graph.clone();
        tensors.toMap().forEach((name, tensor) -> {
            TensorProto.Builder proto =
                    whole.addInitializerBuilder().setName(name).setDataType(Types.proto(tensor.type()));
            for (long extent : tensor.shape().toArray()) {
                proto.addDims(extent);
            }
            ExternalData place = elsewhere.get(name);
            if (place == null) {
                proto.setRawData(UnsafeByteOperations.unsafeWrap(tensor.bytes()));
            } else {
                place.describe(proto);
            }
        });
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("ocelli")
                .setGraph(whole);
        model.addOpsetImportBuilder().setDomain("").setVersion(OPSET);
        metadata.forEach(
                (key, value) -> model.addMetadataPropsBuilder().setKey(key).setValue(value));
        return model.build();
    }
}
