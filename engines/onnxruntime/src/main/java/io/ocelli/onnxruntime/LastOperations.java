package io.ocelli.onnxruntime;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.ocelli.engine.Port;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What computes the outputs of an ONNX file. The file is read past its weights, which are skipped, so that it costs no memory
 * whatever the file's size.
 */
final class LastOperations {
    /** Fields of ONNX's messages ModelProto, GraphProto and NodeProto (onnx.proto). */
    private static final int GRAPH = 7;

    private static final int NODE = 1;
    private static final int INPUT = 1;
    private static final int OUTPUT = 2;
    private static final int OPERATION = 4;

    /** What changes the form of numbers and not what they mean. */
    private static final Set<String> FORM = ImmutableSet.of(
            "Cast",
            "Clip",
            "DequantizeLinear",
            "Flatten",
            "Identity",
            "QuantizeLinear",
            "Reshape",
            "Squeeze",
            "Transpose",
            "Unsqueeze");

    private final Map<String, Node> byOutput = new HashMap<>();

    private LastOperations() {}

    private record Node(String operation, List<String> inputs) {}

    /**
     * The operation of each output, past what only changes the numbers' form: {@code Softmax}, {@code Sigmoid}, of
     * quantised numbers too; a softmax in its parts is {@code Softmax}. Empty texts where the file does not tell.
     */
    static List<String> of(Path file, List<Port> outputs) {
        LastOperations operations = new LastOperations();
        try (InputStream stream = Files.newInputStream(file)) {
            operations.model(CodedInputStream.newInstance(stream));
        } catch (IOException e) { // another form of file that ONNX Runtime opens (.ort)
            operations.byOutput.clear();
        }
        ImmutableList.Builder<String> names = ImmutableList.builder();
        outputs.forEach(output -> names.add(operations.last(output.name())));
        return names.build();
    }

    private String last(String output) {
        @Nullable Node node = byOutput.get(output);
        while (node != null && FORM.contains(node.operation()) && !node.inputs().isEmpty()) {
            node = byOutput.get(node.inputs().get(0));
        }
        if (node == null) {
            return "";
        }
        switch (node.operation()) {
            case "QLinearSoftmax":
                return "Softmax";
            case "QLinearSigmoid":
                return "Sigmoid";
            case "Div":
                return isDecomposedSoftmax(node) ? "Softmax" : "Div";
            default:
                return node.operation();
        }
    }

    /** exp(x) / sum(exp(x)). */
    private boolean isDecomposedSoftmax(Node division) {
        @Nullable Node above = byOutput.get(division.inputs().get(0));
        @Nullable Node below = byOutput.get(division.inputs().get(1));
        return above != null
                && below != null
                && above.operation().equals("Exp")
                && below.operation().equals("ReduceSum")
                && below.inputs().get(0).equals(division.inputs().get(0));
    }

    private void model(CodedInputStream in) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == GRAPH) {
                int limit = in.pushLimit(in.readRawVarint32());
                graph(in);
                in.popLimit(limit);
            } else {
                in.skipField(tag);
            }
        }
    }

    private void graph(CodedInputStream in) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == NODE) {
                int limit = in.pushLimit(in.readRawVarint32());
                node(in);
                in.popLimit(limit);
            } else {
                in.skipField(tag);
            }
        }
    }

    private void node(CodedInputStream in) throws IOException {
        ImmutableList.Builder<String> inputs = ImmutableList.builder();
        ImmutableList.Builder<String> outputs = ImmutableList.builder();
        String operation = "";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case INPUT:
                    inputs.add(in.readString());
                    break;
                case OUTPUT:
                    outputs.add(in.readString());
                    break;
                case OPERATION:
                    operation = in.readString();
                    break;
                default:
                    in.skipField(tag);
            }
        }
        Node node = new Node(operation, inputs.build());
        outputs.build().forEach(output -> byOutput.put(output, node));
    }
}
