package io.ocelli.learning;

import io.ocelli.graph.Reduce;
import io.ocelli.graph.Value;
import java.util.List;

/**
 * Losses of self-supervision as functions of what networks make of several views of pictures, N D each, a row a picture; each is a
 * scalar. The terms that a training takes, such as {@link SimSiam}, are written with them.
 */
public final class TwoViews {
    /** Under the root of a variance, as in the authors' codes. */
    private static final double BARLOW_EPS = 1e-5;

    private static final double VICREG_EPS = 1e-4;

    private TwoViews() {}

    /**
     * SimSiam (Chen and He 2021): half the sum of both views' mean negative cosine between a prediction and what the other view
     * is, which counts as a constant.
     */
    public static Value simSiam(Value prediction1, Value prediction2, Value projection1, Value projection2) {
        return cosine(prediction1, projection2)
                .plus(cosine(prediction2, projection1))
                .times(-0.5);
    }

    /**
     * BYOL (Grill et al. 2020): the sum of both directions' mean squared distance, 2 - 2 cos, between a prediction and what the
     * teacher makes of the other view, which counts as a constant.
     */
    public static Value byol(Value prediction1, Value prediction2, Value target1, Value target2) {
        return cosine(prediction1, target2)
                .plus(cosine(prediction2, target1))
                .times(-2)
                .plus(4);
    }

    /** The mean over rows of the cosine to a constant. */
    private static Value cosine(Value moving, Value constant) {
        return moving.l2Normalize()
                .times(constant.stopGradient().l2Normalize())
                .sum(1)
                .mean();
    }

    /**
     * Barlow Twins (Zbontar et al. 2021): the correlations between the dimensions of both views, over the batch, are to be the
     * identity: the sum of (c - 1)^2 on the diagonal, and lambda times that of c^2 off it.
     *
     * @param lambda what off the diagonal counts, 0 or more; the authors' is 0.0051
     */
    public static Value barlowTwins(Value first, Value second, double lambda) {
        Value c = Mlp.standardized(first, BARLOW_EPS)
                .transpose()
                .matmul(Mlp.standardized(second, BARLOW_EPS))
                .dividedBy(first.count(0));
        Value same = c.eye(0);
        Value on = c.minus(1).squared().times(same).sum();
        return on.plus(c.squared().times(same.negate().plus(1)).sum().times(lambda));
    }

    /**
     * VICReg (Bardes et al. 2022), as the authors' code has it: views are to be alike (the mean over N D of squares), each
     * dimension of each view is to spread (half the sum of both views' mean of max(0, 1 - deviation)), and dimensions are to have
     * nothing in common (the sum of both views' squared covariances off the diagonal, over D).
     */
    public static Value vicReg(Value first, Value second, double invariance, double variance, double covariance) {
        return vicReg(first.minus(second).squared().mean(), first, second, invariance, variance / 2, covariance);
    }

    /** VICReg as its paper has it: the distance is not divided by D, and the spread not by two. */
    public static Value vicRegOfPaper(
            Value first, Value second, double invariance, double variance, double covariance) {
        Value alike = first.minus(second).squared().sum(1).mean();
        return vicReg(alike, first, second, invariance, variance, covariance);
    }

    private static Value vicReg(
            Value alike, Value first, Value second, double invariance, double variance, double covariance) {
        return alike.times(invariance)
                .plus(narrow(first).plus(narrow(second)).times(variance))
                .plus(common(first).plus(common(second)).times(covariance));
    }

    private static Value covariances(Value rows) {
        Value centred = rows.minus(rows.keeping(Reduce.Kind.MEAN, 0));
        return centred.transpose().matmul(centred).dividedBy(rows.count(0).minus(1));
    }

    /** The mean over dimensions of how far a deviation is below 1. */
    private static Value narrow(Value rows) {
        Value centred = rows.minus(rows.keeping(Reduce.Kind.MEAN, 0));
        Value variance = centred.squared().sum(0).dividedBy(rows.count(0).minus(1));
        return variance.plus(VICREG_EPS).sqrt().negate().plus(1).relu().mean();
    }

    private static Value common(Value rows) {
        Value c = covariances(rows);
        Value off = c.times(c.eye(0).negate().plus(1));
        return off.squared().sum().dividedBy(rows.count(1));
    }

    /**
     * MoCo (He et al. 2020): each query is to find its key among those of a queue: the mean cross-entropy of cosines over the
     * temperature, the own key being right. Keys and queue count as constants.
     *
     * @param queue Q D, its rows of length 1
     * @param temperature above 0; 0.07 to 0.2 are usual
     */
    public static Value moco(Value queries, Value keys, Value queue, double temperature) {
        Temperatures.require(temperature);
        Value q = queries.l2Normalize();
        Value own = q.times(keys.stopGradient().l2Normalize()).sum(1).dividedBy(temperature);
        Value others = q.matmul(queue.stopGradient().transpose()).dividedBy(temperature);
        // log(exp(own) + sum exp(others)) - own
        return others.logSumExp(1).minus(own).softplus().mean();
    }

    /**
     * The queue after a batch: its keys in front, as rows of length 1, and of those before as many as there is room for.
     *
     * @param queue Q D, the newest first
     * @param length Q
     */
    public static Value queue(Value keys, Value queue, int length) {
        return keys.l2Normalize().concat(0, queue).slice(0, 0, length).stopGradient();
    }

    /**
     * DINO (Caron et al. 2021): the mean over pairs of different views of the cross-entropy between what the teacher says, centred
     * and sharpened, and what the student says. The teacher counts as a constant.
     *
     * @param students what the student makes of each view
     * @param teachers what the teacher makes of the first of these views
     * @param centre 1 D or D, taken off what the teacher says
     * @param studentTemperature 0.1 is usual
     * @param teacherTemperature 0.04 to 0.07 are usual
     */
    public static Value dino(
            List<Value> students,
            List<Value> teachers,
            Value centre,
            double studentTemperature,
            double teacherTemperature) {
        Temperatures.require(studentTemperature);
        Temperatures.require(teacherTemperature);
        if (students.size() < 2 || teachers.isEmpty() || teachers.size() > students.size()) {
            throw new IllegalArgumentException(
                    "A teacher sees one of the student's views or more, and the student two or" + " more, received "
                            + teachers.size() + " and " + students.size());
        }
        Value sum = centre.constant(0);
        int pairs = 0;
        for (int i = 0; i < teachers.size(); i++) {
            Value said = teachers.get(i)
                    .stopGradient()
                    .minus(centre.stopGradient())
                    .dividedBy(teacherTemperature)
                    .softmax(1);
            for (int j = 0; j < students.size(); j++) {
                if (i != j) {
                    Value log = students.get(j).dividedBy(studentTemperature).logSoftmax(1);
                    sum = sum.minus(said.times(log).sum(1).mean());
                    pairs++;
                }
            }
        }
        return sum.dividedBy(pairs);
    }

    /**
     * The centre after a batch: {@code momentum} of what it was, and the rest the mean of what the teacher said of all views.
     *
     * @param centre 1 D
     */
    public static Value centre(List<Value> teachers, Value centre, double momentum) {
        Value sum = teachers.get(0).keeping(Reduce.Kind.MEAN, 0);
        for (Value teacher : teachers.subList(1, teachers.size())) {
            sum = sum.plus(teacher.keeping(Reduce.Kind.MEAN, 0));
        }
        return centre.times(momentum)
                .plus(sum.times((1 - momentum) / teachers.size()))
                .stopGradient();
    }
}
