package io.ocelli.compression;

import io.ocelli.data.Batch;
import io.ocelli.data.Batches;
import io.ocelli.data.DataSet;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Node;
import io.ocelli.model.Network;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Bias correction (Nagel et al. 2019): rounding moves the mean of a layer's result, and its bias moves it back, layer after layer
 * in order of computation, as pictures show.
 */
final class BiasCorrection {
    private final Network folded;
    private final DataSet pictures;

    BiasCorrection(Network folded, DataSet pictures) {
        this.folded = folded;
        this.pictures = pictures;
    }

    /**
     * @param quantized what {@link QuantizedGraph} made of the folded network
     * @param layers of which weights are whole numbers
     */
    Network correct(Network quantized, Iterable<String> layers) {
        List<Node> biased = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (String layer : layers) {
            Node node = folded.architecture().graph().node(layer);
            if (node.inputs().size() > 2) {
                biased.add(node);
                names.add(layer);
            }
        }
        Map<String, double[]> expected = means(folded, names);
        Map<String, Tensor> tensors = new LinkedHashMap<>(quantized.weights().toMap());
        for (Node node : biased) {
            Network now = new Network(quantized.architecture(), Weights.of(tensors), quantized.preprocessing());
            List<String> one = new ArrayList<>();
            one.add(node.name());
            String bias = node.inputs().get(2);
            tensors.put(
                    bias,
                    moved(
                            Objects.requireNonNull(tensors.get(bias)),
                            Objects.requireNonNull(tensors.get(bias + ".scale")),
                            Objects.requireNonNull(expected.get(node.name())),
                            Objects.requireNonNull(means(now, one).get(node.name()))));
        }
        return new Network(quantized.architecture(), Weights.of(tensors), quantized.preprocessing());
    }

    private static Tensor moved(Tensor bias, Tensor scale, double[] expected, double[] found) {
        float[] step = scale.toFloats();
        ByteBuffer before = bias.bytes();
        ByteBuffer after = Tensor.allocate(DType.INT32, bias.shape());
        for (int channel = 0; channel < expected.length; channel++) {
            double change = (expected[channel] - found[channel]) / step[channel];
            after.putInt(4 * channel, (int) Math.rint(before.getInt(4 * channel) + change));
        }
        return Tensor.of(DType.INT32, bias.shape(), after);
    }

    /** The mean of each channel of each layer's result. */
    private Map<String, double[]> means(Network network, List<String> layers) {
        Map<String, double[]> means = new LinkedHashMap<>();
        try (NodeResults results = new NodeResults(network, layers);
                Batches batches = NodeResults.pictures(network, pictures).epoch(0)) {
            for (Batch batch : batches) {
                List<Tensor> found = results.of(batch.pixels());
                for (int i = 0; i < layers.size(); i++) {
                    Node node = network.architecture().graph().node(layers.get(i));
                    add(means, node, found.get(i));
                }
            }
        }
        means.values().forEach(sums -> {
            for (int i = 0; i < sums.length; i++) {
                sums[i] /= pictures.size();
            }
        });
        return means;
    }

    /** Adds a picture's means: channels are the last dimension of linear layers, and the second of convolutions. */
    private static void add(Map<String, double[]> means, Node node, Tensor result) {
        int dimension = node.operation() instanceof Linear ? result.shape().rank() - 1 : 1;
        int channels = result.shape().at(dimension);
        int inner = 1;
        for (int d = dimension + 1; d < result.shape().rank(); d++) {
            inner *= result.shape().at(d);
        }
        float[] values = result.toFloats();
        double[] sums = means.computeIfAbsent(node.name(), name -> new double[channels]);
        double each = (double) channels / values.length;
        for (int i = 0; i < values.length; i++) {
            sums[i / inner % channels] += values[i] * each;
        }
    }
}
