package io.ocelli.learning;

import com.google.common.collect.ImmutableMap;
import io.ocelli.engine.Device;
import io.ocelli.engine.Placement;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.graph.Cost;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Node;
import io.ocelli.model.Architecture;
import io.ocelli.model.Network;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a picture costs a network on this machine.
 *
 * @param latency the median of the milliseconds that the engine took for one picture
 * @param memory bytes of weights and of the results that have to be held at once, in float32, one picture
 * @param cost parameters and products
 */
public record Footprint(double latency, long memory, Cost cost) {
    private static final int WARM = 5;
    private static final int TIMED = 21;

    /**
     * Measures a network.
     *
     * @param engine the name of the engine, or null for the fastest
     * @throws io.ocelli.error.EngineException if no engine runs it
     */
    public static Footprint of(Network network, @Nullable String engine, Device device) {
        Architecture architecture = network.architecture();
        Program program = NetworkPrograms.logits(architecture);
        Shape one = architecture.input().shape();
        Map<String, Tensor> input =
                ImmutableMap.of(Architecture.INPUT, Tensor.of(one, new float[Math.toIntExact(one.count())]));
        double[] milliseconds = new double[TIMED];
        try (Runner runner = Placement.forInference(engine, program, device).open(program, network.weights(), device)) {
            for (int i = -WARM; i < TIMED; i++) {
                long start = System.nanoTime();
                runner.run(input);
                milliseconds[Math.max(i, 0)] = (System.nanoTime() - start) / 1e6;
            }
        }
        Arrays.sort(milliseconds);
        return new Footprint(milliseconds[TIMED / 2], memory(architecture), cost(architecture));
    }

    static Cost cost(Architecture architecture) {
        return Cost.of(
                architecture.graph().only(Architecture.LOGITS),
                ImmutableMap.of(Architecture.INPUT, architecture.input().shape()));
    }

    /** The weights, and the most that is alive at once where nodes run in their order and no result is written over. */
    static long memory(Architecture architecture) {
        Graph graph = architecture.graph().only(Architecture.LOGITS);
        Map<String, Shape> shapes = graph.shapes(
                ImmutableMap.of(Architecture.INPUT, architecture.input().shape()));
        Map<String, Integer> lastUse = new HashMap<>();
        for (int i = 0; i < graph.nodes().size(); i++) {
            for (String input : graph.nodes().get(i).inputs()) {
                lastUse.put(input, i);
            }
        }
        long alive = 0;
        long most = 0;
        for (int i = 0; i < graph.nodes().size(); i++) {
            Node node = graph.nodes().get(i);
            alive += numbers(shapes, node.name());
            most = Math.max(most, alive);
            Set<String> done = new HashSet<>(node.inputs());
            for (String input : done) {
                alive -= Objects.equals(lastUse.get(input), i) ? numbers(shapes, input) : 0;
            }
        }
        return Float.BYTES * (most + cost(architecture).parameters());
    }

    private static long numbers(Map<String, Shape> shapes, String node) {
        return Objects.requireNonNull(shapes.get(node), node).count();
    }
}
