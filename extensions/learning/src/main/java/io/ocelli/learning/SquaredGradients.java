package io.ocelli.learning;

import com.google.common.collect.ImmutableMap;
import io.ocelli.engine.Placement;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Value;
import io.ocelli.model.Architecture;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.Map;
import java.util.Objects;

/** A network that is differentiated sample by sample, and what came of it so far. For one thread. */
final class SquaredGradients implements OneByOne.Count {
    private static final String CHOSEN = "fisher.chosen";
    private static final String LIKELIHOOD = "fisher.likelihood";
    private static final String LOG_PROBABILITIES = "fisher.log_probabilities";

    private final String input;
    private final int classes;
    private final boolean expected;
    private final Runner runner;
    private final WeightSums sums;

    /**
     * @param graph from one input to logits
     * @param one the input's shape for one sample
     */
    SquaredGradients(Fisher asked, Graph graph, Shape one) {
        this.input = graph.inputs().get(0).name();
        this.classes = asked.network().architecture().classes();
        this.expected = asked.expected();
        this.sums = new WeightSums(graph);
        Graph.Builder scored = graph.extend();
        Value chosen = Value.of(scored, scored.add(CHOSEN, new Input(DType.FLOAT32, 2)));
        Value log = Value.of(scored, graph.output(Architecture.LOGITS)).logSoftmax(1);
        scored.output(LOG_PROBABILITIES, log.name());
        scored.output(LIKELIHOOD, log.times(chosen).sum(1).name());
        Program program = new Program(scored.build(), ImmutableMap.of(input, one, CHOSEN, Shape.of(1, classes)))
                .differentiate(LIKELIHOOD, sums.names());
        this.runner = Placement.forInference(asked.engine(), program, asked.device())
                .open(program, asked.network().weights(), asked.device());
    }

    /** @throws IllegalArgumentException if the label is asked for, and is no class of the network */
    @Override
    public void add(Tensor sample, int label) {
        sums.begin();
        if (expected) {
            for (int k = 0; k < classes; k++) {
                addGradient(sample, k);
            }
        } else if (label < 0 || label >= classes) {
            throw new IllegalArgumentException("A label is the index of one of the network's " + classes
                    + " classes, received " + label + ". Label the pictures, or take Fisher.expected(network).");
        } else {
            addGradient(sample, label);
        }
    }

    private void addGradient(Tensor sample, int chosen) {
        float[] oneHot = new float[classes];
        oneHot[chosen] = 1;
        Map<String, Tensor> results =
                runner.run(ImmutableMap.of(input, sample, CHOSEN, Tensor.of(Shape.of(1, classes), oneHot)));
        double weight = expected ? Math.exp(logProbability(results, chosen)) : 1;
        sums.add(results, gradient -> weight * gradient * gradient);
    }

    private static double logProbability(Map<String, Tensor> results, int label) {
        return Objects.requireNonNull(results.get(LOG_PROBABILITIES)).toFloats()[label];
    }

    @Override
    public Weights mean() {
        return sums.mean("A Fisher information is that of one sample or more");
    }

    @Override
    public void close() {
        runner.close();
    }
}
