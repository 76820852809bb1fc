package io.ocelli;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.ocelli.data.DataSet;
import io.ocelli.engine.Device;
import io.ocelli.graph.Parameter;
import io.ocelli.model.Architecture;
import io.ocelli.model.Network;
import io.ocelli.model.Pass;
import io.ocelli.saving.SavedModel;
import io.ocelli.saving.TrainedModel;
import io.ocelli.serving.ServingTarget;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.Learner;
import io.ocelli.training.Learnt;
import io.ocelli.training.Plan;
import io.ocelli.training.Training;
import io.ocelli.training.TrainingException;
import io.ocelli.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to follow a classifier: the same network with more classes, changed by a pass, or trained further. An immutable value;
 * the classifier stays as it is, and nothing is opened before {@link #open} or {@link #fit}.
 *
 * <pre>{@code
 * Classifier more = Successor.of(classifier).classes(List.of("ant", "bee", "wasp")).fit(pictures, validation, recipe);
 * Classifier folded = Successor.of(classifier).changed(Pass.foldBatchNorms()).open();
 * }</pre>
 *
 * <p>Decorators are not taken over: what was calibrated or decided about one network is not true of another.
 */
public final class Successor {
    private final TrainedModel model;
    private final ServingTarget target;
    private final @Nullable String frozen;

    private Successor(TrainedModel model, ServingTarget target, @Nullable String frozen) {
        this.model = model;
        this.target = target;
        this.frozen = frozen;
    }

    /**
     * Of a classifier, as it is.
     *
     * @throws IllegalStateException if it comes from an ONNX file, or is an ensemble
     */
    public static Successor of(Classifier classifier) {
        TrainedModel model = classifier.trained("followed", "train one here instead");
        return new Successor(
                model.with(model.answering().withDecorators(ImmutableList.of())), ServingTarget.DEFAULT, null);
    }

    /** On an engine by name; by default the fastest that can do the work. */
    public Successor engine(String name) {
        return new Successor(model, target.withEngine(name), frozen);
    }

    /** On a device by name: {@code cpu} (the default), {@code cuda:0}. */
    public Successor device(String name) {
        return new Successor(model, target.withDevice(Device.of(name)), frozen);
    }

    /** Nothing learns but the head. */
    public Successor freezeBackbone() {
        return new Successor(model, target, model.architecture().features());
    }

    /**
     * With another network: a pass folds, prunes, or adapts it to another domain.
     *
     * @throws IllegalArgumentException if the pass changes the number of classes
     */
    public Successor changed(Pass pass) {
        Network changed = pass.apply(network());
        return new Successor(with(changed, model.labels()), target, frozen);
    }

    /**
     * With a head that knows these classes: a class that it knew keeps its weights, whatever its place in the list; a new one
     * begins with zeros.
     *
     * @throws IllegalArgumentException if one stands twice, or one that was known is missing
     */
    public Successor classes(List<String> labels) {
        ImmutableList<String> names = ImmutableList.copyOf(labels);
        if (ImmutableSet.copyOf(names).size() < names.size() || !names.containsAll(model.labels())) {
            throw new IllegalArgumentException(
                    "A head that grows keeps the classes that it knows, each once, and knows " + model.labels()
                            + ", received " + names);
        }
        Architecture grown = model.architecture().classes(names.size());
        Map<String, Tensor> weights = new LinkedHashMap<>(model.weights().toMap());
        for (String classifier : grown.classifiers()) {
            for (Parameter parameter : grown.graph().parametersOf(classifier)) {
                weights.put(parameter.name(), rows(model.weights().get(parameter.name()), parameter.shape(), names));
            }
        }
        Network network = new Network(grown, Weights.of(weights), model.preprocessing());
        return new Successor(with(network, names), target, frozen);
    }

    /**
     * With a head for other classes, which knows nothing yet: what the network learnt for its own serves new ones.
     *
     * @throws IllegalArgumentException if there is none, or one stands twice
     */
    public Successor head(List<String> labels) {
        ImmutableList<String> names = ImmutableList.copyOf(labels);
        if (names.isEmpty() || ImmutableSet.copyOf(names).size() < names.size()) {
            throw new IllegalArgumentException("A head has one class or more, each once, received " + names);
        }
        Architecture other = model.architecture().classes(names.size());
        Map<String, Tensor> weights = new LinkedHashMap<>(model.weights().toMap());
        for (String classifier : other.classifiers()) {
            for (Parameter parameter : other.graph().parametersOf(classifier)) {
                weights.put(parameter.name(), Tensor.zeros(parameter.type(), parameter.shape()));
            }
        }
        Network network = new Network(other, Weights.of(weights), model.preprocessing());
        return new Successor(with(network, names), target, frozen);
    }

    /** The rows of known classes at their new places. */
    private Tensor rows(Tensor before, Shape shape, List<String> names) {
        float[] from = before.toFloats();
        int width = from.length / model.labels().size();
        float[] to = new float[Math.toIntExact(shape.count())];
        for (int k = 0; k < model.labels().size(); k++) {
            System.arraycopy(from, k * width, to, names.indexOf(model.labels().get(k)) * width, width);
        }
        return Tensor.of(shape, to);
    }

    private TrainedModel with(Network network, List<String> labels) {
        return new TrainedModel(
                network.architecture(),
                network.weights(),
                network.preprocessing(),
                labels,
                model.answering(),
                model.report());
    }

    /** The network as it begins. */
    public Network network() {
        return new Network(model.architecture(), model.weights(), model.preprocessing());
    }

    /** The names of the classes, by index. */
    public List<String> labels() {
        return model.labels();
    }

    /**
     * Trains it further.
     *
     * @param training pictures to learn from, matched by class name
     * @param validation pictures to evaluate each epoch with, likewise
     * @throws IllegalArgumentException if a class of the pictures is none of the head's
     * @throws io.ocelli.error.ImageException naming a picture that cannot be read
     * @throws io.ocelli.error.EngineException if no engine on the class path trains
     * @throws TrainingException if it fails after it learnt something, which the exception carries and saves
     */
    public Classifier fit(DataSet training, DataSet validation, Training recipe) {
        Learner learner = new Learner(model.architecture(), model.weights(), model.preprocessing(), frozen);
        try {
            Learnt learnt = Plan.of(
                            learner,
                            training.relabel(labels()),
                            validation.relabel(labels()),
                            recipe,
                            target.engine(),
                            target.device())
                    .run();
            return new HeadTraining.Trained(model.with(learnt.weights()), learnt).open(target);
        } catch (TrainingException e) {
            throw e.saving(folder -> SavedModel.save(model.with(e.learnt().weights()), folder));
        }
    }

    /**
     * Opens it as it is.
     *
     * @throws io.ocelli.error.EngineException if no engine can run it
     */
    public Classifier open() {
        return Classifier.of(model, target);
    }

    @Override
    public String toString() {
        return "Successor " + model.architecture().name() + " of " + labels().size() + " classes";
    }
}
