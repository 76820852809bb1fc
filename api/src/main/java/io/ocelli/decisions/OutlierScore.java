package io.ocelli.decisions;

import java.util.Objects;

/**
 * How much a picture is like those that the classifier learnt from, by what the network says of it: the higher, the more. No
 * score is best everywhere; {@link #msp} and {@link #gen} are good first choices.
 *
 * @param kind the formula
 * @param parameter energy's temperature or GEN's gamma; 0 for the others
 * @param classes GEN's M, the likeliest classes that it sums over; 0 for the others
 */
public record OutlierScore(Kind kind, double parameter, int classes) {
    /** The formulas. */
    public enum Kind {
        /** The largest probability (Hendrycks and Gimpel 2017). */
        MSP,
        /** The largest logit (Hendrycks et al. 2022). */
        MAX_LOGIT,
        /** T ln sum exp(z / T) (Liu et al. 2020). */
        ENERGY,
        /** The sum of p ln p. */
        ENTROPY,
        /** The largest probability less the second largest. */
        MARGIN,
        /** Minus the sum of p^gamma (1 - p)^gamma over the M likeliest classes (Liu, Lochman and Zach 2023). */
        GEN
    }

    /**
     * @throws IllegalArgumentException if a parameter is out of range, or the formula has none
     */
    public OutlierScore {
        Objects.requireNonNull(kind, "kind");
        boolean fits;
        switch (kind) {
            case ENERGY:
                fits = parameter > 0 && !Double.isInfinite(parameter) && classes == 0;
                break;
            case GEN:
                fits = parameter > 0 && parameter < 1 && classes > 0;
                break;
            default:
                fits = parameter == 0 && classes == 0;
                break;
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    "An energy has a finite temperature above 0, GEN a gamma above 0 and below 1"
                            + " and at least 1 class, and the others nothing; received " + kind + " with " + parameter
                            + " and "
                            + classes + " classes");
        }
    }

    /** The largest probability. */
    public static OutlierScore msp() {
        return new OutlierScore(Kind.MSP, 0, 0);
    }

    /** The largest logit. */
    public static OutlierScore maxLogit() {
        return new OutlierScore(Kind.MAX_LOGIT, 0, 0);
    }

    /**
     * The negative free energy of the logits.
     *
     * @param temperature finite and above 0, mostly 1
     */
    public static OutlierScore energy(double temperature) {
        return new OutlierScore(Kind.ENERGY, temperature, 0);
    }

    /** The negative entropy of the probabilities, in nats. */
    public static OutlierScore entropy() {
        return new OutlierScore(Kind.ENTROPY, 0, 0);
    }

    /** The largest probability less the second largest; the largest where there is one class. */
    public static OutlierScore margin() {
        return new OutlierScore(Kind.MARGIN, 0, 0);
    }

    /** GEN with its authors' gamma of 0.1 over at most 100 classes. */
    public static OutlierScore gen() {
        return gen(0.1, 100);
    }

    /**
     * A generalised entropy.
     *
     * @param gamma above 0 and below 1
     * @param classes how many of the likeliest classes it sums over, all where there are fewer; at least 1
     */
    public static OutlierScore gen(double gamma, int classes) {
        return new OutlierScore(Kind.GEN, gamma, classes);
    }

    /** The score of a picture's logits and probabilities, K each. */
    public double of(double[] logits, double[] probabilities) {
        switch (kind) {
            case MSP:
                return probabilities[LabelledScores.best(probabilities)];
            case MAX_LOGIT:
                return logits[LabelledScores.best(logits)];
            case ENERGY:
                double[] scaled = new double[logits.length];
                for (int c = 0; c < scaled.length; c++) {
                    scaled[c] = logits[c] / parameter;
                }
                return parameter * Softmax.logSumExp(scaled);
            case ENTROPY:
                double entropy = 0;
                for (double p : probabilities) {
                    entropy += p > 0 ? p * Math.log(p) : 0;
                }
                return entropy;
            case MARGIN:
                int[] falling = Order.falling(probabilities);
                return probabilities[falling[0]] - (falling.length == 1 ? 0 : probabilities[falling[1]]);
            default:
                double sum = 0;
                int[] order = Order.falling(probabilities);
                for (int i = 0; i < Math.min(classes, order.length); i++) {
                    double p = Math.min(1, probabilities[order[i]]);
                    sum -= Math.pow(p, parameter) * Math.pow(1 - p, parameter);
                }
                return sum;
        }
    }

    /**
     * What refuses pictures of a low score, with a threshold that accepts a wanted share of the pictures that it is fitted on.
     *
     * @param share above 0, at most 1; 0.95 mostly
     * @throws IllegalArgumentException if it is not
     */
    public Fit accepting(double share) {
        Outliers.requireShare(share);
        return validation -> {
            double[] scores = new double[validation.size()];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = of(validation.rows()[i], validation.shares()[i]);
            }
            return new Outliers(this, Outliers.threshold(scores, share));
        };
    }
}
