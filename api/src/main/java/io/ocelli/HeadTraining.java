package io.ocelli;

import com.google.common.collect.ImmutableList;
import io.ocelli.data.DataSet;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Parameter;
import io.ocelli.model.Architecture;
import io.ocelli.model.Network;
import io.ocelli.model.Pass;
import io.ocelli.saving.ClassNames;
import io.ocelli.saving.SavedModel;
import io.ocelli.saving.TrainedModel;
import io.ocelli.saving.WeightsFitting;
import io.ocelli.serving.Answering;
import io.ocelli.serving.ServingTarget;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.FineTuning;
import io.ocelli.training.Learner;
import io.ocelli.training.LearningRates;
import io.ocelli.training.Learnt;
import io.ocelli.training.Plan;
import io.ocelli.training.Recipes;
import io.ocelli.training.Training;
import io.ocelli.training.TrainingException;
import io.ocelli.weights.LoadReport;
import io.ocelli.weights.Loading;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a backbone with a head for other classes is trained.
 *
 * @param labels the names of the classes, or empty where the training pictures give them
 * @param answering how the classifier is to answer
 * @param pass what becomes of the network before it learns
 */
record HeadTraining(Backbone backbone, int classes, List<String> labels, Answering answering, Pass pass) {
    HeadTraining {
        labels = ImmutableList.copyOf(labels);
    }

    HeadTraining with(Answering other) {
        return new HeadTraining(backbone, classes, labels, other, pass);
    }

    HeadTraining then(Pass next) {
        return new HeadTraining(backbone, classes, labels, answering, pass.then(next));
    }

    ServingTarget target() {
        return backbone.target();
    }

    /** What was trained, before it is opened to be served. */
    record Trained(TrainedModel model, Learnt learnt) {
        /**
         * Opens it.
         *
         * @throws TrainingException with what was learnt, if that fails
         */
        Classifier open(ServingTarget target) {
            try {
                return new Classifier(
                        ClassifierIdentity.of(model, learnt.history(), learnt.skipped()), model.serve(target));
            } catch (RuntimeException | Error e) {
                throw new TrainingException(
                                "The training ended well, but its classifier does not open; save(folder) of this"
                                        + " exception keeps what was learnt: " + e.getMessage(),
                                learnt,
                                e)
                        .saving(folder -> SavedModel.save(model, folder));
            }
        }
    }

    Trained train(DataSet training, DataSet validation, Training recipe) {
        return train(
                training,
                validation,
                recipe.seed(),
                (learner, learnt, examined) -> Plan.of(
                                learner, learnt, examined, recipe, target().engine(), target().device())
                        .run());
    }

    Trained train(DataSet training, DataSet validation, FineTuning phases) {
        if (backbone.frozen() != null) {
            throw new IllegalArgumentException(
                    "What of a backbone is frozen, fine-tuning says phase by phase, and this one" + " says it too: "
                            + backbone + ". Leave freezeBackbone or freezeUntil out.");
        }
        long seed = phases.phases().get(0).recipe().seed();
        return train(
                training,
                validation,
                seed,
                (learner, learnt, examined) ->
                        phases.run(learner, learnt, examined, target().engine(), target().device()));
    }

    Training recipe(DataSet training) {
        boolean frozen = learner(untrained(labelsFrom(training), 0)).onlyHeadLearns();
        Training sized = Recipes.forPictures(training.size(), frozen);
        return frozen ? sized : Recipes.at(learningRates(training, sized), sized, false);
    }

    LearningRates learningRates(DataSet training, Training recipe) {
        List<String> names = labelsFrom(training);
        Learner learner = learner(untrained(names, recipe.seed()));
        return LearningRates.find(learner, training.relabel(names), recipe, target().engine(), target().device());
    }

    /** How a network learns from pictures that are labelled with its classes. */
    private interface Way {
        Learnt learn(Learner learner, DataSet training, DataSet validation);
    }

    private Trained train(DataSet training, DataSet validation, long seed, Way way) {
        List<String> names = labelsFrom(training);
        TrainedModel untrained = untrained(names, seed);
        try {
            Learnt learnt = way.learn(learner(untrained), training.relabel(names), validation.relabel(names));
            return new Trained(untrained.with(learnt.weights()), learnt);
        } catch (TrainingException e) {
            throw e.saving(folder -> SavedModel.save(untrained.with(e.learnt().weights()), folder));
        }
    }

    private Learner learner(TrainedModel untrained) {
        return new Learner(untrained.architecture(), untrained.weights(), untrained.preprocessing(), frozen(untrained));
    }

    /** The node up to which nothing learns, where the pass has left it. */
    private @Nullable String frozen(TrainedModel untrained) {
        Architecture before = backbone.architecture();
        String frozen = backbone.frozen();
        if (before.features().equals(frozen)) {
            return untrained.architecture().features();
        }
        for (Map.Entry<String, String> stage : before.stages().entrySet()) {
            if (stage.getValue().equals(frozen)) {
                return untrained.architecture().stages().get(stage.getKey());
            }
        }
        return frozen;
    }

    TrainedModel untrained() {
        return untrained(labels.isEmpty() ? ClassNames.numbered(classes) : labels, 0);
    }

    private TrainedModel untrained(List<String> names, long seed) {
        Architecture architecture = backbone.architecture().classes(classes);
        if (!backbone.isTrained()) {
            Weights fresh =
                    backbone.fresh(architecture.graph(), architecture.graph().parameters(), seed);
            return model(architecture, fresh, names, LoadReport.none());
        }
        WeightsFitting.Fitted fitted = WeightsFitting.withHead(
                backbone.loaded(), architecture, freshHead(architecture, seed), backbone.terms());
        return model(architecture, fitted.weights(), names, fitted.report());
    }

    private TrainedModel model(Architecture architecture, Weights weights, List<String> names, LoadReport report) {
        Network network = pass.apply(new Network(architecture, weights, backbone.preprocessing()));
        return new TrainedModel(
                network.architecture(), network.weights(), network.preprocessing(), names, answering, report);
    }

    /**
     * What stands where the backbone's weights do not: its head, and if they need not fit in full all other layers too.
     *
     * <p>Linear heads are all zeros, as in BiT (Kolesnikov et al. 2020): every class is equally likely at first, and the
     * first gradients that reach the backbone are small. A convolution begins by its family's rule: in SqueezeNet a rectifier
     * comes behind it, and lets no gradient through to what is zero.
     */
    private Weights freshHead(Architecture architecture, long seed) {
        Graph graph = architecture.graph();
        List<Parameter> heads = new ArrayList<>();
        for (String classifier : architecture.classifiers()) {
            heads.addAll(graph.parametersOf(classifier));
        }
        boolean all = backbone.terms().loading() == Loading.PARTIAL;
        Map<String, Tensor> weights = new LinkedHashMap<>(
                backbone.fresh(graph, all ? graph.parameters() : heads, seed).toMap());
        for (String classifier : architecture.classifiers()) {
            if (graph.node(classifier).operation() instanceof Linear) {
                graph.parametersOf(classifier)
                        .forEach(each -> weights.put(each.name(), Tensor.zeros(each.type(), each.shape())));
            }
        }
        return Weights.of(weights);
    }

    private List<String> labelsFrom(DataSet training) {
        List<String> there = training.classes();
        if (labels.isEmpty()) {
            if (there.size() != classes) {
                throw new IllegalArgumentException(
                        "The head has " + classes + " classes, and the training pictures have " + there.size() + ": "
                                + there + ". Say head(" + there.size() + ").");
            }
            return there;
        }
        List<String> unknown = new ArrayList<>(there);
        unknown.removeAll(labels);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "The head's labels are " + labels + ", and the training pictures also have " + unknown);
        }
        return labels;
    }

    @Override
    public String toString() {
        return backbone + ", head of " + classes;
    }
}
