package io.ocelli.medical;

import com.google.common.collect.ImmutableList;
import io.ocelli.decisions.Fit;
import io.ocelli.decisions.LabelledScores;
import io.ocelli.image.Parameters;
import io.ocelli.serving.Decision;
import io.ocelli.serving.Decorator;
import io.ocelli.serving.Scorer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Decides whether a picture shows a finding: from a probability on it does. The threshold is that of a wanted specificity, so
 * that of pictures without the finding no more than a known share is called; what is found of those with it is the sensitivity
 * there.
 *
 * <pre>{@code
 * classifier.with(validation, OperatingPoint.atSpecificity(0.9, "lesion", classifier.labels()))
 * }</pre>
 *
 * <p>Without the finding, the likeliest of the other classes is decided for. Saved with its classifier.
 *
 * @param finding the class's name
 * @param least 0 to 1; 1 or more than any probability where none is called
 */
public record OperatingPoint(String finding, double least) implements Decorator {
    static final String NAME = "OperatingPoint";

    /**
     * @throws IllegalArgumentException if the threshold is negative or no number
     */
    public OperatingPoint {
        if (!(least >= 0)) {
            throw new IllegalArgumentException("A threshold of probabilities is 0 or more, received " + least);
        }
    }

    /**
     * The lowest threshold at which of the pictures without the finding at least such a share is not called: of all those that
     * keep the specificity the one of most sensitivity.
     *
     * @param specificity above 0, at most 1
     * @param labels the classifier's, by index
     * @throws IllegalArgumentException now if the specificity is out of range or there is no such class; when it is fitted if
     *     there is no picture without the finding
     */
    public static Fit atSpecificity(double specificity, String finding, List<String> labels) {
        int label = labels.indexOf(finding);
        if (!(specificity > 0 && specificity <= 1) || label < 0) {
            throw new IllegalArgumentException(
                    "An operating point has a specificity above 0 and at most 1 and a finding" + " among " + labels
                            + ", received " + specificity + " and " + finding);
        }
        return scores -> new OperatingPoint(finding, threshold(scores, label, specificity));
    }

    private static double threshold(LabelledScores scores, int label, double specificity) {
        double[] without = new double[scores.size()];
        int count = 0;
        for (int i = 0; i < scores.size(); i++) {
            if (scores.label(i) != label) {
                without[count++] = scores.probabilities(i)[label];
            }
        }
        if (count == 0) {
            throw new IllegalArgumentException(
                    "A specificity is of pictures without the finding, and none of the " + scores.size() + " is one");
        }
        without = Arrays.copyOf(without, count);
        Arrays.sort(without);
        // so many are left below the threshold; rounding errors of the product do not ask for one more
        int below = (int) Math.ceil(specificity * count - 1e-9);
        // probabilities are single: the next one up is above all that are equal
        return Math.nextUp((float) without[below - 1]);
    }

    @Override
    public Scorer around(Scorer inner) {
        int label = inner.labels().indexOf(finding);
        if (label < 0) {
            throw new IllegalArgumentException(
                    "An operating point is for a class among " + inner.labels() + ", received " + finding);
        }
        return inner.then(scores -> {
            float[] probabilities = scores.probabilities();
            double there = probabilities[label];
            int decided = label;
            if (there < least) {
                decided = label == 0 ? 1 : 0;
                for (int i = 0; i < probabilities.length; i++) {
                    decided = i != label && probabilities[i] > probabilities[decided] ? i : decided;
                }
            }
            String reason = String.format(
                    Locale.ROOT, "%s %.4f is %s %.4f", finding, there, there < least ? "below" : "at least", least);
            List<String> labels = ImmutableList.of(inner.labels().get(decided));
            return scores.with(new Decision(NAME, labels, reason, there));
        });
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Parameters parameters() {
        return Parameters.none().with("finding", finding).with("least", least);
    }

    static OperatingPoint read(Parameters parameters) {
        return new OperatingPoint(parameters.text("finding"), parameters.number("least"));
    }
}
