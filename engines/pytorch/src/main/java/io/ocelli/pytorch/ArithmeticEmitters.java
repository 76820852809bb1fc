package io.ocelli.pytorch;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Lists;
import io.ocelli.graph.Activation;
import io.ocelli.graph.Activation.Function;
import io.ocelli.graph.AddProduct;
import io.ocelli.graph.AddQuotient;
import io.ocelli.graph.Compare;
import io.ocelli.graph.Constant;
import io.ocelli.graph.ConvTranspose2d;
import io.ocelli.graph.Count;
import io.ocelli.graph.Dequantize;
import io.ocelli.graph.Divide;
import io.ocelli.graph.Expand;
import io.ocelli.graph.Eye;
import io.ocelli.graph.FakeQuantize;
import io.ocelli.graph.Lerp;
import io.ocelli.graph.MatMul;
import io.ocelli.graph.Maximum;
import io.ocelli.graph.Minimum;
import io.ocelli.graph.OneHot;
import io.ocelli.graph.Power;
import io.ocelli.graph.Reduce;
import io.ocelli.graph.ReshapeLike;
import io.ocelli.graph.Resize;
import io.ocelli.graph.ReverseGradient;
import io.ocelli.graph.StopGradient;
import io.ocelli.graph.Subtract;
import io.ocelli.graph.SumTo;
import io.ocelli.graph.Unsqueeze;
import io.ocelli.graph.Where;
import io.ocelli.graph.WindowMask;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Arithmetic: what losses, updates and decoders are made of. What has terms of very different size runs in float32, as in
 * PyTorch's autocast; extents are read from the tensors, as they may depend on the batch.
 */
final class ArithmeticEmitters {
    /** PyTorch's names, where they are others. */
    private static final Map<Function, String> FUNCTIONS = ImmutableMap.of(Function.NEGATE, "neg");

    /** Functions whose results are far larger or smaller than what they take. */
    private static final Set<Function> WIDE = ImmutableSet.of(
            Function.EXP,
            Function.LOG,
            Function.LOG1P,
            Function.LOG_SIGMOID,
            Function.RECIPROCAL,
            Function.RSQRT,
            Function.SOFTPLUS,
            Function.SQUARE);

    private static final Map<Compare.Kind, String> RELATIONS = ImmutableMap.<Compare.Kind, String>builder()
            .put(Compare.Kind.LESS, "lt")
            .put(Compare.Kind.LESS_OR_EQUAL, "le")
            .put(Compare.Kind.EQUAL, "eq")
            .put(Compare.Kind.GREATER, "gt")
            .put(Compare.Kind.GREATER_OR_EQUAL, "ge")
            .put(Compare.Kind.NOT_EQUAL, "ne")
            .build();

    private static final Map<Reduce.Kind, String> REDUCTIONS = ImmutableMap.<Reduce.Kind, String>builder()
            .put(Reduce.Kind.SUM, "sum")
            .put(Reduce.Kind.MEAN, "mean")
            .put(Reduce.Kind.MAX, "amax")
            .put(Reduce.Kind.MIN, "amin")
            .put(Reduce.Kind.PRODUCT, "prod")
            .put(Reduce.Kind.LOG_SUM_EXP, "logsumexp")
            .build();

    private ArithmeticEmitters() {}

    static void register(Emitters.Table table) {
        table.add(
                        Activation.class,
                        o -> WIDE.contains(o.function()) ? Arithmetic.FULL : Arithmetic.INHERITED,
                        ArithmeticEmitters::activation)
                .add(AddProduct.class, Arithmetic.FULL, (o, c) -> step("torch.addcmul", c))
                .add(AddQuotient.class, Arithmetic.FULL, (o, c) -> step("torch.addcdiv", c))
                .add(
                        Compare.class,
                        Arithmetic.FULL,
                        (o, c) -> "torch.to(" + call(Objects.requireNonNull(RELATIONS.get(o.kind())), c) + ", 6)")
                .add(Constant.class, Arithmetic.FULL, (o, c) -> c.parameter(""))
                .add(ConvTranspose2d.class, Arithmetic.LOW, ArithmeticEmitters::convTranspose)
                .add(Count.class, Arithmetic.FULL, ArithmeticEmitters::count)
                .add(Divide.class, Arithmetic.FULL, (o, c) -> call("div", c))
                .add(Dequantize.class, Arithmetic.FULL, ArithmeticEmitters::dequantize)
                .add(Expand.class, Arithmetic.FULL, (o, c) -> call("expand_as", c))
                .add(Eye.class, Arithmetic.FULL, ArithmeticEmitters::eye)
                .add(FakeQuantize.class, Arithmetic.FULL, ArithmeticEmitters::fakeQuantize)
                .add(Lerp.class, Arithmetic.FULL, (o, c) -> call("lerp", c))
                .add(MatMul.class, Arithmetic.LOW, (o, c) -> call("matmul", c))
                .add(Maximum.class, Arithmetic.FULL, (o, c) -> call("maximum", c))
                .add(Minimum.class, Arithmetic.FULL, (o, c) -> call("minimum", c))
                .add(
                        OneHot.class,
                        Arithmetic.FULL,
                        (o, c) -> "torch.to(torch.one_hot(" + c.input() + ", " + o.classes() + "), 6)")
                .add(Power.class, Arithmetic.FULL, (o, c) -> call("pow", c))
                .add(Reduce.class, Arithmetic.FULL, ArithmeticEmitters::reduce)
                .add(
                        ReshapeLike.class,
                        Arithmetic.FULL,
                        (o, c) -> "torch.reshape(" + c.input() + ", torch.size("
                                + c.inputs().get(1) + "))")
                .add(Resize.class, Arithmetic.INHERITED, ArithmeticEmitters::resize)
                .add(ReverseGradient.class, Arithmetic.FULL, ArithmeticEmitters::reverseGradient)
                .add(StopGradient.class, Arithmetic.INHERITED, (o, c) -> call("detach", c))
                .add(Subtract.class, Arithmetic.FULL, (o, c) -> call("sub", c))
                .add(
                        SumTo.class,
                        Arithmetic.FULL,
                        (o, c) -> "torch.sum_to_size(" + c.input() + ", torch.size("
                                + c.inputs().get(1) + "))")
                .add(
                        Unsqueeze.class,
                        Arithmetic.INHERITED,
                        (o, c) -> "torch.unsqueeze(" + c.input() + ", " + o.dimension() + ")")
                .add(
                        Where.class,
                        Arithmetic.FULL,
                        (o, c) -> "torch.where(torch.ne(" + c.input() + ", 0), "
                                + c.inputs().get(1) + ", " + c.inputs().get(2) + ")")
                .add(WindowMask.class, Arithmetic.FULL, (o, c) -> c.parameter(""));
    }

    private static String call(String function, Call call) {
        return "torch." + function + "(" + String.join(", ", call.inputs()) + ")";
    }

    private static String activation(Activation operation, Call call) {
        String name = operation.function().name().toLowerCase(Locale.ROOT);
        String function = FUNCTIONS.getOrDefault(operation.function(), name);
        boolean inPlace = operation.equals(Activation.RELU) || operation.equals(Activation.RELU6);
        return call(inPlace ? call.inPlace(function) : function, call);
    }

    /** The scale is a number to PyTorch: no gradient goes to it. */
    private static String step(String function, Call call) {
        List<String> inputs = call.inputs();
        String value = inputs.size() > 3 ? "float(" + inputs.get(3) + ")" : "1.";
        return function + "(" + String.join(", ", inputs.subList(0, 3)) + ", value=" + value + ")";
    }

    private static String convTranspose(ConvTranspose2d operation, Call call) {
        return "torch.conv_transpose2d(" + call.input() + ", " + call.inputs().get(1) + ", "
                + call.optional(2) + ", " + Emitters.list(operation.stride()) + ", "
                + Emitters.list(operation.padding()) + ", " + Emitters.list(operation.outputPadding()) + ", "
                + operation.groups() + ", " + Emitters.list(operation.dilation()) + ")";
    }

    private static String count(Count operation, Call call) {
        List<String> extents = new ArrayList<>();
        for (int axis : operation.axes(call.inputShape().rank())) {
            extents.add("torch.size(" + call.input() + ", " + axis + ")");
        }
        String product = extents.isEmpty() ? "1" : String.join(" * ", extents);
        return "torch.full(annotate(List[int], []), " + product + like(call);
    }

    private static String eye(Eye operation, Call call) {
        return "torch.eye(torch.size(" + call.input() + ", " + operation.dimension() + ")" + like(call);
    }

    /** The end of a call that makes a float32 tensor where the input is. */
    private static String like(Call call) {
        return ", dtype=6, layout=None, device=ops.prim.device(" + call.input() + "), pin_memory=None)";
    }

    private static String fakeQuantize(FakeQuantize operation, Call call) {
        Integer axis = operation.axis();
        String zero = "torch.to(" + call.inputs().get(2) + ", 3)";
        return "torch.fake_quantize_per_" + (axis == null ? "tensor" : "channel") + "_affine(" + call.input() + ", "
                + call.inputs().get(1) + ", " + zero + ", " + (axis == null ? "" : positive(axis, call) + ", ")
                + operation.min() + ", " + operation.max() + ")";
    }

    /** Weights of fewer bits become float32 as they are read. */
    private static String dequantize(Dequantize operation, Call call) {
        Integer axis = operation.axis();
        String scale = call.inputs().get(1);
        if (axis != null) {
            List<Integer> extents =
                    new ArrayList<>(Collections.nCopies(call.inputShape().rank(), 1));
            extents.set(positive(axis, call), -1);
            scale = "torch.reshape(" + scale + ", " + extents + ")";
        }
        return "torch.mul(torch.to(" + call.input() + ", 6), " + scale + ")";
    }

    private static int positive(int axis, Call call) {
        return axis < 0 ? axis + call.inputShape().rank() : axis;
    }

    private static String reduce(Reduce operation, Call call) {
        List<Integer> axes = operation.axes(call.inputShape().rank());
        if (axes.isEmpty()) {
            return call.input();
        }
        String keep = operation.keep() ? "True" : "False";
        String function = "torch." + REDUCTIONS.get(operation.kind()) + "(";
        if (operation.kind() != Reduce.Kind.PRODUCT) {
            return function + call.input() + ", " + axes + ", " + keep + ")";
        }
        String result = call.input();
        for (int axis : Lists.reverse(axes)) {
            result = function + result + ", " + axis + ", " + keep + ")";
        }
        return result;
    }

    private static String resize(Resize operation, Call call) {
        String sizes = ", [" + call.shape().get(2) + ", " + call.shape().get(3) + "], ";
        String corners = operation.alignCorners() ? "True, " : "False, ";
        return switch (operation.mode()) {
            case NEAREST -> "torch.upsample_nearest2d(" + call.input() + sizes + "None, None)";
            case BILINEAR -> "torch.upsample_bilinear2d(" + call.input() + sizes + corners + "None, None)";
            case BICUBIC -> "torch.upsample_bicubic2d(" + call.input() + sizes + corners + "None, None)";
        };
    }

    /** The gradient goes through z - z, which is 0, so that the value stays what it is to the bit. */
    private static String reverseGradient(ReverseGradient operation, Call call) {
        String strength = "torch.detach(" + call.inputs().get(1) + ")";
        String reversed = "torch.neg(torch.mul(" + call.input() + ", " + strength + "))";
        return "torch.add(torch.detach(" + call.input() + "), torch.sub(" + reversed + ", torch.detach(" + reversed
                + ")))";
    }
}
