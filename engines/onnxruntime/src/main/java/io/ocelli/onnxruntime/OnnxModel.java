package io.ocelli.onnxruntime;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.UnsafeByteOperations;
import io.ocelli.engine.Program;
import io.ocelli.error.EngineException;
import io.ocelli.graph.FoldBatchNorms;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Node;
import io.ocelli.graph.Operations;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

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
        Map<String, Shape> shapes = program.shapes();
        FoldBatchNorms.Folded folded;
        try {
            folded = FoldBatchNorms.fold(program.graph(), weights);
        } catch (IllegalArgumentException e) {
            throw new EngineException(String.valueOf(e.getMessage()), e);
        }
        OnnxGraph onnx = new OnnxGraph();
        folded.graph().outputs().keySet().forEach(onnx::name);
        Map<String, String> values = new HashMap<>();
        for (Node node : folded.graph().nodes()) {
            if (node.operation() instanceof Input) {
                String value = onnx.name(node.name());
                onnx.input(value, ((Input) node.operation()).type(), shape(shapes, node.name()));
                values.put(node.name(), value);
            } else {
                Emission at = new Emission(onnx, folded.graph(), node, values, shapes, folded.weights());
                values.put(node.name(), emit(node, at));
            }
        }
        outputs(folded.graph(), onnx, values, shapes);
        return new OnnxModel(onnx.build(), onnx.neededTensors());
    }

    private static String emit(Node node, Emission at) {
        try {
            return Emitters.emit(node.operation(), at);
        } catch (IllegalArgumentException e) {
            String where = "Node '" + node.name() + "' (" + Operations.name(node.operation()) + ")";
            String message = String.valueOf(e.getMessage());
            throw new EngineException(message.startsWith(where) ? message : where + ": " + message, e);
        }
    }

    private static void outputs(Graph graph, OnnxGraph onnx, Map<String, String> values, Map<String, Shape> shapes) {
        graph.outputs().forEach((name, node) -> {
            onnx.call("Identity", "output/" + name)
                    .with(Objects.requireNonNull(values.get(node)))
                    .result(name);
            onnx.output(name, DType.FLOAT32, shape(shapes, node));
        });
    }

    private static Shape shape(Map<String, Shape> shapes, String node) {
        return Objects.requireNonNull(shapes.get(node));
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
