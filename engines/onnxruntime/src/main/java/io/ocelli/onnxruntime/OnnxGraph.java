package io.ocelli.onnxruntime;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An ONNX graph while it is made: nodes in order of computation, and the tensors they name. */
final class OnnxGraph {
    private final List<NodeProto.Builder> nodes = new ArrayList<>();
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private final List<ValueInfoProto> inputs = new ArrayList<>();
    private final List<ValueInfoProto> outputs = new ArrayList<>();
    private final Set<String> taken = new HashSet<>();
    private final Set<String> learning = new HashSet<>();
    private int batches;

    /** A name for a value that no other value has. */
    String name(String wanted) {
        String free = wanted;
        for (int i = 2; !taken.add(free); i++) {
            free = wanted + "_" + i;
        }
        return free;
    }

    /** An input, of these shapes for a batch of one and of two. Batches of several inputs need not be of one size. */
    void input(String name, DType type, Shape one, Shape two) {
        batches += one.equals(two) ? 0 : 1;
        inputs.add(value(name, type, one, two, batches < 2 ? OnnxModel.BATCH : OnnxModel.BATCH + batches));
    }

    /** A result, of these shapes for a batch of one and of two. */
    void output(String name, DType type, Shape one, Shape two) {
        outputs.add(value(name, type, one, two, batches == 1 ? OnnxModel.BATCH : null));
    }

    /** A parameter that each run is given, in the place of a tensor of this name. */
    void learning(String name, Shape shape) {
        taken.add(name);
        learning.add(name);
        inputs.add(value(name, DType.FLOAT32, shape, shape, null));
    }

    boolean isLearning(String name) {
        return learning.contains(name);
    }

    /** Adds a tensor once, where it is not an input: the same name is the same tensor. */
    String tensor(String name, Tensor tensor) {
        if (!learning.contains(name) && tensors.putIfAbsent(name, tensor) == null) {
            taken.add(name);
        }
        return name;
    }

    /** Begins a node; {@code label} names it and, for want of a better, its result. */
    Call call(String type, String label) {
        return new Call(type, label);
    }

    /** The graph, without nodes that no output needs, and without tensors: {@link #neededTensors} are to be added. */
    GraphProto.Builder build() {
        GraphProto.Builder graph =
                GraphProto.newBuilder().setName("ocelli").addAllInput(inputs).addAllOutput(outputs);
        Set<String> needed = needed();
        for (NodeProto.Builder node : nodes) {
            if (needed.contains(node.getOutput(0))) {
                graph.addNode(node);
            }
        }
        return graph;
    }

    /** The tensors that the outputs depend on, in order. */
    Map<String, Tensor> neededTensors() {
        Map<String, Tensor> kept = new LinkedHashMap<>(tensors);
        kept.keySet().retainAll(needed());
        return kept;
    }

    private Set<String> needed() {
        Set<String> needed = new HashSet<>();
        outputs.forEach(output -> needed.add(output.getName()));
        List<NodeProto.Builder> backwards = new ArrayList<>(nodes);
        Collections.reverse(backwards);
        for (NodeProto.Builder node : backwards) {
            if (needed.contains(node.getOutput(0))) {
                needed.addAll(node.getInputList());
            }
        }
        return needed;
    }

    /** Extents that depend on the batch stay open; one that is the batch has its name, where there is one. */
    private static ValueInfoProto value(String name, DType type, Shape one, Shape two, @Nullable String batch) {
        TensorShapeProto.Builder extents = TensorShapeProto.newBuilder();
        for (int i = 0; i < one.rank(); i++) {
            TensorShapeProto.Dimension.Builder extent = extents.addDimBuilder();
            if (one.get(i) == two.get(i)) {
                extent.setDimValue(one.get(i));
            } else if (batch != null && one.get(i) == 1 && two.get(i) == 2) {
                extent.setDimParam(batch);
            }
        }
        ValueInfoProto.Builder value = ValueInfoProto.newBuilder().setName(name);
        value.getTypeBuilder()
                .getTensorTypeBuilder()
                .setElemType(Types.proto(type))
                .setShape(extents);
        return value.build();
    }

    /** One node while its inputs and attributes are told. */
    final class Call {
        private final String label;
        private final NodeProto.Builder node;

        private Call(String type, String label) {
            this.label = label;
            this.node = NodeProto.newBuilder().setOpType(type);
        }

        Call with(String... values) {
            node.addAllInput(Arrays.asList(values));
            return this;
        }

        Call integer(String name, long value) {
            node.addAttributeBuilder()
                    .setName(name)
                    .setType(AttributeProto.AttributeType.INT)
                    .setI(value);
            return this;
        }

        Call integers(String name, int... values) {
            AttributeProto.Builder attribute =
                    node.addAttributeBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
            for (int value : values) {
                attribute.addInts(value);
            }
            return this;
        }

        Call number(String name, double value) {
            node.addAttributeBuilder()
                    .setName(name)
                    .setType(AttributeProto.AttributeType.FLOAT)
                    .setF((float) value);
            return this;
        }

        Call text(String name, String value) {
            node.addAttributeBuilder()
                    .setName(name)
                    .setType(AttributeProto.AttributeType.STRING)
                    .setS(ByteString.copyFrom(value, StandardCharsets.UTF_8));
            return this;
        }

        /** Adds the node and gives the name of its result. */
        String result() {
            return result(name(label));
        }

        /** As {@link #result()}, for an operator with a second result, which nothing is to read. */
        String firstOfTwo(String second) {
            String first = name(label);
            nodes.add(node.setName(first).addOutput(first).addOutput(name(label + "/" + second)));
            return first;
        }

        /** As {@link #result()}, under a name that the caller has taken. */
        String result(String result) {
            nodes.add(node.setName(result).addOutput(result));
            return result;
        }
    }
}
