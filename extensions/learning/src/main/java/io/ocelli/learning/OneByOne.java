package io.ocelli.learning;

import io.ocelli.data.Batch;
import io.ocelli.data.BatchLoader;
import io.ocelli.data.Batches;
import io.ocelli.data.DataSet;
import io.ocelli.graph.Graph;
import io.ocelli.image.Transforms;
import io.ocelli.model.Architecture;
import io.ocelli.model.Network;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.Arrays;
import java.util.Objects;

/** Samples on their way through a network, one at a time, and what is counted of each. */
final class OneByOne {
    private OneByOne() {}

    /** What is counted, on natives. */
    interface Count extends AutoCloseable {
        void add(Tensor sample, int label);

        /** @throws IllegalArgumentException if there was no sample */
        Weights mean();

        @Override
        void close();
    }

    /** Begins to count, given a graph from one input to logits and the input's shape for one sample. */
    interface Beginning {
        Count with(Graph graph, Shape one);
    }

    /** Over pictures, which are seen as in evaluation. */
    static Weights over(Network network, DataSet pictures, Beginning beginning) {
        Architecture architecture = network.architecture();
        Graph graph = NetworkPrograms.withPixels(architecture.graph(), network.preprocessing())
                .output(Architecture.LOGITS, architecture.graph().output(Architecture.LOGITS))
                .build();
        BatchLoader loader = BatchLoader.of(pictures)
                .transform(Transforms.evaluation(network.preprocessing()))
                .channels(architecture.input().channels())
                .batchSize(1);
        Shape one = Objects.requireNonNull(
                NetworkPrograms.pixels(architecture.input()).get(NetworkPrograms.PIXELS));
        try (Count count = beginning.with(graph, one);
                Batches batches = loader.epoch(0)) {
            for (Batch batch : batches) {
                count.add(batch.pixels(), batch.labels()[0]);
            }
            return count.mean();
        }
    }

    /** Over float32 N C H W, normalised, and a label for each. */
    static Weights over(Network network, Tensor inputs, int[] labels, Beginning beginning) {
        Shape one = inputs.shape().with(0, 1);
        if (inputs.type() != DType.FLOAT32 || inputs.shape().get(0) != labels.length) {
            throw new IllegalArgumentException("There is a float32 input for each label, received " + inputs + " and "
                    + labels.length + " labels");
        }
        float[] values = inputs.toFloats();
        int each = Math.toIntExact(one.count());
        Graph graph = network.architecture().graph().only(Architecture.LOGITS);
        try (Count count = beginning.with(graph, one)) {
            for (int i = 0; i < labels.length; i++) {
                float[] sample = Arrays.copyOfRange(values, i * each, (i + 1) * each);
                count.add(Tensor.of(one, sample), labels[i]);
            }
            return count.mean();
        }
    }
}
