package io.ocelli.explanation;

import com.google.common.collect.ImmutableMap;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.graph.Compare;
import io.ocelli.graph.Differentiation;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Reduce;
import io.ocelli.graph.Value;
import io.ocelli.model.Architecture;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.Map;

/** Gradients of any node, by an engine that differentiates what follows it. */
final class LabelGradients implements Gradients {
    private static final String TAPPED = "explanation.tapped";
    private static final String SCORE = "explanation.score";
    private static final String CHOSEN = "explanation.chosen";

    private final String node;
    private final int classes;
    private final Runner runner;

    LabelGradients(Explanation asked, String node) {
        Architecture architecture = asked.network().architecture();
        this.node = node;
        this.classes = architecture.classes();
        Graph.Builder graph = architecture.graph().only(Architecture.LOGITS).extend();
        String output = architecture.graph().output(Architecture.LOGITS);
        Value logits = Value.of(graph, output);
        Value chosen = Value.of(graph, graph.add(CHOSEN, new Input(DType.FLOAT32, 2)));
        // Where no class was chosen, its row is 0: the best one takes its place, so that one run answers.
        Value best = logits.is(Compare.Kind.GREATER_OR_EQUAL, logits.keeping(Reduce.Kind.MAX, 1));
        Value none = chosen.keeping(Reduce.Kind.SUM, 1).negate().plus(1);
        Value score = logits.times(chosen.plus(best.times(none)).stopGradient()).sum(1);
        graph.output(SCORE, score.name()).output(Architecture.LOGITS, output);
        if (!node.equals(Architecture.INPUT)) {
            graph.output(TAPPED, node);
        }
        Map<String, Shape> inputs =
                ImmutableMap.of(Architecture.INPUT, architecture.input().shape(), CHOSEN, Shape.of(1, classes));
        this.runner = Logits.open(asked, new Program(graph.build(), inputs).differentiate(SCORE, node));
    }

    @Override
    public Result of(Tensor input, int... labels) {
        float[] chosen = new float[labels.length * classes];
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] != Maps.BEST) {
                chosen[i * classes + labels[i]] = 1;
            }
        }
        Map<String, Tensor> results = runner.run(ImmutableMap.of(
                Architecture.INPUT, input, CHOSEN, Tensor.of(Shape.of(labels.length, classes), chosen)));
        float[][] logits = Logits.rows(Logits.result(results, Architecture.LOGITS), classes);
        return new Result(
                Logits.chosen(logits, labels),
                node.equals(Architecture.INPUT) ? input : Logits.result(results, TAPPED),
                Logits.result(results, Differentiation.output(node)));
    }

    @Override
    public void close() {
        runner.close();
    }
}
