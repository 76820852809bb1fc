package io.ocelli.explanation;

import com.google.common.collect.ImmutableMap;
import io.ocelli.engine.Placement;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.graph.Graph;
import io.ocelli.model.Architecture;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.Map;

/** A network's logits of pictures as it takes them, by themselves or with what a node gives. Thread-safe. */
final class Logits implements AutoCloseable {
    /** Fills a sample of the input, C H W, with the i-th that is asked for. */
    interface Filling {
        void fill(int index, float[] sample);
    }

    private final int classes;
    private final Shape sample;
    private final Runner runner;

    Logits(Explanation asked) {
        Architecture architecture = asked.network().architecture();
        this.classes = architecture.classes();
        this.sample = architecture.input().shape();
        this.runner = open(
                asked, architecture.graph().only(Architecture.LOGITS), ImmutableMap.of(Architecture.INPUT, sample));
    }

    /** A program of an explanation's network on the engine that takes it. */
    static Runner open(Explanation asked, Graph graph, Map<String, Shape> inputs) {
        return open(asked, new Program(graph, inputs));
    }

    static Runner open(Explanation asked, Program program) {
        return Placement.forInference(asked.engine(), program, asked.device())
                .open(program, asked.network().weights(), asked.device());
    }

    /** N K of pictures N C H W. */
    float[][] of(Tensor input) {
        return rows(result(runner.run(ImmutableMap.of(Architecture.INPUT, input)), Architecture.LOGITS), classes);
    }

    /** The logit of one class for so many samples that are made when they are run, a few at a time. */
    double[] of(int count, int label, Filling filling) {
        double[] logits = new double[count];
        int size = Math.toIntExact(sample.count());
        float[] one = new float[size];
        for (int from = 0; from < count; from += Batching.SIZE) {
            int n = Math.min(Batching.SIZE, count - from);
            float[] batch = new float[n * size];
            for (int i = 0; i < n; i++) {
                filling.fill(from + i, one);
                System.arraycopy(one, 0, batch, i * size, size);
            }
            float[][] rows = of(Tensor.of(sample.with(0, n), batch));
            for (int i = 0; i < n; i++) {
                logits[from + i] = rows[i][label];
            }
        }
        return logits;
    }

    /** The logits N K as rows. */
    static float[][] rows(Tensor logits, int classes) {
        float[] values = logits.toFloats();
        float[][] rows = new float[values.length / classes][classes];
        for (int n = 0; n < rows.length; n++) {
            System.arraycopy(values, n * classes, rows[n], 0, classes);
        }
        return rows;
    }

    /** The labels that were asked for, with the class of the largest logit in the place of {@link Maps#BEST}. */
    static int[] chosen(float[][] logits, int... labels) {
        int[] chosen = labels.clone();
        for (int n = 0; n < chosen.length; n++) {
            if (chosen[n] == Maps.BEST) {
                chosen[n] = best(logits[n]);
            }
        }
        return chosen;
    }

    private static int best(float[] logits) {
        int best = 0;
        for (int c = 1; c < logits.length; c++) {
            best = logits[c] > logits[best] ? c : best;
        }
        return best;
    }

    /** One result by its name. */
    static Tensor result(Map<String, Tensor> results, String name) {
        Tensor tensor = results.get(name);
        if (tensor == null) {
            throw new IllegalStateException(
                    "A program gives what it names, and '" + name + "' is not among " + results.keySet());
        }
        return tensor;
    }

    @Override
    public void close() {
        runner.close();
    }
}
