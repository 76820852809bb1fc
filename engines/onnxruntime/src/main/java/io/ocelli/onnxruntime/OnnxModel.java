package io.ocelli.onnxruntime;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.UnsafeByteOperations;
import io.ocelli.engine.Program;
import io.ocelli.error.EngineException;
import io.ocelli.graph.Differentiation;
import io.ocelli.graph.Graph;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A program compiled to ONNX: a graph, and the tensors that it names. */
final class OnnxModel {
    /** The name of the batch extent, which stays open. */
    static final String BATCH = "N";

    private static final int OPSET = 18;
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
        Graph graph = program.graph();
        if (program.gradients() != null) {
            Program.Gradients asked = program.gradients();
            graph = differentiated(graph, asked.of(), asked.respectTo(), program.shapes(2), batchNorms(program));
        }
        Program whole = new Program(graph, program.inputs());
        return compile(new OnnxGraph(), graph, whole.shapes(1), whole.shapes(2), weights);
    }

    /** Why a program's gradients cannot be compiled, or null where they can, or it asks for none. */
    static @Nullable String refuses(Program program) {
        Program.Gradients asked = program.gradients();
        if (asked != null && asked.curvature()) {
            return "it gives second derivatives, which are the PyTorch engine's";
        }
        String refused = asked == null
                ? null
                : Differentiation.refuses(
                        program.graph(), asked.of(), asked.respectTo(), program.shapes(2), batchNorms(program));
        return refused == null ? null : "it gives gradients of what has a derivative here, and " + refused;
    }

    /** What a graph becomes, from the shapes of its nodes for a batch of one and of two. */
    static OnnxModel compile(
            OnnxGraph onnx, Graph graph, Map<String, Shape> one, Map<String, Shape> two, Weights weights) {
        Forward.write(onnx, graph, one, two, weights);
        return new OnnxModel(onnx.build(), onnx.neededTensors());
    }

    /** A graph with gradients behind its outputs. */
    static Graph differentiated(
            Graph graph, String of, List<String> respectTo, Map<String, Shape> shapes, Set<String> batchStatistics) {
        String refused = Differentiation.refuses(graph, of, respectTo, shapes, batchStatistics);
        if (refused != null) {
            throw new EngineException("ONNX Runtime gives gradients of what has a derivative here, and " + refused
                    + "; the PyTorch engine differentiates it. Add io.ocelli:ocelli-pytorch and LibTorch for "
                    + NativeLibrary.platform() + ", as the README lists");
        }
        return Differentiation.of(graph, of, respectTo, shapes).graph();
    }

    /** The batch norms that use the statistics of the batch. */
    private static Set<String> batchNorms(Program program) {
        Set<String> norms = new HashSet<>();
        if (program.gradients() != null && program.gradients().batchStatistics()) {
            program.graph().nodes().forEach(node -> norms.add(node.name()));
        }
        return norms;
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
