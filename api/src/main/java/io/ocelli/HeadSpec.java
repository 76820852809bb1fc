package io.ocelli;

import io.ocelli.data.DataSet;
import io.ocelli.image.Transform;
import io.ocelli.model.Pass;
import io.ocelli.model.Scoring;
import io.ocelli.training.FineTuning;
import io.ocelli.training.History;
import io.ocelli.training.LearningRates;
import io.ocelli.training.Training;
import io.ocelli.training.TrainingException;

/** A backbone with a head of its own classes: what is trained. An immutable value. */
public final class HeadSpec {
    private final HeadTraining head;

    HeadSpec(HeadTraining head) {
        this.head = head;
    }

    /** With another way from logits to probabilities than a softmax: {@link Scoring#SIGMOID} where classes go together. */
    public HeadSpec scoring(Scoring scoring) {
        return new HeadSpec(head.with(head.answering().withScoring(scoring)));
    }

    /**
     * With something else done to pictures before evaluation and serving than resizing the shorter side and cutting out
     * the middle. It gives pictures of the network's size, and is saved with the classifier.
     */
    public HeadSpec evaluation(Transform transform) {
        return new HeadSpec(head.with(head.answering().withTransform(transform)));
    }

    /**
     * With its network changed by a pass before it is trained, as one that puts a decoder of masks beside the head. What is
     * frozen stays so.
     */
    public HeadSpec then(Pass pass) {
        return new HeadSpec(head.then(pass));
    }

    /** Trains with {@link Training#defaults}. */
    public Classifier fit(DataSet training, DataSet validation) {
        return fit(training, validation, Training.defaults());
    }

    /**
     * Trains. Where the backbone is frozen, its features are computed once, by the fastest engine, and only the head is
     * trained on them; {@link History#cached()} says so. {@link Training#cachedViews} computes them under several draws of the
     * augmentation.
     *
     * @param training pictures to learn from; their classes become the labels
     * @param validation pictures to evaluate each epoch with, matched by class name
     * @throws IllegalArgumentException if the classes of the pictures are not those of the head
     * @throws io.ocelli.error.ImageException naming a picture that cannot be read
     * @throws io.ocelli.error.WeightsException if the backbone's weights are not found or do not fit
     * @throws io.ocelli.error.EngineException if no engine on the class path trains
     * @throws TrainingException if it fails after it learnt something, which the exception carries and saves
     */
    public Classifier fit(DataSet training, DataSet validation, Training recipe) {
        return head.train(training, validation, recipe).open(head.target());
    }

    /**
     * Trains the head for an epoch, and then all of the network for so many: what fits most data sets, where the weights
     * are pretrained.
     */
    public Classifier fineTune(DataSet training, DataSet validation, int epochs) {
        return fineTune(training, validation, FineTuning.of(epochs));
    }

    /**
     * Trains in phases, in which more and more of the network learns.
     *
     * @throws IllegalArgumentException if the backbone is frozen by itself, or as for {@link #fit}
     * @throws TrainingException as for {@link #fit}
     */
    public Classifier fineTune(DataSet training, DataSet validation, FineTuning phases) {
        return head.train(training, validation, phases).open(head.target());
    }

    /**
     * A recipe for these pictures: batches, epochs and views by how many there are ({@link
     * io.ocelli.training.Recipes#forPictures}), and where more than the head learns, at the rate that a trial of up to a hundred
     * steps on them suggests ({@link #learningRates}). A head alone keeps the usual rate, which a trial did not better.
     *
     * <pre>{@code
     * Classifier classifier = spec.fit(train, validation, spec.recipe(train).seed(7));
     * }</pre>
     *
     * @throws IllegalStateException if the loss never fell in the trial
     */
    public Training recipe(DataSet training) {
        return head.recipe(training);
    }

    /**
     * Tries learning rates: how the loss goes as they grow, and which to train at. Nothing is kept of it.
     *
     * @param recipe of the training that is to follow
     */
    public LearningRates learningRates(DataSet training, Training recipe) {
        return head.learningRates(training, recipe);
    }

    /**
     * Refused: its head has learnt nothing yet.
     *
     * @throws IllegalStateException always; {@link #untrained} opens it nevertheless
     */
    public Classifier open() {
        throw new IllegalStateException("A classifier that is opened has learnt its classes, and the head of " + this
                + " has not. Say fit(training, validation), or untrained() to open it as it begins.");
    }

    /** A classifier whose head has learnt nothing yet: to look at, to save, to compare with. */
    public Classifier untrained() {
        return Classifier.of(head.untrained(), head.target());
    }

    @Override
    public String toString() {
        return head.toString();
    }
}
