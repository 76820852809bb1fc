package io.ocelli.compression;

import com.google.common.collect.ImmutableMap;
import io.ocelli.data.Batch;
import io.ocelli.data.BatchLoader;
import io.ocelli.data.DataSet;
import io.ocelli.engine.Device;
import io.ocelli.engine.Placement;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.graph.Conv2d;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Node;
import io.ocelli.graph.Value;
import io.ocelli.image.Transforms;
import io.ocelli.model.Architecture;
import io.ocelli.model.Network;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The sum of |w g| over the weights of a channel, g the gradient of the mean cross-entropy over labelled pictures. */
record Taylor(DataSet pictures) implements Importance {
    private static final int BATCH = 16;
    private static final String TARGETS = "taylor.targets";
    private static final String LOSS = "taylor.loss";

    Taylor {
        if (pictures.size() == 0) {
            throw new IllegalArgumentException("A loss is over labelled pictures, received none");
        }
    }

    @Override
    public String name() {
        return "taylor";
    }

    @Override
    public Scores of(Network network) {
        Map<String, double[]> gradients = gradients(network);
        return member -> {
            double[] gradient = gradients.get(member.weight());
            if (member.kind() == GroupMember.Kind.NORM || gradient == null) {
                return null;
            }
            Tensor weight = network.weights().get(member.weight());
            float[] values = weight.toFloats();
            double[] products = new double[values.length];
            for (int i = 0; i < values.length; i++) {
                products[i] = Math.abs(values[i] * gradient[i]);
            }
            return AxisSums.of(Tensor.of(weight.shape(), products), member.axis(), product -> product);
        };
    }

    private Map<String, double[]> gradients(Network network) {
        Architecture architecture = network.architecture();
        Graph plain = architecture.graph().only(Architecture.LOGITS);
        Graph.Builder graph = NetworkPrograms.withPixels(plain, network.preprocessing());
        Value targets = Value.of(graph, graph.add(TARGETS, new Input(DType.FLOAT32, 2)));
        Value logarithms = Value.of(graph, plain.output(Architecture.LOGITS)).logSoftmax(1);
        graph.output(LOSS, logarithms.times(targets).sum().negate().name());
        Set<String> weights = new LinkedHashSet<>();
        for (Node node : plain.nodes()) {
            if (node.operation() instanceof Conv2d || node.operation() instanceof Linear) {
                weights.add(node.inputs().get(1));
            }
        }
        int classes = architecture.classes();
        Map<String, Shape> inputs = new HashMap<>(NetworkPrograms.pixels(architecture.input()));
        inputs.put(TARGETS, Shape.of(1, classes));
        Program program = new Program(graph.build(), ImmutableMap.copyOf(inputs))
                .differentiate(LOSS, weights.toArray(new String[0]));
        List<String> order = new ArrayList<>(weights);
        Map<String, double[]> sums = new HashMap<>();
        try (Runner runner =
                Placement.forInference(null, program, Device.CPU).open(program, network.weights(), Device.CPU)) {
            for (Batch batch : BatchLoader.of(pictures)
                    .batchSize(BATCH)
                    .channels(architecture.input().channels())
                    .transform(Transforms.evaluation(network.preprocessing()))
                    .epoch(0)) {
                Map<String, Tensor> given =
                        ImmutableMap.of(NetworkPrograms.PIXELS, batch.pixels(), TARGETS, oneHot(classes, batch));
                List<Tensor> ordered = new ArrayList<>();
                program.names().forEach(name -> ordered.add(Objects.requireNonNull(given.get(name))));
                List<Tensor> results = runner.run(ordered);
                for (int i = 0; i < order.size(); i++) {
                    add(sums, order.get(i), results.get(1 + i).toFloats());
                }
            }
        }
        return sums;
    }

    private void add(Map<String, double[]> sums, String weight, float[] gradient) {
        double[] sum = sums.computeIfAbsent(weight, name -> new double[gradient.length]);
        for (int i = 0; i < gradient.length; i++) {
            sum[i] += gradient[i] / pictures.size();
        }
    }

    private static Tensor oneHot(int classes, Batch batch) {
        int[] labels = batch.labels();
        float[] rows = new float[labels.length * classes];
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new IllegalArgumentException(
                        "Each picture has one of the " + classes + " classes of the network, received " + labels[i]);
            }
            rows[i * classes + labels[i]] = 1;
        }
        return Tensor.of(Shape.of(labels.length, classes), rows);
    }
}
