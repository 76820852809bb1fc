package io.ocelli.explanation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.ocelli.data.DataSet;
import io.ocelli.engine.Placement;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Parameter;
import io.ocelli.graph.Reshape;
import io.ocelli.graph.Slice;
import io.ocelli.graph.Value;
import io.ocelli.model.Architecture;
import io.ocelli.model.Network;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The network of an anomaly detector: a backbone up to its stages, and what compares them with what was kept. */
final class AnomalyGraph {
    /** The node of the score, N 1. */
    static final String SCORE = "anomaly.score";

    private static final String EMBEDDING = "embedding";
    private static final String AVERAGE = "average";
    private static final String HEAD = "anomaly.head";

    private final Architecture backbone;
    private final Map<String, Place> places = new LinkedHashMap<>();
    private final Place largest;

    AnomalyGraph(Architecture backbone, List<String> stages) {
        this.backbone = backbone;
        for (String stage : stages) {
            places.put(stage, Place.of(backbone, end(backbone, stage)));
        }
        this.largest = places.values().iterator().next();
    }

    /** The node that ends a stage. */
    static String end(Architecture architecture, String stage) {
        return Objects.requireNonNull(architecture.stages().get(stage), stage);
    }

    private List<Value> maps(Graph.Builder graph) {
        ImmutableList.Builder<Value> maps = ImmutableList.builder();
        for (Place place : places.values()) {
            Value result = Value.of(graph, place.node());
            maps.add(
                    place.tokens()
                            ? result.then(new Slice(1, place.front(), Slice.TO_END, 1))
                                    .permute(0, 2, 1)
                                    .reshape(0, 0, place.height(), place.width())
                            : result);
        }
        return maps.build();
    }

    private Value embedding(List<Value> maps) {
        return Embedding.of(maps, largest.height(), largest.width());
    }

    private static Value average(List<Value> maps) {
        return maps.get(maps.size() - 1).mean(2, 3);
    }

    /** What is kept of pictures by what their stages are. */
    AnomalyMemory remembered(Anomalies asked, DataSet pictures) {
        Graph.Builder graph = backbone.graph().extend();
        List<Value> maps = maps(graph);
        graph.output(EMBEDDING, embedding(maps).name())
                .output(AVERAGE, average(maps).name());
        Program program = new Program(
                graph.build(),
                ImmutableMap.of(Architecture.INPUT, backbone.input().shape()));
        Seeing seeing = new Seeing(asked.backbone().preprocessing());
        Remembering remembering = asked.memory().begin(pictures.size(), largest.pixels(), width());
        try (Runner runner = Placement.forInference(asked.engine(), program, asked.device())
                .open(program, asked.backbone().weights(), asked.device())) {
            for (int i = 0; i < pictures.size(); i++) {
                Map<String, Tensor> results = runner.run(ImmutableMap.of(
                        Architecture.INPUT, seeing.input(pictures.sample(i).source())));
                remembering.see(
                        Logits.result(results, EMBEDDING).toFloats(),
                        Logits.result(results, AVERAGE).toFloats());
            }
        }
        return remembering.memory();
    }

    /** Channels of all stages together. */
    private int width() {
        return places.values().stream().mapToInt(Place::channels).sum();
    }

    /**
     * The whole network: logits of normal and anomalous, equal at the threshold.
     *
     * @param unit how much more of the score is one logit between them
     */
    Network network(Network trained, AnomalyMemory memory, double threshold, double unit) {
        Graph.Builder graph = backbone.graph().extend();
        List<Value> maps = maps(graph);
        AnomalyMemory.Scored scored = memory.score(embedding(maps), average(maps));
        String map = graph.add(
                AnomalyMaps.NODE,
                Reshape.of(0, 1, largest.height(), largest.width()),
                scored.map().name());
        String score = graph.add(SCORE, Reshape.of(0, 1), scored.score().name());
        String logits = graph.add(HEAD, Linear.of(1, 2), score);
        Graph whole = graph.output(Architecture.LOGITS, logits)
                .output(AnomalyMaps.NODE, map)
                .output(SCORE, score)
                .build();
        float half = (float) (0.5 / unit);
        Map<String, Tensor> numbers = new LinkedHashMap<>(memory.weights());
        numbers.put(HEAD + ".weight", Tensor.of(Shape.of(2, 1), -half, half));
        numbers.put(HEAD + ".bias", Tensor.of(Shape.of(2), half * threshold, -half * threshold));
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (Parameter parameter : whole.parameters()) {
            Tensor own = numbers.get(parameter.name());
            weights.put(
                    parameter.name(),
                    own != null
                            ? own
                            : Objects.requireNonNull(trained.weights().toMap().get(parameter.name())));
        }
        Map<String, String> stages = new LinkedHashMap<>();
        backbone.stages().forEach((name, node) -> {
            if (whole.contains(node)) {
                stages.put(name, node);
            }
        });
        Architecture architecture = new Architecture(
                "anomaly(" + backbone.name() + ")", whole, stages, score, ImmutableList.of(HEAD), backbone.input());
        return new Network(architecture, Weights.of(weights), trained.preprocessing());
    }
}
