package io.ocelli.pytorch;

import io.ocelli.engine.TrainingProgram;
import io.ocelli.graph.Differentiation;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Node;
import io.ocelli.graph.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes gradients whose step keeps what goes from part to part of the network alone: each part is computed without gradients on
 * the way there, and once more, with them, on the way back. What norms learn of a batch they learn when they see it last.
 */
final class Recomputation {
    private final Graph graph;
    private final Source source;
    private final List<Part> parts;
    private final String loss;
    /** Where gradients pass. */
    private final Set<String> path;
    /** The last part that has gradients; it is computed once. */
    private final int last;

    private final List<String> lines = new ArrayList<>();
    private final Map<String, String> gradients = new HashMap<>();

    Recomputation(TrainingProgram program, Source source) {
        this.graph = program.graph();
        this.source = source;
        this.parts = Part.of(graph, program.shapes(2));
        this.loss = graph.output(TrainingProgram.LOSS);
        Set<String> learning = new LinkedHashSet<>();
        for (Parameter parameter : program.learning()) {
            learning.add(parameter.name());
        }
        this.path = new HashSet<>(Differentiation.path(graph, loss, learning));
        path.retainAll(graph.reachedByGradient(loss));
        int end = 0;
        for (int i = 0; i < parts.size(); i++) {
            end = learns(parts.get(i)) ? i : end;
        }
        this.last = end;
        parts.forEach(part -> source.keep(part.reads()));
    }

    private boolean learns(Part part) {
        return part.gives().stream().anyMatch(path::contains);
    }

    /** The methods that compute the parts. */
    String methods() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            if (i != last) {
                text.append(source.part("part" + i, part, true, learns(part)));
            }
            if (learns(part)) {
                text.append(source.part("again" + i, part, false, true));
            }
        }
        return text.toString();
    }

    /**
     * The statements that make {@code outputs} and the gradients {@code g0}, {@code g1}, ... of the parameters that learn.
     *
     * @param scale by what the loss is multiplied before, and the gradients are divided after; null for nothing
     */
    List<String> gradientLines(List<String> learning, @Nullable String scale) {
        lines.clear();
        gradients.clear();
        Map<String, String> values = new HashMap<>();
        Map<String, String> leaves = new HashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            String list = (i == last ? "l" : "f") + i;
            if (i == last) {
                again(i, values, leaves);
            } else {
                lines.add(list + " = self.part" + i + "(" + arguments(part, values) + ")");
            }
            for (int k = 0; k < part.gives().size(); k++) {
                values.put(part.gives().get(k), list + "[" + k + "]");
            }
        }
        for (int i = last; i >= 0; i--) {
            if (learns(parts.get(i))) {
                back(i, learning, values, leaves, scale);
            }
        }
        List<String> outputs = new ArrayList<>();
        graph.outputs()
                .values()
                .forEach(output ->
                        outputs.add(source.given(output, Objects.requireNonNull(values.get(output), output))));
        lines.add("outputs = [" + String.join(", ", outputs) + "]");
        for (int i = 0; i < learning.size(); i++) {
            String gradient = Objects.requireNonNull(gradients.get(learning.get(i)));
            lines.add("g" + i + " = " + (scale == null ? gradient : "torch.div(" + gradient + ", " + scale + ")"));
        }
        return new ArrayList<>(lines);
    }

    /** Computes a part with gradients, from values that begin a graph of their own. */
    private void again(int number, Map<String, String> values, Map<String, String> leaves) {
        Part part = parts.get(number);
        Map<String, String> begun = new HashMap<>(values);
        for (int k = 0; k < part.reads().size(); k++) {
            String read = part.reads().get(k);
            if (path.contains(read)) {
                String leaf = "d" + number + "_" + k;
                lines.add(leaf + " = torch.requires_grad_(torch.detach(" + values.get(read) + "), True)");
                begun.put(read, leaf);
                leaves.put(number + read, leaf);
            }
        }
        lines.add("l" + number + " = self.again" + number + "(" + arguments(part, begun) + ")");
    }

    private void back(
            int number,
            List<String> learning,
            Map<String, String> values,
            Map<String, String> leaves,
            @Nullable String scale) {
        Part part = parts.get(number);
        if (number != last) {
            again(number, values, leaves);
        }
        List<String> of = new ArrayList<>();
        List<String> times = new ArrayList<>();
        for (int k = 0; k < part.gives().size(); k++) {
            String given = part.gives().get(k);
            String result = "l" + number + "[" + k + "]";
            if (given.equals(loss)) {
                String one = "torch.ones_like(" + result + ")";
                add(given, scale == null ? one : "torch.mul(" + one + ", " + scale + ")");
            }
            String gradient = gradients.get(given);
            if (gradient != null) { // others are outputs that no later part reads
                of.add(result);
                times.add(gradient);
            }
        }
        List<String> respectTo = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (String read : part.reads()) {
            if (path.contains(read) && isReadOnPath(part, read)) {
                respectTo.add(Objects.requireNonNull(leaves.get(number + read)));
                names.add(read);
            }
        }
        for (String parameter : learning) {
            if (isReadOnPath(part, parameter)) {
                respectTo.add("self." + source.attributes().get(parameter));
                names.add(parameter);
            }
        }
        lines.add("q" + number + " = torch.grad([" + String.join(", ", of) + "], [" + String.join(", ", respectTo)
                + "], annotate(List[Optional[Tensor]], [" + String.join(", ", times) + "]))");
        for (int k = 0; k < names.size(); k++) {
            add(names.get(k), "torch._unwrap_optional(q" + number + "[" + k + "])");
        }
    }

    private boolean isReadOnPath(Part part, String value) {
        for (Node node : part.nodes()) {
            if (path.contains(node.name()) && node.inputs().contains(value)) {
                return true;
            }
        }
        return false;
    }

    /** One gradient more for a value. */
    private void add(String value, String gradient) {
        String before = gradients.get(value);
        String variable = "y" + lines.size();
        lines.add(variable + " = " + (before == null ? gradient : "torch.add(" + before + ", " + gradient + ")"));
        gradients.put(value, variable);
    }

    private String arguments(Part part, Map<String, String> values) {
        StringBuilder text = new StringBuilder(source.passed());
        for (String read : part.reads()) {
            text.append(text.length() == 0 ? "" : ", ").append(Objects.requireNonNull(values.get(read), read));
        }
        return text.toString();
    }
}
