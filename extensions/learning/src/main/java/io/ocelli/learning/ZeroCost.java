package io.ocelli.learning;

import com.google.common.collect.ImmutableMap;
import io.ocelli.engine.Device;
import io.ocelli.engine.Placement;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.graph.Activation;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.Conv2d;
import io.ocelli.graph.Differentiation;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Node;
import io.ocelli.graph.Value;
import io.ocelli.model.Architecture;
import io.ocelli.model.Network;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a network that has learnt nothing yet promises, by one batch and no training (Abdelfattah et al. 2021): a first filter of an
 * architecture search. None is known to beat the plain number of parameters always; put {@link io.ocelli.graph.Cost} beside them.
 *
 * <p>A value; natives are held only while it computes. Safe for any number of threads.
 *
 * @param network with the weights that it begins with
 * @param engine the name of the engine, or null for the fastest that differentiates the network
 * @param device where it runs
 */
public record ZeroCost(Network network, @Nullable String engine, Device device) {
    private static final String TARGETS = "zero_cost.targets";
    private static final String LOSS = "zero_cost.loss";
    private static final String SUM = "zero_cost.sum";
    private static final double JACOBIAN_EPS = 1e-5;

    public ZeroCost {
        Objects.requireNonNull(network, "network");
    }

    /** Of a network, on the fastest engine. */
    public static ZeroCost of(Network network) {
        return new ZeroCost(network, null, Device.CPU);
    }

    /** On an engine by name. */
    public ZeroCost engine(String name) {
        return new ZeroCost(network, Objects.requireNonNull(name, "name"), device);
    }

    /**
     * What a batch tells, with the mean cross-entropy as the loss, norms of the batch's own statistics and all dropouts off.
     * Weights W are those of convolutions and linear layers, g the gradients of the loss.
     *
     * @param loss of the batch
     * @param gradNorm the sum over layers of the length of g
     * @param snip the sum of |W g|
     * @param fisher the sum of (W g)^2
     * @param naswot log |det K|, where K counts for each two pictures the rectifiers that are open or closed for both (Mellor et al.
     *     2021); minus infinity where two pictures are the same to all
     * @param snipByLayer the sum of |W g| of each layer
     */
    public record OfBatch(
            double loss, double gradNorm, double snip, double fisher, double naswot, Map<String, Double> snipByLayer) {
        public OfBatch {
            snipByLayer = ImmutableMap.copyOf(snipByLayer);
        }
    }

    /**
     * Asks with a batch.
     *
     * @param inputs float32 N C H W, normalised, as the network takes them; 2 or more, and 128 are usual for NASWOT
     * @param labels N classes
     * @throws io.ocelli.error.EngineException if no engine differentiates the network
     */
    public OfBatch over(Tensor inputs, int... labels) {
        Map<String, Tensor> given = inputs(inputs, labels);
        Graph plain = network.architecture().graph().only(Architecture.LOGITS);
        Graph.Builder graph = lossed();
        List<String> rectifiers = rectifiers(plain);
        rectifiers.forEach(node -> graph.output(node, node));
        Map<String, String> weights = weights(plain);
        Map<String, Tensor> results = run(program(graph.build(), inputs, weights), network.weights(), given);
        double norms = 0;
        double fisher = 0;
        Map<String, Double> snip = new LinkedHashMap<>();
        for (Map.Entry<String, String> layer : weights.entrySet()) {
            float[] gradient =
                    of(results, Differentiation.output(layer.getValue())).toFloats();
            float[] weight = network.weights().get(layer.getValue()).toFloats();
            double squares = 0;
            double products = 0;
            for (int i = 0; i < weight.length; i++) {
                double product = (double) weight[i] * gradient[i];
                squares += (double) gradient[i] * gradient[i];
                products += Math.abs(product);
                fisher += product * product;
            }
            norms += Math.sqrt(squares);
            snip.put(layer.getKey(), products);
        }
        SharedCodes codes = new SharedCodes(labels.length);
        rectifiers.forEach(node -> codes.add(of(results, node).toFloats()));
        return new OfBatch(
                of(results, LOSS).toDoubles()[0],
                norms,
                snip.values().stream().mapToDouble(each -> each).sum(),
                fisher,
                codes.logDeterminant(),
                snip);
    }

    /**
     * GraSP (Wang et al. 2020): minus the sum of W times H g, where H are the second derivatives of {@link #over}'s loss by W and g
     * its gradients.
     *
     * @param inputs as {@link #over} takes them
     * @param labels N classes
     * @throws io.ocelli.error.EngineException if no engine gives the network's second derivatives; PyTorch's does
     */
    public double grasp(Tensor inputs, int... labels) {
        Map<String, String> weights = weights(network.architecture().graph().only(Architecture.LOGITS));
        Map<String, Tensor> results = run(
                program(lossed().build(), inputs, weights).withCurvature(), network.weights(), inputs(inputs, labels));
        double sum = 0;
        for (String name : weights.values()) {
            float[] weight = network.weights().get(name).toFloats();
            float[] curvature = of(results, Differentiation.curvature(name)).toFloats();
            for (int i = 0; i < weight.length; i++) {
                sum -= (double) weight[i] * curvature[i];
            }
        }
        return sum;
    }

    /** The network's loss of a batch is an output of it. */
    private Graph.Builder lossed() {
        Graph plain = network.architecture().graph().only(Architecture.LOGITS);
        Graph.Builder graph = plain.extend();
        Value targets = Value.of(graph, graph.add(TARGETS, new Input(DType.FLOAT32, 2)));
        Value log = Value.of(graph, plain.output(Architecture.LOGITS)).logSoftmax(1);
        return graph.output(LOSS, log.times(targets).sum(1).mean().negate().name());
    }

    private Program program(Graph graph, Tensor inputs, Map<String, String> weights) {
        Shape one = inputs.shape().with(0, 1);
        int classes = network.architecture().classes();
        return new Program(graph, ImmutableMap.of(Architecture.INPUT, one, TARGETS, Shape.of(1, classes)))
                .differentiate(LOSS, weights.values().toArray(new String[0]))
                .withBatchStatistics();
    }

    /** @throws IllegalArgumentException if it is no batch, or there is not a label for each picture */
    private Map<String, Tensor> inputs(Tensor inputs, int... labels) {
        int n = inputs.shape().at(0);
        if (n < 2 || labels.length != n) {
            throw new IllegalArgumentException("A batch has 2 pictures or more and a label for each, received " + inputs
                    + " and " + labels.length + " labels");
        }
        return ImmutableMap.of(
                Architecture.INPUT,
                inputs,
                TARGETS,
                oneHot(network.architecture().classes(), labels));
    }

    /**
     * SynFlow (Tanaka et al. 2020), which needs no data: with norms left out, each weight by its absolute value, and an input of
     * ones, the logarithm of the sum of W times the gradient of all outputs' sum.
     *
     * @throws io.ocelli.error.EngineException if no engine differentiates the network
     */
    public double logSynflow() {
        Graph plain = network.architecture().graph().only(Architecture.LOGITS);
        Graph.Builder graph = Graph.builder();
        Map<String, String> names = new LinkedHashMap<>();
        for (Node node : plain.nodes()) {
            String[] inputs = node.inputs().stream().map(names::get).toArray(String[]::new);
            names.put(
                    node.name(),
                    node.operation() instanceof BatchNorm2d
                            ? inputs[0]
                            : graph.add(node.name(), node.operation(), inputs));
        }
        String logits = Objects.requireNonNull(names.get(plain.output(Architecture.LOGITS)));
        graph.output(SUM, Value.of(graph, logits).sum().name());
        Graph whole = graph.build();
        Map<String, String> weights = weights(whole);
        Map<String, Tensor> positive = new LinkedHashMap<>();
        whole.parameters()
                .forEach(parameter -> positive.put(parameter.name(), absolute(parameter.in(network.weights()))));
        Shape one = network.architecture().input().shape();
        float[] ones = new float[Math.toIntExact(one.count())];
        Arrays.fill(ones, 1);
        Program program = new Program(whole, ImmutableMap.of(Architecture.INPUT, one))
                .differentiate(SUM, weights.values().toArray(new String[0]));
        Map<String, Tensor> results =
                run(program, Weights.of(positive), ImmutableMap.of(Architecture.INPUT, Tensor.of(one, ones)));
        double sum = 0;
        for (String weight : weights.values()) {
            float[] values = Objects.requireNonNull(positive.get(weight)).toFloats();
            float[] gradient = of(results, Differentiation.output(weight)).toFloats();
            for (int i = 0; i < values.length; i++) {
                sum += Math.abs((double) values[i] * gradient[i]);
            }
        }
        return Math.log(sum);
    }

    /**
     * The covariance of the Jacobian (Mellor et al. 2020): of each picture the gradient of all outputs' sum is taken by its pixels,
     * with norms of the batch's own statistics, and the eigenvalues v of these gradients' correlations with each other give minus
     * the sum of log(v + k) + 1 / (v + k), k = 1e-5. Networks for which all pictures are alike promise little.
     *
     * @param inputs as {@link #over} takes them
     * @return not a number where the outputs do not hang on a picture
     * @throws IllegalArgumentException if it is no batch
     * @throws io.ocelli.error.EngineException if no engine differentiates the network
     */
    public double jacobCov(Tensor inputs) {
        int n = inputs.shape().at(0);
        if (n < 2) {
            throw new IllegalArgumentException("A batch has 2 pictures or more, received " + inputs);
        }
        Graph plain = network.architecture().graph().only(Architecture.LOGITS);
        Graph.Builder graph = plain.extend();
        graph.output(
                SUM, Value.of(graph, plain.output(Architecture.LOGITS)).sum(1).name());
        Program program = new Program(
                        graph.build(),
                        ImmutableMap.of(Architecture.INPUT, inputs.shape().with(0, 1)))
                .differentiate(SUM, Architecture.INPUT)
                .withBatchStatistics();
        Map<String, Tensor> results = run(program, network.weights(), ImmutableMap.of(Architecture.INPUT, inputs));
        double[] all = of(results, Differentiation.output(Architecture.INPUT)).toDoubles();
        double[][] gradients = new double[n][];
        for (int i = 0; i < n; i++) {
            gradients[i] = Arrays.copyOfRange(all, i * (all.length / n), (i + 1) * (all.length / n));
        }
        double sum = 0;
        for (double value : Correlations.eigenvalues(Correlations.of(gradients))) {
            sum -= Math.log(value + JACOBIAN_EPS) + 1 / (value + JACOBIAN_EPS);
        }
        return sum;
    }

    private static Tensor absolute(Tensor tensor) {
        if (!tensor.type().isFloating()) {
            return tensor;
        }
        float[] values = tensor.toFloats();
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.abs(values[i]);
        }
        return Tensor.of(tensor.shape(), values);
    }

    private Map<String, Tensor> run(Program program, Weights weights, Map<String, Tensor> inputs) {
        try (Runner runner = Placement.forInference(engine, program, device).open(program, weights, device)) {
            return runner.run(inputs);
        }
    }

    private static Tensor of(Map<String, Tensor> results, String name) {
        return Objects.requireNonNull(results.get(name), name);
    }

    private static Tensor oneHot(int classes, int... labels) {
        float[] targets = new float[classes * labels.length];
        for (int i = 0; i < labels.length; i++) {
            targets[i * classes + labels[i]] = 1;
        }
        return Tensor.of(Shape.of(labels.length, classes), targets);
    }

    private static List<String> rectifiers(Graph graph) {
        List<String> rectifiers = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (node.operation().equals(Activation.RELU) || node.operation().equals(Activation.RELU6)) {
                rectifiers.add(node.name());
            }
        }
        return rectifiers;
    }

    /** The weights of convolutions and linear layers, by the layer. */
    private static Map<String, String> weights(Graph graph) {
        Map<String, String> weights = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            if (node.operation() instanceof Conv2d || node.operation() instanceof Linear) {
                weights.put(node.name(), node.parameter("weight"));
            }
        }
        return weights;
    }
}
