package io.ocelli.onnxruntime;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.common.collect.ImmutableMap;
import io.ocelli.graph.AddProduct;
import io.ocelli.graph.AddQuotient;
import io.ocelli.graph.Compare;
import io.ocelli.graph.Constant;
import io.ocelli.graph.Divide;
import io.ocelli.graph.Fixed;
import io.ocelli.graph.Lerp;
import io.ocelli.graph.MatMul;
import io.ocelli.graph.Maximum;
import io.ocelli.graph.Minimum;
import io.ocelli.graph.Power;
import io.ocelli.graph.Reduce;
import io.ocelli.graph.ReverseGradient;
import io.ocelli.graph.StopGradient;
import io.ocelli.graph.Subtract;
import io.ocelli.graph.Where;
import io.ocelli.graph.WindowMask;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Arithmetic: what losses and updates are made of. */
final class ArithmeticEmitters {
    private static final Map<Compare.Kind, String> RELATIONS = ImmutableMap.<Compare.Kind, String>builder()
            .put(Compare.Kind.LESS, "Less")
            .put(Compare.Kind.LESS_OR_EQUAL, "LessOrEqual")
            .put(Compare.Kind.EQUAL, "Equal")
            .put(Compare.Kind.GREATER, "Greater")
            .put(Compare.Kind.GREATER_OR_EQUAL, "GreaterOrEqual")
            .put(Compare.Kind.NOT_EQUAL, "Equal")
            .build();

    private static final Map<Reduce.Kind, String> REDUCTIONS = ImmutableMap.<Reduce.Kind, String>builder()
            .put(Reduce.Kind.SUM, "ReduceSum")
            .put(Reduce.Kind.MEAN, "ReduceMean")
            .put(Reduce.Kind.MAX, "ReduceMax")
            .put(Reduce.Kind.MIN, "ReduceMin")
            .put(Reduce.Kind.PRODUCT, "ReduceProd")
            .put(Reduce.Kind.LOG_SUM_EXP, "ReduceLogSumExp")
            .build();

    private ArithmeticEmitters() {}

    static void register(Emitters.Table table) {
        table.put(AddProduct.class, (step, at) -> step("Mul", at))
                .put(AddQuotient.class, (step, at) -> step("Div", at))
                .put(Compare.class, ArithmeticEmitters::compare)
                .put(Constant.class, ArithmeticEmitters::fixed)
                .put(Divide.class, (divide, at) -> two("Div", at))
                .put(Lerp.class, ArithmeticEmitters::lerp)
                .put(MatMul.class, (product, at) -> two("MatMul", at))
                .put(Maximum.class, (maximum, at) -> two("Max", at))
                .put(Minimum.class, (minimum, at) -> two("Min", at))
                .put(Power.class, (power, at) -> two("Pow", at))
                .put(Reduce.class, ArithmeticEmitters::reduce)
                .put(ReverseGradient.class, (reverse, at) -> at.input())
                .put(StopGradient.class, (stop, at) -> at.input())
                .put(Subtract.class, (subtract, at) -> two("Sub", at))
                .put(Where.class, ArithmeticEmitters::where)
                .put(WindowMask.class, ArithmeticEmitters::fixed);
    }

    private static String fixed(Fixed fixed, Emission at) {
        return at.constant("value", fixed.value());
    }

    private static String two(String type, Emission at) {
        return at.call(type).with(at.input(0), at.input(1)).result();
    }

    private static String step(String type, Emission at) {
        String term = at.call(type).with(at.input(1), at.input(2)).result();
        String scaled = at.inputs() > 3 ? at.call("Mul").with(term, at.input(3)).result() : term;
        return at.call("Add").with(at.input(0), scaled).result();
    }

    private static String compare(Compare compare, Emission at) {
        String found = two(Objects.requireNonNull(RELATIONS.get(compare.kind())), at);
        if (compare.kind() == Compare.Kind.NOT_EQUAL) {
            found = at.call("Not").with(found).result();
        }
        return at.call("Cast")
                .with(found)
                .integer("to", TensorProto.DataType.FLOAT_VALUE)
                .result();
    }

    private static String where(Where where, Emission at) {
        String condition = at.call("Cast")
                .with(at.input())
                .integer("to", TensorProto.DataType.BOOL_VALUE)
                .result();
        return at.call("Where").with(condition, at.input(1), at.input(2)).result();
    }

    private static String lerp(Lerp lerp, Emission at) {
        String way = at.call("Sub").with(at.input(1), at.input(0)).result();
        String part = at.call("Mul").with(way, at.input(2)).result();
        return at.call("Add").with(at.input(0), part).result();
    }

    private static String reduce(Reduce reduce, Emission at) {
        List<Integer> axes = reduce.axes(at.inputShape().rank());
        if (axes.isEmpty()) {
            return at.input();
        }
        return at.call(Objects.requireNonNull(REDUCTIONS.get(reduce.kind())))
                .with(
                        at.input(),
                        at.integers("axes", axes.stream().mapToLong(i -> i).toArray()))
                .integer("keepdims", reduce.keep() ? 1 : 0)
                .result();
    }
}
