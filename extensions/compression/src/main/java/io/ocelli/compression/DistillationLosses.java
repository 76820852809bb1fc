package io.ocelli.compression;

import io.ocelli.graph.Compare;
import io.ocelli.graph.Reduce;
import io.ocelli.graph.Value;

/**
 * Losses of distillation as functions of what a student and a teacher make of the same N pictures; each is a scalar. The teacher's
 * side counts as a constant. The terms that a training takes, such as {@link Distillation}, are written with them.
 */
public final class DistillationLosses {
    /** In the place of minus infinity: its exponential is 0, and it times 0 is 0. */
    private static final double NONE = -1e9;

    /** Under the root of a distance, as in the authors' code. */
    private static final double SMALLEST = 1e-12;

    /** Beside a number of which the logarithm is taken, as in the authors' codes of PKT and CRD. */
    private static final double EPS = 1e-7;

    private DistillationLosses() {}

    /**
     * Knowledge distillation (Hinton et al. 2015): T T times the mean over the batch of the divergence
     * KL(softmax(teacher / T) || softmax(student / T)).
     *
     * @param student logits, N K
     * @param teacher logits, N K
     * @param temperature T, above 0
     */
    public static Value divergence(Value student, Value teacher, double temperature) {
        Value learnt = student.dividedBy(temperature);
        Value taught = teacher.stopGradient().dividedBy(temperature);
        Value gap = taught.logSoftmax(1).minus(learnt.logSoftmax(1));
        return taught.softmax(1).times(gap).sum(1).mean().times(temperature * temperature);
    }

    /**
     * Decoupled knowledge distillation (Zhao et al. 2022): T T times the sum of two divergences, means over the batch: alpha times
     * that of how sure both are of the right class, and beta times that of what they say of the others among themselves.
     *
     * @param student logits, N K
     * @param teacher logits, N K
     * @param targets N K; the right class is that of the largest share
     * @param temperature T, above 0
     */
    public static Value decoupled(
            Value student, Value teacher, Value targets, double temperature, double alpha, double beta) {
        Value right = targets.is(Compare.Kind.EQUAL, targets.keeping(Reduce.Kind.MAX, 1));
        Value s = student.dividedBy(temperature);
        Value t = teacher.stopGradient().dividedBy(temperature);
        Value none = right.times(NONE);
        Value otherS = s.plus(none);
        Value otherT = t.plus(none);
        Value allS = s.logSumExp(1);
        Value allT = t.logSumExp(1);
        Value rightS = s.times(right).sum(1).minus(allS);
        Value rightT = t.times(right).sum(1).minus(allT);
        Value restS = otherS.logSumExp(1).minus(allS);
        Value restT = otherT.logSumExp(1).minus(allT);
        Value sure = rightT.exp().times(rightT.minus(rightS)).plus(restT.exp().times(restT.minus(restS)));
        Value gap = t.minus(otherT.logSumExp(1).unsqueeze(1))
                .minus(s.minus(otherS.logSumExp(1).unsqueeze(1)));
        Value among = otherT.softmax(1).times(gap).sum(1);
        return sure.mean().times(alpha).plus(among.mean().times(beta)).times(temperature * temperature);
    }

    /**
     * Attention transfer (Zagoruyko and Komodakis 2017), as its authors' code has it: where both look, {@link #attention}, and the
     * mean over samples and pixels of the squares of what lies between.
     *
     * @param student a map N C H W
     * @param teacher a map N D H W
     * @param power of what is averaged over channels, 1 or more; 2 is usual
     */
    public static Value attentionTransfer(Value student, Value teacher, double power) {
        return attention(student, power)
                .minus(attention(teacher.stopGradient(), power))
                .squared()
                .mean();
    }

    /** Attention transfer as its paper has it: the mean over samples of the length of what lies between. */
    public static Value attentionTransferOfPaper(Value student, Value teacher, double power) {
        return attention(student, power)
                .minus(attention(teacher.stopGradient(), power))
                .norm(1)
                .mean();
    }

    /** Where a map N C H W is strong: N and H W, the mean over channels of |f|^p, each row of length 1. */
    public static Value attention(Value map, double power) {
        Value strong =
                power == 1 ? map.abs() : power == 2 ? map.squared() : map.abs().pow(power);
        return strong.mean(1).flatten().l2Normalize();
    }

    /**
     * Hints (FitNets, Romero et al. 2015): a convolution of 1 x 1 makes of the student's channels the teacher's, and the mean of
     * the squared differences is the loss.
     *
     * @param student a map N C H W
     * @param teacher a map N D H W
     * @param weight D C
     * @param bias D
     */
    public static Value hint(Value student, Value teacher, Value weight, Value bias) {
        Value regressed = student.permute(0, 2, 3, 1).matmul(weight.transpose()).plus(bias);
        return regressed
                .minus(teacher.stopGradient().permute(0, 2, 3, 1))
                .squared()
                .mean();
    }

    /**
     * The distances of relational distillation (Park et al. 2019): those between each two pictures, over their mean, and the mean
     * over all N N pairs of Huber's loss.
     *
     * @param student N D
     * @param teacher N E
     */
    public static Value relationalDistance(Value student, Value teacher) {
        return huber(distances(student).minus(distances(teacher.stopGradient())));
    }

    /**
     * The angles of relational distillation: that at each picture between each two, as its cosine, and the mean over all N N N of
     * Huber's loss.
     */
    public static Value relationalAngle(Value student, Value teacher) {
        return huber(angles(student).minus(angles(teacher.stopGradient())));
    }

    /** x_j - x_i, N N D. */
    private static Value differences(Value rows) {
        return rows.unsqueeze(0).minus(rows.unsqueeze(1));
    }

    private static Value distances(Value rows) {
        Value two = rows.eye(0).negate().plus(1);
        Value distances = differences(rows)
                .squared()
                .sum(2)
                .clamp(SMALLEST, Float.MAX_VALUE)
                .sqrt()
                .times(two);
        return distances.dividedBy(distances.sum().dividedBy(two.sum()));
    }

    private static Value angles(Value rows) {
        Value directions = differences(rows).l2Normalize();
        return directions.matmul(directions.permute(0, 2, 1));
    }

    private static Value huber(Value difference) {
        Value far = difference.abs();
        Value near = far.clamp(0, 1);
        return near.squared().times(0.5).plus(far).minus(near).mean();
    }

    /**
     * Probabilistic knowledge transfer (Passalis and Tefas 2018), as its authors' code has it: how likely each picture is another's
     * neighbour by the cosine, and the mean over all N N pairs of what the divergence is the sum of.
     *
     * @param student N D
     * @param teacher N E
     */
    public static Value neighbourhoods(Value student, Value teacher) {
        Value taught = neighbours(teacher.stopGradient());
        Value gap = taught.plus(EPS).log().minus(neighbours(student).plus(EPS).log());
        return taught.times(gap).mean();
    }

    private static Value neighbours(Value rows) {
        Value length = rows.squared().keeping(Reduce.Kind.SUM, 1).sqrt().plus(EPS);
        Value directions = rows.dividedBy(length);
        Value near = directions.matmul(directions.transpose()).plus(1).times(0.5);
        return near.dividedBy(near.keeping(Reduce.Kind.SUM, 1));
    }

    /**
     * Similarity-preserving distillation (Tung and Mori 2019): the products of each two pictures' maps, each row of length 1, and
     * the mean over all N N pairs of the squares of what lies between.
     *
     * @param student a map N C H W, or N D
     * @param teacher a map N D H W of any extents, or N E
     */
    public static Value similarityPreserving(Value student, Value teacher) {
        return similarities(student)
                .minus(similarities(teacher.stopGradient()))
                .squared()
                .mean();
    }

    private static Value similarities(Value map) {
        Value rows = map.flatten();
        return rows.matmul(rows.transpose()).l2Normalize();
    }

    /**
     * What contrastive representation distillation compares: rows times a matrix, and of length 1.
     *
     * @param rows N D
     * @param weight E D
     * @param bias E
     */
    public static Value embedding(Value rows, Value weight, Value bias) {
        return rows.matmul(weight.transpose()).plus(bias).l2Normalize();
    }

    /**
     * One side of contrastive representation distillation (Tian et al. 2020), with the others drawn: minus the mean over samples of
     * log(o / (o + c)) of their own and of the sum of log(c / (o + c)) of the others, where o are scores over z and c is the
     * others' number over that of all pictures.
     *
     * @param own N, exponentials of the cosine to the other network's embedding of the same picture, over the temperature
     * @param others N M, those to its embeddings of other pictures
     * @param z a scalar, or of one number
     * @param c the number of others over that of all pictures
     * @param counts by what each other counts, N M or M, or a scalar
     */
    public static Value contrast(Value own, Value others, Value z, double c, Value counts) {
        Value same = own.dividedBy(z);
        Value different = others.dividedBy(z);
        Value alike = same.dividedBy(same.plus(c + EPS)).log();
        Value unlike = different.plus(c + EPS).log().negate().plus(Math.log(c)).times(counts);
        return alike.plus(unlike.sum(1)).mean().negate();
    }

    /**
     * A memory after a batch: of its pictures' rows, a share is what it was and the rest is new, and they are of length 1.
     *
     * @param memory P D
     * @param rows the pictures' numbers, int64 N, each but once
     * @param embeddings N D
     * @param pictures P
     * @param momentum the share that stays, from 0 to below 1
     */
    public static Value remembered(Value memory, Value rows, Value embeddings, int pictures, double momentum) {
        Value before = memory.gather(rows);
        Value after =
                before.times(momentum).plus(embeddings.times(1 - momentum)).l2Normalize();
        Value change = rows.oneHot(pictures).transpose().matmul(after.minus(before));
        return memory.plus(change).stopGradient();
    }
}
