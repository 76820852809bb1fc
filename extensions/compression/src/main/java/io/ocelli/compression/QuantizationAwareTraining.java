package io.ocelli.compression;

import io.ocelli.data.DataSet;
import io.ocelli.engine.Device;
import io.ocelli.graph.FoldBatchNorms;
import io.ocelli.graph.Parameter;
import io.ocelli.model.Network;
import io.ocelli.model.Pass;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.Learner;
import io.ocelli.training.Plan;
import io.ocelli.training.Training;
import io.ocelli.weights.Weights;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A training that knows of the whole numbers to come: weights and activations are fake quantised in every step, gradients go
 * straight through, and what is learnt ends as {@link Quantization} ends, in int8 weights and levels (Jacob et al. 2018; with
 * scales that are learnt, too, Esser et al. 2020).
 *
 * <pre>{@code
 * Network small = QuantizationAwareTraining.of(classifier.network(), Quantization.of(pictures))
 *     .fit(train, validation, Training.defaults().epochs(5).optimizer(Optimizer.sgd(1e-3)));
 * }</pre>
 *
 * <p>Convolutions are quantised as the batch norms behind them, by their stored statistics, will have scaled them, and the norms go
 * on learning; with {@link #frozenNorms} they are part of the convolutions from the start. Activations keep the ranges that the
 * quantisation's pictures calibrate, unless {@link #learntScales} lets their scales learn.
 *
 * <p>Immutable and safe for any number of threads.
 */
public final class QuantizationAwareTraining {
    private final Network original;
    private final Network folded;
    private final Network training;
    private final QuantizedPlaces places;
    private final Quantization quantization;
    private final Map<String, QuantizationParameters> parameters;
    private final boolean learntScales;

    private QuantizationAwareTraining(
            Network network,
            Quantization quantization,
            Map<String, QuantizationParameters> calibrated,
            boolean learntScales) {
        this.original = network;
        this.learntScales = learntScales;
        this.quantization = quantization;
        FoldBatchNorms.Folded norms = FoldBatchNorms.fold(network.architecture().graph(), network.weights());
        this.folded = Pass.foldBatchNorms().apply(network);
        this.places = quantization.places(folded);
        this.parameters = calibrated.isEmpty() ? quantization.calibrate(folded, places) : calibrated;
        this.training = new TrainingGraph(network, norms.stands(), places, parameters, learntScales).write();
    }

    /**
     * Of a network, calibrated as a quantisation says, which looks at its pictures now.
     *
     * @throws IllegalArgumentException as {@link Quantization#apply}, or if it equalises or corrects biases, which a training
     *     learns to do
     */
    public static QuantizationAwareTraining of(Network network, Quantization quantization) {
        if (quantization.equalized() || quantization.corrected()) {
            throw new IllegalArgumentException("A training learns what equalisation and correction are for, received "
                    + quantization + ". Leave equalized(true) and corrected(true) out.");
        }
        return new QuantizationAwareTraining(
                Quantization.inference(network), quantization, new LinkedHashMap<>(), false);
    }

    /** The same with batch norms folded into the convolutions before anything is learnt. */
    public QuantizationAwareTraining frozenNorms() {
        return new QuantizationAwareTraining(folded, quantization, parameters, learntScales);
    }

    /** The same with scales of activations that are learnt with the network, from where they were calibrated. */
    public QuantizationAwareTraining learntScales() {
        return new QuantizationAwareTraining(original, quantization, parameters, true);
    }

    /** The network that learns, which computes what whole numbers would give. */
    public Network network() {
        return training;
    }

    /**
     * Trains on the engine that trains, and gives the network in whole numbers.
     *
     * @throws io.ocelli.error.EngineException if no engine trains it
     * @throws IllegalArgumentException if the pictures' classes are not the network's
     */
    public Network fit(DataSet pictures, DataSet validation, Training recipe) {
        Learner learner = new Learner(training.architecture(), training.weights(), training.preprocessing(), null);
        return quantized(Plan.of(learner, pictures, validation, recipe, null, Device.CPU)
                .run()
                .weights());
    }

    /**
     * What {@link #network} learnt, in whole numbers.
     *
     * @param learnt its weights
     */
    public Network quantized(Weights learnt) {
        Map<String, Tensor> kept = new LinkedHashMap<>();
        for (Parameter parameter : original.architecture().graph().parameters()) {
            kept.put(parameter.name(), parameter.in(learnt));
        }
        Network whole = Pass.foldBatchNorms()
                .apply(new Network(original.architecture(), Weights.of(kept), original.preprocessing()));
        Map<String, QuantizationParameters> scales = new LinkedHashMap<>();
        parameters.forEach((node, before) -> {
            double scale =
                    learnt.get(node + QuantizedGraph.QUANTIZED + ".scale").toFloats()[0];
            scales.put(node, new QuantizationParameters(scale, before.zeroPoint(), before.levels()));
        });
        return QuantizedGraph.of(whole, places, scales);
    }
}
