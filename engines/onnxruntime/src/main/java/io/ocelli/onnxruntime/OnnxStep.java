package io.ocelli.onnxruntime;

import com.google.common.collect.ImmutableList;
import io.ocelli.engine.TrainingProgram;
import io.ocelli.engine.UpdateProgram;
import io.ocelli.error.EngineException;
import io.ocelli.graph.Differentiation;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Parameter;
import io.ocelli.graph.Value;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A training step as one graph: outputs, gradients, and what an update puts into the places of weights and state. One session
 * runs it, whose threads then need not wait for those of another.
 */
final class OnnxStep {
    private static final String UPDATE = "update";

    private OnnxStep() {}

    /**
     * Compiles a step. The first inputs are what it {@linkplain #changing changes}, then come the program's own, then those of the
     * update, by other {@linkplain #name names}. Behind the program's outputs are the gradients, called {@link
     * Differentiation#output}, and what is {@link #updated}.
     *
     * @throws EngineException naming the node that has no counterpart in ONNX or no derivative, or whose weights do not fit
     */
    static OnnxModel compile(TrainingProgram program, UpdateProgram update, Weights weights) {
        OnnxGraph onnx = new OnnxGraph();
        changing(program).forEach(parameter -> onnx.learning(parameter.name(), parameter.shape()));
        Map<String, Shape> shapes = new HashMap<>();
        update.shapes().forEach((name, shape) -> shapes.put(input(name), shape));
        Graph graph = whole(program, update, shapes);
        Map<String, Shape> one = shapes(graph, program, 1, shapes);
        return OnnxModel.compile(onnx, graph, one, shapes(graph, program, 2, shapes), weights);
    }

    /** The weights of a step that updates change: what learns, and averages that the step reads. */
    static List<Parameter> changing(TrainingProgram program) {
        return ImmutableList.<Parameter>builder()
                .addAll(program.learning())
                .addAll(program.readAverages())
                .build();
    }

    /** What takes the place of a weight or of state: inputs and outputs of ONNX have different names. */
    static String updated(String name) {
        return "updated/" + name;
    }

    /** What the update calls an input of its own. */
    static String name(String input) {
        return input.substring(UPDATE.length() + 1);
    }

    private static String input(String name) {
        return UPDATE + "." + name;
    }

    private static Graph whole(TrainingProgram program, UpdateProgram update, Map<String, Shape> shapes) {
        Map<String, String> bindings = new LinkedHashMap<>();
        Graph graph = program.graph();
        for (int i = 0; i < program.references().size(); i++) {
            int number = i;
            String reference = program.references().get(i);
            graph = differentiated(
                    program,
                    graph,
                    reference,
                    program.reached(reference),
                    name -> UpdateProgram.reference(number, name),
                    bindings);
        }
        graph = differentiated(
                program, graph, TrainingProgram.LOSS, program.learning(), Differentiation::output, new HashMap<>());
        Graph.Builder whole = graph.extend();
        graph.outputs().forEach(whole::output);
        changing(program).forEach(each -> bindings.put(UpdateProgram.parameter(each.name()), each.name()));
        for (Parameter parameter : program.learning()) {
            Value gradient = Value.of(whole, graph.output(Differentiation.output(parameter.name())));
            if (program.accumulation() > 1) {
                String sum = TrainingProgram.accumulated(parameter.name());
                shapes.put(input(sum), parameter.shape());
                gradient = gradient.plus(Value.of(
                        whole,
                        whole.add(
                                input(sum),
                                new Input(DType.FLOAT32, parameter.shape().rank()))));
                whole.output(updated(sum), gradient.name());
            }
            bindings.put(UpdateProgram.gradient(parameter.name()), gradient.name());
        }
        Map<String, String> names = whole.embed(UPDATE, update.graph(), bindings);
        update.graph()
                .outputs()
                .forEach((name, node) -> whole.output(updated(name), Objects.requireNonNull(names.get(node))));
        return whole.build();
    }

    /**
     * A graph with the gradients of one of its outputs among its outputs.
     *
     * @param called the gradients by their parameters
     * @param nodes gets the gradients' nodes by what they are called
     */
    private static Graph differentiated(
            TrainingProgram program,
            Graph graph,
            String output,
            List<Parameter> respectTo,
            UnaryOperator<String> called,
            Map<String, String> nodes) {
        List<String> names = new ArrayList<>();
        respectTo.forEach(parameter -> names.add(parameter.name()));
        Graph with =
                OnnxModel.differentiated(graph, graph.output(output), names, program.shapes(2), Collections.emptySet());
        Graph.Builder renamed = with.extend();
        graph.outputs().forEach(renamed::output);
        for (String name : names) {
            String node = with.output(Differentiation.output(name));
            renamed.output(called.apply(name), node);
            nodes.put(called.apply(name), node);
        }
        return renamed.build();
    }

    /** The program's inputs grow with the batch, those of the update do not. */
    private static Map<String, Shape> shapes(
            Graph graph, TrainingProgram program, int batch, Map<String, Shape> ofUpdate) {
        Map<String, Shape> inputs = new HashMap<>(ofUpdate);
        Map<String, Shape> own = program.shapes(batch);
        program.inputs().keySet().forEach(name -> inputs.put(name, own.get(name)));
        inputs.keySet().removeIf(name -> !graph.contains(name));
        return graph.shapes(inputs);
    }
}
