package io.ocelli.testing;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.graph.Value;
import io.ocelli.heads.Attention;
import io.ocelli.heads.Margins;
import io.ocelli.heads.Pairs;
import io.ocelli.heads.Pooling;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The heads of {@code heads.json}. */
final class Heads {
    private Heads() {}

    /** What a case describes, of its inputs. */
    static Value of(JsonObject json, List<Value> in, Value targets) {
        Value x = in.get(0);
        switch (json.get("case").getAsString()) {
            case "gem":
            case "gem_per_channel":
                return Pooling.gem(x, in.get(1));
            case "average":
                return Pooling.average(x);
            case "maximum":
                return Pooling.maximum(x);
            case "average_and_maximum":
                return Pooling.averageAndMaximum(x);
            case "bilinear":
                return Pooling.bilinear(x);
            case "compact_bilinear":
                return Pooling.compactBilinear(
                        x, (int) number(json, "size"), pair(json, "hashes"), pair(json, "signs"));
            case "class_attention":
                return Attention.classToken(x, in.subList(1, 9), (int) number(json, "heads"));
            case "squeeze_excitation":
                return Attention.squeezeExcitation(x, in.get(1), in.get(2), in.get(3), in.get(4));
            case "class_specific_attention":
                return Attention.classSpecific(x, in.get(1), number(json, "temperature"), number(json, "lam"));
            case "sphereface":
                return softmax(
                        Margins.sphereFace(
                                x, in.get(1), targets, (int) number(json, "margin"), number(json, "annealing")),
                        targets,
                        1);
            case "arcface":
            case "cosface":
            case "normalized_softmax":
            case "am_arc_combined":
                return softmax(margin(json, Margins.cosines(x, in.get(1)), targets), targets, number(json, "scale"));
            case "centre":
                return Pairs.centre(x, targets, in.get(1));
            case "triplet_batch_hard":
                return Pairs.tripletHard(
                        json.get("normalized").getAsBoolean() ? x.l2Normalize() : x, targets, number(json, "margin"));
            case "triplet_batch_hard_soft":
                return Pairs.tripletHardSoft(x, targets);
            case "triplet_batch_all":
                return Pairs.tripletAll(x, targets, number(json, "margin"));
            case "contrastive":
                return Pairs.contrastive(x, targets, number(json, "margin"));
            case "supervised_contrastive":
                return Pairs.supervisedContrastive(x, targets, number(json, "temperature"));
            default:
                throw new IllegalArgumentException("No head for " + json.get("case"));
        }
    }

    private static Value margin(JsonObject json, Value cosines, Value targets) {
        switch (json.get("case").getAsString()) {
            case "arcface":
                String mode = json.get("mode").getAsString();
                return Margins.arcFace(
                        cosines,
                        targets,
                        number(json, "margin"),
                        mode.equals("plain")
                                ? Margins.Beyond.COSINE
                                : mode.equals("threshold")
                                        ? Margins.Beyond.LINE
                                        : Margins.Beyond.valueOf(mode.toUpperCase(Locale.ROOT)));
            case "cosface":
                return Margins.cosFace(cosines, targets, number(json, "margin"));
            case "am_arc_combined":
                Value turned = Margins.arcFace(cosines, targets, number(json, "m2"), Margins.Beyond.COSINE);
                return Margins.cosFace(turned, targets, number(json, "m3"));
            default:
                return cosines;
        }
    }

    private static Value softmax(Value logits, Value targets, double scale) {
        return Loss.crossEntropy().of(logits.times(scale), targets);
    }

    /** A case's tensors, in order. */
    static List<Tensor> inputs(JsonObject json) {
        List<Tensor> inputs = new ArrayList<>();
        for (JsonElement each : json.getAsJsonArray("inputs")) {
            JsonObject input = each.getAsJsonObject();
            inputs.add(input.has("rule") ? turned(json) : Golden.input(input));
        }
        return inputs;
    }

    /** The embedding whose first row is nearly opposite to its class. */
    private static Tensor turned(JsonObject json) {
        String name = json.getAsJsonArray("inputs")
                .get(1)
                .getAsJsonObject()
                .get("name")
                .getAsString();
        String seed = name.substring("class_weight".length());
        double[] rows = Golden.tensor("embedding" + seed, Shape.of(6, 8), -1, 1).toDoubles();
        double[] classes = Golden.tensor(name, Shape.of(5, 8), -1, 1).toDoubles();
        int own = (int) Close.numbers(json.get("labels"))[0];
        for (int i = 0; i < 8; i++) {
            rows[i] = -classes[own * 8 + i] + 0.05 * rows[i];
        }
        return Tensor.of(Shape.of(6, 8), rows).to(DType.FLOAT32);
    }

    private static List<int[]> pair(JsonObject json, String name) {
        List<int[]> pair = new ArrayList<>();
        json.getAsJsonArray(name)
                .forEach(each -> pair.add(Arrays.stream(Close.numbers(each))
                        .mapToInt(number -> (int) number)
                        .toArray()));
        return pair;
    }

    private static double number(JsonObject json, String name) {
        return json.get(name).getAsDouble();
    }
}
