package io.ocelli.testing;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.graph.Activation;
import io.ocelli.graph.Compare;
import io.ocelli.graph.Reduce;
import io.ocelli.graph.Value;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The losses of {@code losses.json} as an application would write them. */
final class Formulas {
    private Formulas() {}

    /** The loss that a case describes, of values by the names of its inputs. */
    static Value of(JsonObject json, Map<String, Value> in) {
        switch (json.get("loss").getAsString()) {
            case "cross_entropy":
                return crossEntropy(
                        in.get("logits"),
                        in.get("targets"),
                        in.get("valid"),
                        numbers(json, "weights", in.get("logits")),
                        json.has("smoothing") ? json.get("smoothing").getAsDouble() : 0);
            case "soft_cross_entropy":
                return in.get("logits")
                        .logSoftmax(1)
                        .times(in.get("probabilities"))
                        .sum(1)
                        .negate()
                        .mean();
            case "focal":
                return focal(
                        in.get("logits"),
                        in.get("targets"),
                        numbers(json, "alpha", in.get("logits")),
                        json.get("gamma").getAsDouble());
            case "binary_cross_entropy_with_logits":
                return binary(
                                in.get("logits"),
                                in.get("multi_hot"),
                                numbers(json, "positive_weights", in.get("logits")))
                        .mean();
            case "sigmoid_focal":
                return sigmoidFocal(
                        in.get("logits"),
                        in.get("multi_hot"),
                        json.get("alpha").getAsDouble(),
                        json.get("gamma").getAsDouble());
            case "asymmetric":
                return asymmetric(
                        in.get("logits"),
                        in.get("multi_hot"),
                        json.get("gamma_negative").getAsDouble(),
                        json.get("gamma_positive").getAsDouble(),
                        json.get("clip").getAsDouble());
            case "distillation":
                return distillation(
                        in.get("logits"),
                        in.get("teacher"),
                        json.get("temperature").getAsDouble());
            case "coral":
                return coral(in.get("source"), in.get("target"));
            case "mmd":
                return mmd(in.get("source"), in.get("target"), Close.numbers(json.get("bandwidths")));
            case "nt_xent":
                return ntXent(
                        in.get("first"),
                        in.get("second"),
                        json.get("temperature").getAsDouble());
            case "dice":
                return dice(in.get("logits"), in.get("mask"), json.get("smooth").getAsDouble());
            default:
                throw new IllegalArgumentException("No formula for " + json.get("loss"));
        }
    }

    private static Value crossEntropy(
            Value logits, Value targets, Value valid, @Nullable Value weights, double smoothing) {
        Value logProbabilities = logits.logSoftmax(1);
        Value mask = valid.unsqueeze(1).expandAs(logits);
        Value each = weights == null ? mask : mask.times(weights);
        Value own = targets.oneHot(5).times(each);
        Value nll = own.times(logProbabilities).sum().negate();
        Value spread = each.times(logProbabilities).mean(1).sum().negate();
        return nll.times(1 - smoothing).plus(spread.times(smoothing)).dividedBy(own.sum());
    }

    private static Value focal(Value logits, Value targets, @Nullable Value alpha, double gamma) {
        Value own = targets.oneHot(5);
        Value log = logits.logSoftmax(1).times(own).sum(1);
        Value loss = log.exp().negate().plus(1).pow(gamma).times(log).negate();
        return (alpha == null ? loss : loss.times(own.times(alpha).sum(1))).mean();
    }

    private static Value binary(Value logits, Value targets, @Nullable Value positives) {
        Value positive = targets.times(logits.logSigmoid());
        Value negative = targets.negate().plus(1).times(logits.negate().logSigmoid());
        return (positives == null ? positive : positive.times(positives))
                .plus(negative)
                .negate();
    }

    private static Value sigmoidFocal(Value logits, Value targets, double alpha, double gamma) {
        Value probability = logits.sigmoid();
        Value others = targets.negate().plus(1);
        Value right =
                probability.times(targets).plus(probability.negate().plus(1).times(others));
        Value share = targets.times(alpha).plus(others.times(1 - alpha));
        return binary(logits, targets, null)
                .times(right.negate().plus(1).pow(gamma))
                .times(share)
                .mean();
    }

    private static Value asymmetric(
            Value logits, Value targets, double gammaNegative, double gammaPositive, double clip) {
        Value others = targets.negate().plus(1);
        Value positive = logits.sigmoid();
        Value negative = positive.negate().plus(1 + clip).minimum(positive.constant(1));
        Value log = targets.times(positive.maximum(positive.constant(1e-8)).log())
                .plus(others.times(negative.maximum(negative.constant(1e-8)).log()));
        Value right = positive.times(targets).plus(negative.times(others));
        Value gamma = targets.times(gammaPositive).plus(others.times(gammaNegative));
        return log.times(right.negate().plus(1).pow(gamma)).sum(1).mean().negate();
    }

    private static Value distillation(Value student, Value teacher, double temperature) {
        Value wanted = teacher.stopGradient().dividedBy(temperature);
        Value gap = wanted.logSoftmax(1).minus(student.dividedBy(temperature).logSoftmax(1));
        return wanted.softmax(1).times(gap).sum(1).mean().times(temperature * temperature);
    }

    private static Value coral(Value source, Value target) {
        Value gap = covariance(source).minus(covariance(target)).squared();
        return gap.sum().dividedBy(gap.count()).times(0.25);
    }

    private static Value covariance(Value rows) {
        Value centred = rows.minus(rows.keeping(Reduce.Kind.MEAN, 0));
        return centred.transpose().matmul(centred).dividedBy(rows.count(0).minus(1));
    }

    private static Value mmd(Value source, Value target, double[] bandwidths) {
        return kernel(source, source, bandwidths)
                .plus(kernel(target, target, bandwidths))
                .minus(kernel(source, target, bandwidths).times(2));
    }

    private static Value kernel(Value u, Value v, double[] bandwidths) {
        Value distances = u.unsqueeze(1).minus(v.unsqueeze(0)).squared().sum(2);
        List<Value> kernels = new ArrayList<>();
        for (double bandwidth : bandwidths) {
            kernels.add(distances.times(-1 / (2 * bandwidth * bandwidth)).exp().mean());
        }
        return kernels.stream().reduce(Value::plus).orElseThrow().dividedBy(bandwidths.length);
    }

    private static Value ntXent(Value first, Value second, double temperature) {
        Value views = first.concat(0, second).l2Normalize();
        Value similar = views.matmul(views.transpose()).dividedBy(temperature);
        Value others = similar.eye(0).is(Compare.Kind.GREATER, 0).where(similar.constant(-1e9), similar);
        Value pairs = first.l2Normalize().times(second.l2Normalize()).sum(1).dividedBy(temperature);
        return others.logSumExp(1).mean().minus(pairs.mean());
    }

    private static Value dice(Value logits, Value mask, double smooth) {
        Value probability = logits.apply(Activation.Function.SIGMOID).flatten();
        Value wanted = mask.flatten();
        Value both = probability.times(wanted).sum(1).times(2).plus(smooth);
        Value all = probability.sum(1).plus(wanted.sum(1)).plus(smooth);
        return both.dividedBy(all).negate().plus(1).mean();
    }

    private static @Nullable Value numbers(JsonObject json, String name, Value beside) {
        JsonElement found = json.get(name);
        if (found == null) {
            return null;
        }
        double[] wide = Close.numbers(found);
        float[] numbers = new float[wide.length];
        for (int i = 0; i < wide.length; i++) {
            numbers[i] = (float) wide[i];
        }
        return beside.constant(Tensor.of(Shape.of(numbers.length), numbers));
    }
}
