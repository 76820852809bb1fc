package io.ocelli.pytorch;

import io.ocelli.engine.Device;
import io.ocelli.engine.Precision;
import io.ocelli.engine.TrainingProgram;
import io.ocelli.engine.UpdateProgram;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.Conv2d;
import io.ocelli.graph.Fixed;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a training step as a TorchScript class: {@code network} computes loss and outputs, {@code gradients} gives the
 * gradients, {@code accumulate} adds them up, {@code step} adds, clips and updates, {@code weights} and {@code state} give
 * what was learnt and what the optimiser keeps. In float16 the loss is scaled, and a step whose gradients overflow updates nothing;
 * what a step gives ends then with whether it did.
 */
final class TrainingSource {
    private final TrainingProgram program;
    private final UpdateProgram update;
    private final Source network;
    private final @Nullable Recomputation recomputation;
    private final List<String> learning = new ArrayList<>();
    private final Map<String, String> state = new LinkedHashMap<>();

    TrainingSource(TrainingProgram program, UpdateProgram update, Device device) {
        this.program = program;
        this.update = update;
        this.network = new Source(
                program.graph(),
                program.shapes(2),
                program.precision(),
                node -> !program.frozen().contains(node.name()),
                device.isCpu() ? depthwise(program.graph()) : Set.of());
        this.recomputation = program.recomputes() ? new Recomputation(program, network) : null;
        program.learning().forEach(parameter -> learning.add(parameter.name()));
        program.state().keySet().forEach(name -> state.put(name, "s" + state.size()));
    }

    /**
     * Convolutions of each channel by itself. They are few products a number, and what processors have for bfloat16 is for many:
     * in float32 the step of a MobileNetV3 takes two thirds of the time (docs/measured.md).
     */
    private static Set<String> depthwise(Graph graph) {
        Set<String> nodes = new HashSet<>();
        for (Node node : graph.nodes()) {
            if (node.operation() instanceof Conv2d && ((Conv2d) node.operation()).isDepthwise()) {
                nodes.add(node.name());
            }
        }
        return nodes;
    }

    /** The attribute that holds each parameter, by full name. */
    Map<String, String> attributes() {
        return network.attributes();
    }

    /** The attribute that holds each constant. */
    Map<Fixed, String> constants() {
        return network.constants();
    }

    /** The attribute that holds a tensor of the program's state. */
    String state(String name) {
        return Objects.requireNonNull(state.get(name));
    }

    /** The names of the parameters that learn, in the order in which {@code gradients} gives theirs. */
    List<String> learning() {
        return learning;
    }

    String write() {
        Set<String> all = new LinkedHashSet<>(attributes().values());
        all.addAll(state.values());
        all.addAll(constants().values());
        Set<String> learnt = new LinkedHashSet<>();
        learning.forEach(name -> learnt.add(attributes().get(name)));
        return Source.module(
                all,
                learnt,
                recomputation == null ? network.method("network") : recomputation.methods(),
                method("gradients", gradientLines(), returned("gs", "g")),
                method("accumulate", accumulateLines(), "outputs"),
                stepMethod(),
                method("weights", new ArrayList<>(), contiguous(attributes().values())),
                method("state", new ArrayList<>(), contiguous(state.values())));
    }

    private String method(String name, List<String> lines, String result) {
        boolean takesInputs = !name.equals("weights") && !name.equals("state");
        String declared = takesInputs ? network.declared() : "self: " + Archive.CLASS + ", unused: Tensor";
        StringBuilder text = new StringBuilder("  def " + name + "(" + declared + ") -> List[Tensor]:\n");
        lines.forEach(line -> text.append("    ").append(line).append('\n'));
        return text.append("    return ").append(result).append('\n').toString();
    }

    private String stepMethod() {
        List<String> lines = accumulateLines();
        List<String> updating = new UpdateSource(update, this::place).lines("numbers");
        if (isScaled()) {
            new LossScale(scale()).update(lines, updating, learning.size(), program.accumulation() > 1 ? "a" : "g");
        } else {
            lines.addAll(updating);
        }
        if (program.accumulation() > 1) {
            for (String name : learning) {
                lines.add("z" + lines.size() + " = torch.zero_(self." + state(TrainingProgram.accumulated(name)) + ")");
            }
        }
        StringBuilder text =
                new StringBuilder("  def step(" + network.declared() + ", numbers: Tensor) -> List[Tensor]:\n");
        lines.forEach(line -> text.append("    ").append(line).append('\n'));
        return text.append("    return outputs\n").toString();
    }

    /** Where an input of the update lies. */
    private String place(String input) {
        if (state.containsKey(input)) {
            return "self." + state(input);
        }
        for (String prefix : new String[] {UpdateProgram.parameter(""), UpdateProgram.gradient("")}) {
            if (input.startsWith(prefix)) {
                String name = input.substring(prefix.length());
                return prefix.equals(UpdateProgram.parameter(""))
                        ? "self." + attributes().get(name)
                        : (program.accumulation() > 1 ? "a" : "g") + learning.indexOf(name);
            }
        }
        for (int i = 0; i < program.references().size(); i++) {
            String prefix = UpdateProgram.reference(i, "");
            if (input.startsWith(prefix)) {
                return reference(i, input.substring(prefix.length()));
            }
        }
        throw new IllegalArgumentException("The update has no input '" + input + "'");
    }

    /** The variable of a reference's gradient. */
    private String reference(int number, String parameter) {
        return "r" + number + "_" + learning.indexOf(parameter);
    }

    private boolean isScaled() {
        return program.precision() == Precision.MIXED_FP16;
    }

    /** The attribute of the loss's scale. */
    private String scale() {
        return "self." + state(TrainingProgram.SCALE);
    }

    private List<String> gradientLines() {
        if (recomputation != null) {
            return recomputation.gradientLines(learning, isScaled() ? LossScale.of(scale()) : null);
        }
        List<String> lines = new ArrayList<>();
        lines.add("outputs = self.network(" + network.passed() + ")");
        String loss = output(TrainingProgram.LOSS);
        String scaled = isScaled() ? LossScale.times(loss, scale()) : loss;
        int references = program.references().size();
        lines.add("gs = " + gradients(scaled, learning, references > 0));
        for (int i = 0; i < learning.size(); i++) {
            String gradient = "torch._unwrap_optional(gs[" + i + "])";
            lines.add("g" + i + " = " + (isScaled() ? LossScale.divided(gradient, scale()) : gradient));
        }
        for (int i = 0; i < references; i++) {
            String reference = program.references().get(i);
            List<String> reached = new ArrayList<>();
            program.reached(reference).forEach(parameter -> reached.add(parameter.name()));
            lines.add("rs" + i + " = " + gradients(output(reference), reached, i < references - 1));
            for (int j = 0; j < reached.size(); j++) {
                lines.add(reference(i, reached.get(j)) + " = torch._unwrap_optional(rs" + i + "[" + j + "])");
            }
        }
        return lines;
    }

    private String output(String name) {
        return "outputs[" + new ArrayList<>(program.graph().outputs().keySet()).indexOf(name) + "]";
    }

    /** @param again whether the activations are needed for another scalar's */
    private String gradients(String scalar, List<String> names, boolean again) {
        List<String> parameters = new ArrayList<>();
        names.forEach(name -> parameters.add("self." + attributes().get(name)));
        return "torch.grad([" + scalar + "], [" + String.join(", ", parameters) + "]"
                + (again ? ", retain_graph=True)" : ")");
    }

    private List<String> accumulateLines() {
        List<String> lines = gradientLines();
        for (Node node : program.graph().nodes()) {
            if (node.operation() instanceof BatchNorm2d && !program.frozen().contains(node.name())) {
                String counter = attributes().get(node.parameter("num_batches_tracked"));
                lines.add("n" + lines.size() + " = torch.add_(self." + counter + ", 1)");
            }
        }
        if (program.accumulation() > 1) {
            for (int i = 0; i < learning.size(); i++) {
                lines.add("a" + i + " = torch.add_(self." + state(TrainingProgram.accumulated(learning.get(i))) + ", g"
                        + i + ")");
            }
        }
        return lines;
    }

    private String returned(String list, String variable) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < learning.size(); i++) {
            all.add("torch.contiguous(" + variable + i + ")");
        }
        return "[" + String.join(", ", all) + "]";
    }

    private static String contiguous(Iterable<String> attributes) {
        List<String> all = new ArrayList<>();
        attributes.forEach(name -> all.add("torch.contiguous(self." + name + ")"));
        return all.isEmpty() ? "annotate(List[Tensor], [])" : "[" + String.join(", ", all) + "]";
    }
}
