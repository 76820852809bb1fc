package io.ocelli.pytorch;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.ocelli.engine.UpdateProgram;
import io.ocelli.graph.Activation;
import io.ocelli.graph.Activation.Function;
import io.ocelli.graph.Add;
import io.ocelli.graph.Constant;
import io.ocelli.graph.Divide;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Multiply;
import io.ocelli.graph.Node;
import io.ocelli.graph.Operation;
import io.ocelli.graph.Scale;
import io.ocelli.graph.Subtract;
import io.ocelli.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Writes an update as TorchScript. What may be changed is changed in place: weights, what the optimiser keeps, gradients and what
 * was computed on the way, each at the last place that reads it. Numbers that are one for a whole tensor are Python's.
 *
 * <p>PyTorch's list operations ({@code _foreach_add_}) are avoided: the compiler has been seen to drop them.
 */
final class UpdateSource {
    /** Functions that PyTorch has in place too. */
    private static final Set<String> IN_PLACE = ImmutableSet.of(
            "torch.add",
            "torch.addcdiv",
            "torch.addcmul",
            "torch.clamp",
            "torch.div",
            "torch.lerp",
            "torch.mul",
            "torch.neg",
            "torch.reciprocal",
            "torch.rsqrt",
            "torch.sign",
            "torch.sqrt",
            "torch.square",
            "torch.sub",
            "torch.abs",
            "torch.exp");

    private static final Map<Class<? extends Operation>, String> SIGNS =
            ImmutableMap.of(Add.class, " + ", Subtract.class, " - ", Multiply.class, " * ", Divide.class, " / ");

    private final UpdateProgram update;
    private final Graph graph;
    private final Map<String, Shape> shapes;
    private final UnaryOperator<String> places;
    private final Map<String, Integer> readers = new HashMap<>();
    private final Set<String> numbers = new HashSet<>();
    private final Set<String> folded = new HashSet<>();
    private final Map<String, String> variables = new HashMap<>();
    /** Variables whose memory is their own, or is to hold a result anyway. */
    private final Set<String> free = new HashSet<>();

    private final List<String> lines = new ArrayList<>();

    /** @param places the expression of each input that is no number; what the step may change */
    UpdateSource(UpdateProgram update, UnaryOperator<String> places) {
        this.update = update;
        this.graph = update.graph();
        this.shapes = graph.shapes(update.shapes());
        this.places = places;
        graph.nodes().forEach(node -> node.inputs().forEach(input -> readers.merge(input, 1, Integer::sum)));
        graph.outputs().values().forEach(output -> readers.merge(output, 1, Integer::sum));
    }

    /** The statements, given the variable of a float64 tensor of the update's numbers. */
    List<String> lines(String tensor) {
        for (int i = 0; i < update.scalars().size(); i++) {
            String name = update.scalars().get(i);
            if (graph.contains(name)) {
                numbers.add(name);
                assign(name, "float(torch.select(" + tensor + ", 0, " + i + "))");
            }
        }
        for (Node node : graph.nodes()) {
            if (!variables.containsKey(node.name())) {
                write(node);
            }
        }
        graph.outputs().forEach((target, node) -> {
            String place = Objects.requireNonNull(variables.get(target));
            String result = Objects.requireNonNull(variables.get(node));
            if (!root(result).equals(place)) {
                lines.add("w" + lines.size() + " = torch.copy_(" + place + ", " + result + ")");
            }
        });
        return lines;
    }

    private final Map<String, String> roots = new HashMap<>();

    /** The variable that first held this memory. */
    private String root(String variable) {
        return roots.getOrDefault(variable, variable);
    }

    private void write(Node node) {
        Operation operation = node.operation();
        if (operation instanceof Input) {
            String variable = assign(node.name(), "torch.detach(" + places.apply(node.name()) + ")");
            if (graph.outputs().containsKey(node.name()) || node.name().startsWith(UpdateProgram.gradient(""))) {
                free.add(variable);
            }
            return;
        }
        if (operation instanceof Constant
                && ((Constant) operation).value().shape().rank() == 0) {
            numbers.add(node.name());
            assign(node.name(), Emitters.number(((Constant) operation).value().toDoubles()[0]));
            return;
        }
        String number = numbers.containsAll(node.inputs()) ? number(node) : null;
        if (number != null) {
            numbers.add(node.name());
            assign(node.name(), number);
            return;
        }
        compute(node);
    }

    /** Arithmetic of numbers; null where it is for tensors alone. */
    private @Nullable String number(Node node) {
        Operation operation = node.operation();
        String sign = SIGNS.get(operation.getClass());
        List<String> inputs = names(node.inputs());
        if (sign != null) {
            return "(" + String.join(sign, inputs) + ")";
        }
        if (operation instanceof Scale) {
            Scale scale = (Scale) operation;
            return "(" + inputs.get(0) + " * " + Emitters.number(scale.factor()) + " + "
                    + Emitters.number(scale.offset()) + ")";
        }
        Function function = operation instanceof Activation ? ((Activation) operation).function() : Function.RELU;
        return switch (function) {
            case NEGATE -> "-" + inputs.get(0);
            case RECIPROCAL -> "1. / " + inputs.get(0);
            case SQRT -> inputs.get(0) + " ** 0.5";
            case SQUARE -> inputs.get(0) + " * " + inputs.get(0);
            default -> null;
        };
    }

    private void compute(Node node) {
        String alpha = alpha(node);
        if (alpha == null && isFolded(node)) {
            return;
        }
        String expression = alpha != null ? alpha : emit(node);
        String first = variable(node.inputs().get(0));
        int end = expression.indexOf('(');
        String function = end < 0 ? "" : expression.substring(0, end);
        boolean last = readers.getOrDefault(node.inputs().get(0), 0) == 1
                && !graph.outputs().containsValue(node.inputs().get(0));
        boolean inPlace = last
                && free.contains(first)
                && IN_PLACE.contains(function)
                && shape(node.inputs().get(0)).equals(shape(node.name()))
                && (expression.startsWith(function + "(" + first + ",")
                        || expression.startsWith(function + "(" + first + ")"));
        String variable = assign(node.name(), inPlace ? function + "_" + expression.substring(end) : expression);
        free.add(variable);
        if (inPlace) {
            roots.put(variable, root(first));
        }
    }

    private String emit(Node node) {
        List<Shape> inputShapes = new ArrayList<>();
        node.inputs().forEach(input -> inputShapes.add(shape(input)));
        Call call = new Call(
                node, names(node.inputs()), inputShapes, shape(node.name()), false, false, UnaryOperator.identity());
        return Emitters.rule(node.operation()).emit(node.operation(), call);
    }

    /** A sum or difference with a multiple, in one; the multiple is then not computed by itself. */
    private @Nullable String alpha(Node node) {
        boolean add = node.operation() instanceof Add && node.inputs().size() == 2;
        if (!add && !(node.operation() instanceof Subtract)) {
            return null;
        }
        Node multiple = graph.node(node.inputs().get(1));
        if (!folded.contains(multiple.name())) {
            return null;
        }
        String factor = multiple.operation() instanceof Scale
                ? Emitters.number(((Scale) multiple.operation()).factor())
                : variable(multiple.inputs().get(1));
        return (add ? "torch.add(" : "torch.sub(") + variable(node.inputs().get(0)) + ", "
                + variable(multiple.inputs().get(0)) + ", alpha=" + factor + ")";
    }

    /** Whether a node is a multiple that the next takes as one: the only reader, as its second input. */
    private boolean isFolded(Node multiple) {
        Operation operation = multiple.operation();
        boolean scales = operation instanceof Scale && ((Scale) operation).offset() == 0
                || operation instanceof Multiply
                        && multiple.inputs().size() == 2
                        && numbers.contains(multiple.inputs().get(1))
                        && !numbers.contains(multiple.inputs().get(0));
        if (!scales || readers.getOrDefault(multiple.name(), 0) != 1) {
            return false;
        }
        for (Node reader : graph.nodes()) {
            boolean sums = reader.operation() instanceof Add && reader.inputs().size() == 2
                    || reader.operation() instanceof Subtract;
            if (sums
                    && reader.inputs().get(1).equals(multiple.name())
                    && !numbers.contains(reader.inputs().get(0))
                    && shape(reader.inputs().get(0)).equals(shape(multiple.name()))) {
                folded.add(multiple.name());
                // It is read where the sum is made.
                readers.merge(multiple.inputs().get(0), 1, Integer::sum);
                return true;
            }
        }
        return false;
    }

    private Shape shape(String node) {
        return Objects.requireNonNull(shapes.get(node), node);
    }

    private List<String> names(List<String> nodes) {
        List<String> names = new ArrayList<>();
        nodes.forEach(node -> names.add(variable(node)));
        return names;
    }

    private String variable(String node) {
        return Objects.requireNonNull(variables.get(node), node);
    }

    private String assign(String node, String expression) {
        String variable = "u" + variables.size();
        variables.put(node, variable);
        lines.add(variable + " = " + expression);
        return variable;
    }
}
