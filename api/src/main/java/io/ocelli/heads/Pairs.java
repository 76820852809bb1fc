package io.ocelli.heads;

import io.ocelli.graph.Compare;
import io.ocelli.graph.Reduce;
import io.ocelli.graph.Value;

/**
 * Losses of embeddings, N D, that compare the pictures of a batch with each other and with centres. A batch wants some pictures
 * of each class. Targets are float32 N K, 1 for the own class and 0 elsewhere; each loss is a scalar. Distances are Euclidean; of
 * embeddings of length 1 where {@link Value#l2Normalize} is called before.
 */
public final class Pairs {
    /** Larger than any distance, and by sign than any logarithm of a probability, without being infinite. */
    private static final double FAR = 1e9;

    private Pairs() {}

    /**
     * Centre loss (Wen et al. 2016): half the mean over the batch of the squared distance to the own class's centre; the paper's
     * sum is this times N.
     *
     * @param centres K D, learnt
     */
    public static Value centre(Value embedding, Value targets, Value centres) {
        return embedding.minus(targets.matmul(centres)).squared().sum(1).mean().times(0.5);
    }

    /**
     * The centres after a batch by the paper's own rule (Wen et al. 2016), each class's by the mean over its pictures and one
     * more: {@code c_j - alpha * sum(c_j - x) / (1 + count_j)}. A class without pictures keeps its centre.
     *
     * @param embedding N D
     * @param targets N K, 1 for the class of a picture
     * @param centres K D
     * @param alpha the rate of the centres, 0 to 1; the paper's is 0.5
     * @return K D
     */
    public static Value centres(Value embedding, Value targets, Value centres, double alpha) {
        if (!(alpha >= 0 && alpha <= 1)) {
            throw new IllegalArgumentException("Centres move at a rate from 0 to 1, received " + alpha);
        }
        Value own = targets.transpose();
        Value counts = own.keeping(Reduce.Kind.SUM, 1);
        Value away = centres.times(counts).minus(own.matmul(embedding));
        return centres.minus(away.times(alpha).times(counts.plus(1).reciprocal()));
    }

    /**
     * Contrastive loss (Hadsell, Chopra and LeCun 2006): the mean over all pairs of d^2 where both are of one class, max(0,
     * margin - d)^2 elsewhere.
     */
    public static Value contrastive(Value embedding, Value targets, double margin) {
        Value distances = distances(embedding);
        Value apart = distances.negate().plus(margin).relu().squared();
        Value others = unlike(embedding);
        Value each = same(targets).where(distances.squared(), apart).times(others);
        return each.sum().dividedBy(atLeastOne(others.sum()));
    }

    /**
     * Triplet loss with batch-hard mining (Hermans, Beyer and Leibe 2017): the mean over all pictures of max(0, p - n + margin),
     * where p is the distance to the farthest of the same class and n to the nearest of another. A picture that lacks one of them
     * counts as 0.
     */
    public static Value tripletHard(Value embedding, Value targets, double margin) {
        return hardest(embedding, targets).plus(margin).relu().mean();
    }

    /** As {@link #tripletHard}, of log(1 + exp(p - n)): no margin has to be chosen. */
    public static Value tripletHardSoft(Value embedding, Value targets) {
        return hardest(embedding, targets).softplus().mean();
    }

    /**
     * Triplet loss over all triplets: the mean of p - n + margin over those where it is positive, p being a distance to one of
     * the same class and n to one of another; 0 where there is none.
     */
    public static Value tripletAll(Value embedding, Value targets, double margin) {
        Value distances = distances(embedding);
        Value same = same(targets);
        Value positive = same.times(unlike(embedding)).unsqueeze(2);
        Value negative = same.negate().plus(1).unsqueeze(1);
        Value each = distances
                .unsqueeze(2)
                .minus(distances.unsqueeze(1))
                .plus(margin)
                .relu()
                .times(positive)
                .times(negative);
        Value counted = each.is(Compare.Kind.GREATER, 0).sum();
        return each.sum().dividedBy(atLeastOne(counted));
    }

    /**
     * Supervised contrastive loss (Khosla et al. 2020, outside the logarithm): the mean over the pictures that have others of
     * their class of the mean over these of -log(exp(z p / T) / sum over all others of exp(z a / T)), for embeddings divided by
     * their lengths.
     *
     * @param temperature T, above 0; 0.1 is usual
     */
    public static Value supervisedContrastive(Value embedding, Value targets, double temperature) {
        Value similar = similarities(embedding, temperature);
        Value log = similar.minus(similar.keeping(Reduce.Kind.LOG_SUM_EXP, 1));
        Value positive = same(targets).times(unlike(embedding));
        Value count = positive.sum(1);
        Value each = log.times(positive).sum(1).dividedBy(atLeastOne(count));
        return each.sum()
                .dividedBy(atLeastOne(count.is(Compare.Kind.GREATER, 0).sum()))
                .negate();
    }

    /**
     * NT-Xent (Chen et al. 2020, SimCLR): for two views of each picture, the mean over all of -log(exp(z p / T) / sum over all
     * others of exp(z a / T)), where p is the other view, for embeddings divided by their lengths. Needs no classes.
     *
     * @param first N D
     * @param second N D, in the same order
     * @param temperature T, above 0; 0.5 and 0.1 are usual
     */
    public static Value ntXent(Value first, Value second, double temperature) {
        Value a = first.l2Normalize();
        Value b = second.l2Normalize();
        Value between = a.matmul(b.transpose()).dividedBy(positive(temperature));
        Value right = a.times(b).sum(1).dividedBy(temperature).mean();
        return others(first, between, temperature)
                .plus(others(second, between.transpose(), temperature))
                .times(0.5)
                .minus(right);
    }

    /**
     * The mean, over the embeddings of one view, of the logarithm of the sum of exponentials of all others. Both sums are joined by
     * a softplus and not in one matrix: engines differentiate it also where batches of any size cannot be put behind one another.
     */
    private static Value others(Value view, Value toOther, double temperature) {
        Value own = similarities(view, temperature).logSumExp(1);
        Value other = toOther.logSumExp(1);
        return other.plus(own.minus(other).softplus()).mean();
    }

    /** N, the distance to the farthest of the same class less that to the nearest of another. */
    private static Value hardest(Value embedding, Value targets) {
        Value distances = distances(embedding);
        Value same = same(targets);
        Value positive = same.times(unlike(embedding)).where(distances, distances.constant(-FAR));
        Value negative = same.where(distances.constant(FAR), distances);
        return positive.max(1).minus(negative.min(1));
    }

    /** Cosines over the temperature; one's own is out of the way of a softmax. */
    private static Value similarities(Value embedding, double temperature) {
        Value unit = embedding.l2Normalize();
        Value similar = unit.matmul(unit.transpose()).dividedBy(positive(temperature));
        return similar.eye(0).is(Compare.Kind.GREATER, 0).where(similar.constant(-FAR), similar);
    }

    private static double positive(double temperature) {
        if (!(temperature > 0)) {
            throw new IllegalArgumentException("temperature is above 0, received " + temperature);
        }
        return temperature;
    }

    /** N N. Its diagonal, whose root has no slope, is 1: who reads it leaves that out. */
    private static Value distances(Value embedding) {
        Value squares =
                embedding.unsqueeze(1).minus(embedding.unsqueeze(0)).squared().sum(2);
        return squares.plus(squares.eye(0)).sqrt();
    }

    /** N N, 1 where both are of one class. */
    private static Value same(Value targets) {
        return targets.matmul(targets.transpose()).is(Compare.Kind.GREATER, 0.5);
    }

    /** N N, 0 where both are one. */
    private static Value unlike(Value embedding) {
        return embedding.eye(0).negate().plus(1);
    }

    private static Value atLeastOne(Value count) {
        return count.maximum(count.constant(1));
    }
}
