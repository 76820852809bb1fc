package io.ocelli.testing;

import com.google.common.primitives.Doubles;
import com.google.common.primitives.Floats;
import com.google.gson.JsonObject;
import io.ocelli.graph.Reduce;
import io.ocelli.graph.Value;
import io.ocelli.heads.Pairs;
import io.ocelli.training.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The losses of {@code losses.json}: the library's own, and others as an application would write them. */
final class Formulas {
    private Formulas() {}

    /** The loss that a case describes, of values by the names of its inputs. */
    static Value of(JsonObject json, Map<String, Value> in) {
        switch (json.get("loss").getAsString()) {
            case "cross_entropy":
            case "soft_cross_entropy":
                return Loss.crossEntropy()
                        .labelSmoothing(json.has("smoothing") ? number(json, "smoothing") : 0)
                        .weights(numbers(json, "weights"))
                        .of(in.get("logits"), in.get("targets"));
            case "focal":
                return Loss.focal(number(json, "gamma"))
                        .alpha(numbers(json, "alpha"))
                        .of(in.get("logits"), in.get("targets"));
            case "binary_cross_entropy_with_logits":
                return Loss.binary()
                        .positiveWeights(numbers(json, "positive_weights"))
                        .of(in.get("logits"), in.get("targets"));
            case "sigmoid_focal":
                return Loss.sigmoidFocal(number(json, "alpha"), number(json, "gamma"))
                        .of(in.get("logits"), in.get("targets"));
            case "asymmetric":
                return Loss.asymmetric(
                                number(json, "gamma_negative"), number(json, "gamma_positive"), number(json, "clip"))
                        .of(in.get("logits"), in.get("targets"));
            case "dice":
                return Loss.dice(number(json, "smooth")).of(in.get("logits"), in.get("targets"));
            case "nt_xent":
                return Pairs.ntXent(in.get("first"), in.get("second"), number(json, "temperature"));
            case "distillation":
                return distillation(in.get("logits"), in.get("teacher"), number(json, "temperature"));
            case "coral":
                return coral(in.get("source"), in.get("target"));
            case "mmd":
                return mmd(in.get("source"), in.get("target"), Close.numbers(json.get("bandwidths")));
            default:
                throw new IllegalArgumentException("No formula for " + json.get("loss"));
        }
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

    private static double number(JsonObject json, String name) {
        return json.get(name).getAsDouble();
    }

    /** A number for each class; none where the case has none. */
    private static float[] numbers(JsonObject json, String name) {
        return json.has(name) ? Floats.toArray(Doubles.asList(Close.numbers(json.get(name)))) : new float[0];
    }
}
