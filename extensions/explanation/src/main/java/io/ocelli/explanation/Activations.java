package io.ocelli.explanation;

import com.google.common.collect.ImmutableMap;
import io.ocelli.engine.Runner;
import io.ocelli.graph.Graph;
import io.ocelli.model.Architecture;
import io.ocelli.tensor.Tensor;
import java.util.Map;

/** What a node gives, and the logits, of pictures as the network takes them. Thread-safe. */
final class Activations implements AutoCloseable {
    private static final String TAPPED = "explanation.tapped";

    private final int classes;
    private final Runner runner;

    /**
     * What was computed.
     *
     * @param logits of each picture
     * @param tapped what the node gave
     */
    record Result(float[][] logits, Tensor tapped) {}

    Activations(Explanation asked, String node) {
        Architecture architecture = asked.network().architecture();
        this.classes = architecture.classes();
        Graph.Builder graph = architecture.graph().extend();
        graph.output(Architecture.LOGITS, architecture.graph().output(Architecture.LOGITS))
                .output(TAPPED, node);
        this.runner = Logits.open(
                asked,
                graph.build(),
                ImmutableMap.of(Architecture.INPUT, architecture.input().shape()));
    }

    Result of(Tensor input) {
        Map<String, Tensor> results = runner.run(ImmutableMap.of(Architecture.INPUT, input));
        return new Result(
                Logits.rows(Logits.result(results, Architecture.LOGITS), classes), Logits.result(results, TAPPED));
    }

    @Override
    public void close() {
        runner.close();
    }
}
