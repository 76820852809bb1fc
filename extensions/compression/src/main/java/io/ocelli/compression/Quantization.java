package io.ocelli.compression;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.ocelli.data.DataSet;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Node;
import io.ocelli.model.Architecture;
import io.ocelli.model.Network;
import io.ocelli.model.Pass;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Static quantisation to 8 bits: a pass that makes of a network one whose weights are int8, a scale for each output channel, and
 * whose activations are levels that pictures calibrate (Jacob et al. 2018; Nagel et al. 2021).
 *
 * <pre>{@code
 * Classifier fast = classifier.apply(Quantization.of(pictures).method(CalibrationMethod.percentile()));
 * }</pre>
 *
 * <p>Batch norms are folded first, and rectifiers become the range of the levels behind them. Logits stay float32. What comes of
 * it is a network as any other: saved with a quarter of the bytes, served, exported. ONNX Runtime runs it by integer kernels
 * (on x86 processors with VNNI faster than float32), PyTorch computes in float32 what these would give. It does not learn.
 *
 * <p>Immutable and safe for any number of threads.
 *
 * @param pictures those that are looked at, as the network's own preprocessing has them; a hundred that look like what is to come
 *     are usual, and labels do not matter
 * @param method how ranges follow from what is seen
 * @param activations what activations become; {@link Levels#UINT8} has the kernels on x86
 * @param floating nodes that stay as they are
 * @param first whether the layer that reads the picture becomes whole numbers, too
 * @param last whether the layers that tell the classes do
 * @param equalized whether channels are made alike between layers first
 * @param corrected whether biases are moved in the end
 * @param weights what weights become, symmetric; {@link Levels#INT8_SYMMETRIC}, or fewer for what a training is to learn
 */
public record Quantization(
        DataSet pictures,
        CalibrationMethod method,
        Levels activations,
        Set<String> floating,
        boolean first,
        boolean last,
        boolean equalized,
        boolean corrected,
        Levels weights)
        implements Pass {

    /**
     * How far what is opened later may be from what was saved, for {@link io.ocelli.Classifier#checkedAtOpen}: levels are rounded
     * at ties as an engine likes.
     */
    public static final double PARITY_TOLERANCE = 0.1;

    /**
     * @throws IllegalArgumentException if there are no pictures, or the levels are not of 8 bits
     */
    public Quantization {
        Objects.requireNonNull(method, "method");
        floating = ImmutableSet.copyOf(floating);
        if (pictures.size() == 0) {
            throw new IllegalArgumentException("Pictures calibrate a network, received none");
        }
        if (activations.steps() > 255) {
            throw new IllegalArgumentException("Activations have 256 levels at most, received " + activations);
        }
        if (!weights.symmetric() || weights.max() > 127 || weights.min() != -weights.max()) {
            throw new IllegalArgumentException(
                    "Weights have as many levels below 0 as above, 127 at most, received " + weights);
        }
    }

    /** From the smallest to the largest number that is seen, to uint8, all layers. */
    public static Quantization of(DataSet pictures) {
        return new Quantization(
                pictures,
                CalibrationMethod.minMax(),
                Levels.UINT8,
                ImmutableSet.of(),
                true,
                true,
                false,
                false,
                Levels.INT8_SYMMETRIC);
    }

    /** By another method. */
    public Quantization method(CalibrationMethod other) {
        return new Quantization(pictures, other, activations, floating, first, last, equalized, corrected, weights);
    }

    /** To other levels. */
    public Quantization activations(Levels levels) {
        return new Quantization(pictures, method, levels, floating, first, last, equalized, corrected, weights);
    }

    /** With nodes that stay as they are: those where {@link QuantizationReport} sees much lost. */
    public Quantization floating(String... nodes) {
        return new Quantization(
                pictures,
                method,
                activations,
                ImmutableSet.<String>builder()
                        .addAll(floating)
                        .addAll(Arrays.asList(nodes))
                        .build(),
                first,
                last,
                equalized,
                corrected,
                weights);
    }

    /** Whether the layer that reads the picture becomes whole numbers, too. */
    public Quantization first(boolean quantized) {
        return new Quantization(
                pictures, method, activations, floating, quantized, last, equalized, corrected, weights);
    }

    /** Whether the layers that tell the classes become whole numbers, too. */
    public Quantization last(boolean quantized) {
        return new Quantization(
                pictures, method, activations, floating, first, quantized, equalized, corrected, weights);
    }

    /**
     * With weights of other levels, such as {@code new Levels(-7, 7, true)} for 4 bits, which are kept in int8: what so few cost is
     * mostly to be learnt back by {@link QuantizationAwareTraining}.
     */
    public Quantization weights(Levels levels) {
        return new Quantization(pictures, method, activations, floating, first, last, equalized, corrected, levels);
    }

    /**
     * Whether with cross-layer equalisation (Nagel et al. 2019) first: where a layer's result goes through ReLU or poolings to the
     * next alone, channels are made alike in both, which changes nothing of what is computed, and lets all have fine levels. It
     * helps where channels differ much, as behind batch norms of depthwise convolutions; not through ReLU6 (EfficientNet-Lite has
     * nothing to gain).
     */
    public Quantization equalized(boolean equalized) {
        return new Quantization(pictures, method, activations, floating, first, last, equalized, corrected, weights);
    }

    /**
     * Whether with biases corrected (Nagel et al. 2019): by how far rounding moved the mean of each layer's result over the
     * pictures, its bias moves it back, layer after layer. The pictures are looked at once for each layer.
     */
    public Quantization corrected(boolean corrected) {
        return new Quantization(pictures, method, activations, floating, first, last, equalized, corrected, weights);
    }

    /**
     * The network in whole numbers.
     *
     * @throws IllegalArgumentException naming a node that is to stay and is not there, or one whose result is not finite, or if
     *     nothing can become whole numbers
     * @throws io.ocelli.error.ImageException naming a picture that cannot be read
     */
    @Override
    public Network apply(Network network) {
        Network folded = equalized
                ? new Equalization().apply(network)
                : Pass.foldBatchNorms().apply(inference(network));
        QuantizedPlaces places = places(folded);
        Network whole = QuantizedGraph.of(folded, places, calibrate(folded, places));
        return corrected ? new BiasCorrection(folded, pictures).correct(whole, places.layers()) : whole;
    }

    /** Where a network whose batch norms are folded becomes whole numbers. */
    QuantizedPlaces places(Network folded) {
        QuantizedPlaces places = new QuantizedPlaces(folded.architecture(), floating(folded.architecture()), weights);
        if (places.layers().isEmpty()) {
            throw new IllegalArgumentException("Convolutions and linear layers become whole numbers, and "
                    + folded.architecture().name() + " has none that is not floating already");
        }
        return places;
    }

    /** The levels of what is measured. */
    Map<String, QuantizationParameters> calibrate(Network folded, QuantizedPlaces places) {
        return new Calibrator(folded, pictures).parameters(places.measured(), method, activations);
    }

    /** Without what is there for training alone. */
    static Network inference(Network network) {
        Architecture all = network.architecture();
        Architecture one = new Architecture(
                all.name(),
                all.graph().only(Architecture.LOGITS),
                all.stages(),
                all.features(),
                all.classifiers().subList(0, 1),
                all.input(),
                ImmutableMap.of());
        return new Network(one, network.weights(), network.preprocessing());
    }

    private Set<String> floating(Architecture architecture) {
        Graph graph = architecture.graph();
        Set<String> all = new LinkedHashSet<>();
        for (String name : floating) {
            all.add(graph.node(name).name());
        }
        if (!last) {
            all.addAll(architecture.classifiers());
        }
        for (Node node : graph.nodes()) {
            if (QuantizedGraph.isLayer(node)) {
                if (!first) {
                    all.add(node.name());
                }
                break;
            }
        }
        return all;
    }

    @Override
    public String toString() {
        return "Quantization by " + method.name() + " over " + pictures.size() + " pictures"
                + (equalized ? ", equalized" : "") + (corrected ? ", corrected" : "");
    }
}
