package io.ocelli;

import com.google.common.collect.ImmutableList;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageSource;
import io.ocelli.decisions.Calibration;
import io.ocelli.decisions.ClassThresholds;
import io.ocelli.decisions.Conformal;
import io.ocelli.decisions.Costs;
import io.ocelli.decisions.FeatureOutliers;
import io.ocelli.decisions.FeatureScore;
import io.ocelli.decisions.Fit;
import io.ocelli.decisions.LabelledScores;
import io.ocelli.decisions.OutlierScore;
import io.ocelli.decisions.OutputScoring;
import io.ocelli.decisions.Threshold;
import io.ocelli.decisions.TopK;
import io.ocelli.image.Image;
import io.ocelli.model.Scoring;
import io.ocelli.serving.Decorator;
import io.ocelli.serving.Tta;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What can be decided about what a classifier says. Each verb gives a classifier with one more decorator around it, which is
 * saved with it and shares its natives as {@link Classifier#with} says: close each. What is decided stands beside a prediction
 * as its {@link Prediction#decision()}; the probabilities stay, but for calibration.
 *
 * <pre>{@code
 * try (Classifier calibrated = classifier.calibrated(validation);
 *         Classifier sure = calibrated.withThreshold(0.9)) {
 *     Decision decision = sure.classify(photo).decision();
 *     System.out.println(decision.isRefusal() ? "a person has to look" : decision.labels().get(0));
 * }
 * }</pre>
 *
 * <p>Pictures to fit on are ones that the classifier did not learn from, with a class each; their classes are matched by name.
 * Fitting is an {@link IllegalArgumentException} where they cannot give what is wanted, or one has no class, and an
 * {@link IllegalStateException} for a classifier whose classes stand each by itself.
 */
public interface Deciding {
    /** The names of the classes, by index. */
    List<String> labels();

    /** This with a decorator around it. */
    Classifier with(Decorator decorator);

    /** What is said of each of these pictures, and its class: what decorators are fitted on. */
    LabelledScores scores(DataSet pictures);

    /**
     * What the backbone makes of a picture: the numbers that the head takes.
     *
     * @throws IllegalStateException if it comes from an ONNX file
     */
    float[] features(ImageSource source);

    /** As {@link #features(ImageSource)}, of a picture in memory. */
    default float[] features(Image image) {
        return features(ImageSource.of(image));
    }

    /** As {@link #features(ImageSource)}, of a picture file. */
    default float[] features(Path file) {
        return features(ImageSource.of(file));
    }

    /** The {@link #features(ImageSource)} of each picture, N D: what a {@link FeatureScore} is fitted on. */
    float[][] features(DataSet pictures);

    /** This with the decorator that fits these pictures. */
    default Classifier with(DataSet validation, Fit fit) {
        return with(fit.of(scores(validation)));
    }

    /** This with a temperature, so that a confidence is as often right as it says. */
    default Classifier calibrated(DataSet validation) {
        return calibrated(validation, Calibration.temperature());
    }

    /** This calibrated in another way, such as {@link Calibration#vector()}. */
    default Classifier calibrated(DataSet validation, Fit calibration) {
        return with(validation, calibration);
    }

    /** This, reading its logits as one class a picture or as each class by itself. */
    default Classifier withScoring(Scoring scoring) {
        return with(new OutputScoring(scoring));
    }

    /**
     * This, refusing pictures of less confidence.
     *
     * @param least 0 to 1
     * @throws IllegalArgumentException if it is not
     */
    default Classifier withThreshold(double least) {
        return with(new Threshold(least));
    }

    /**
     * This, refusing pictures whose likeliest class has less confidence than that class needs.
     *
     * @param least 0 to 1 by label, for each of the labels
     * @throws IllegalArgumentException if it is not
     */
    default Classifier withThresholds(Map<String, Double> least) {
        ImmutableList.Builder<Double> thresholds = ImmutableList.builder();
        for (String label : labels()) {
            Double threshold = least.get(label);
            if (threshold == null || least.size() != labels().size()) {
                throw new IllegalArgumentException("There is a threshold for each of the labels " + labels()
                        + " and for nothing else, received " + least);
            }
            thresholds.add(threshold);
        }
        return with(new ClassThresholds(thresholds.build()));
    }

    /**
     * This with thresholds that fit, such as {@link Threshold#accuracy}, {@link ClassThresholds#precision} and
     * {@link ClassThresholds#recall}.
     */
    default Classifier withThresholds(DataSet validation, Fit thresholds) {
        return with(validation, thresholds);
    }

    /**
     * This, deciding for the class of least expected cost.
     *
     * @param matrix what deciding for class j costs where the truth is class i, in row i and column j
     * @throws IllegalArgumentException if it has not a row and a column of finite numbers for each label
     */
    default Classifier withCosts(double[][] matrix) {
        return with(Costs.of(matrix));
    }

    /**
     * This, deciding for so many of the likeliest classes.
     *
     * @throws IllegalArgumentException if they are less than 1, or more than there are
     */
    default Classifier withTopK(int k) {
        return with(new TopK(k));
    }

    /** This, deciding for a set of classes that holds the true one with the wanted coverage. */
    default Classifier withConformalSets(DataSet validation, Conformal sets) {
        return with(validation, sets);
    }

    /**
     * This, refusing pictures that are unlike the ones it learnt from.
     *
     * @param accepted the share of the validation that it accepts, above 0 and at most 1
     * @throws IllegalArgumentException if it is not
     */
    default Classifier withOutlierScore(DataSet validation, OutlierScore score, double accepted) {
        return with(validation, score.accepting(accepted));
    }

    /**
     * As {@link #withOutlierScore(DataSet, OutlierScore, double)}, by the backbone's features.
     *
     * <pre>{@code
     * classifier.withOutlierScore(validation, Mahalanobis.fit(classifier.features(training), training.labels()), 0.95)
     * }</pre>
     *
     * @throws IllegalStateException if it has no features: it comes from an ONNX file, or is an ensemble
     */
    default Classifier withOutlierScore(DataSet validation, FeatureScore score, double accepted) {
        return with(new FeatureOutliers(score, score.threshold(features(validation), accepted)));
    }

    /** This, looking at each picture in several ways. */
    default Classifier withTestTimeAugmentation(Tta tta) {
        return with(tta);
    }
}
