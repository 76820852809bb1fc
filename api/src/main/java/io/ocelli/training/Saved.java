package io.ocelli.training;

import com.google.common.collect.ImmutableMap;
import com.google.gson.JsonObject;
import io.ocelli.engine.Adagrad;
import io.ocelli.engine.Adam;
import io.ocelli.engine.AmsGrad;
import io.ocelli.engine.Lamb;
import io.ocelli.engine.Lion;
import io.ocelli.engine.Optimizer;
import io.ocelli.engine.RmsProp;
import io.ocelli.engine.Sgd;
import io.ocelli.error.OcelliException;
import io.ocelli.image.Parameters;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The library's own values of one kind as JSON: an object of a name and parameters. What is written reads back as an equal.
 *
 * @param part what they are in a recipe, for messages
 * @param readers by name
 */
record Saved<T>(String part, Map<String, Function<Parameters, T>> readers) {
    static final Saved<Optimizer> OPTIMIZERS = new Saved<>(
            "optimizer",
            ImmutableMap.<String, Function<Parameters, Optimizer>>builder()
                    .put(
                            "sgd",
                            p -> new Sgd(rate(p), p.number("momentum"), p.number("weightDecay"), p.flag("nesterov")))
                    .put("adam", p -> adam(p, false))
                    .put("adamW", p -> adam(p, true))
                    .put("amsGrad", p -> new AmsGrad(adam(p, p.flag("decoupled"))))
                    .put(
                            "rmsProp",
                            p -> new RmsProp(
                                    rate(p),
                                    p.number("alpha"),
                                    p.number("eps"),
                                    p.number("momentum"),
                                    p.number("weightDecay")))
                    .put("adagrad", p -> new Adagrad(rate(p), p.number("eps"), p.number("weightDecay")))
                    .put("lion", p -> new Lion(rate(p), p.number("beta1"), p.number("beta2"), p.number("weightDecay")))
                    .put(
                            "lamb",
                            p -> new Lamb(
                                    rate(p),
                                    p.number("beta1"),
                                    p.number("beta2"),
                                    p.number("eps"),
                                    p.number("weightDecay")))
                    .build());

    static final Saved<Loss> LOSSES = new Saved<>(
            "loss",
            ImmutableMap.<String, Function<Parameters, Loss>>builder()
                    .put(
                            "crossEntropy",
                            p -> Loss.crossEntropy()
                                    .labelSmoothing(p.number("labelSmoothing"))
                                    .weights(classes(p, "weights")))
                    .put("focal", p -> Loss.focal(p.number("gamma")).alpha(classes(p, "alpha")))
                    .put("binary", p -> Loss.binary().positiveWeights(classes(p, "positiveWeights")))
                    .put("sigmoidFocal", p -> Loss.sigmoidFocal(p.number("alpha"), p.number("gamma")))
                    .put(
                            "asymmetric",
                            p -> Loss.asymmetric(
                                    p.number("gammaNegative"), p.number("gammaPositive"), p.number("clip")))
                    .put("dice", p -> Loss.dice(p.number("smooth")))
                    .build());

    static final Saved<Average> AVERAGES = new Saved<>(
            "average",
            ImmutableMap.of(
                    "exponential",
                    p -> new Average.Exponential(p.number("decay"), p.flag("warmup")),
                    "equal",
                    p -> Average.equal(p.integer("epoch"))));

    /** @throws IllegalStateException if there is no row for it */
    JsonObject write(T value, @Nullable String name, Parameters parameters) {
        Function<Parameters, T> reader = name == null ? null : readers.get(name);
        if (name == null || reader == null || !value.equals(readBack(reader, parameters))) {
            throw RecipeJson.unsaveable(part, value);
        }
        JsonObject json = RecipeJson.named(name);
        parameters.toJson().entrySet().forEach(entry -> json.add(entry.getKey(), entry.getValue()));
        return json;
    }

    /**
     * What a reader makes of parameters; null where it refuses them: an application's own may be called as one of the library's.
     */
    private @Nullable T readBack(Function<Parameters, T> reader, Parameters parameters) {
        try {
            return reader.apply(parameters);
        } catch (OcelliException | IllegalArgumentException e) {
            return null;
        }
    }

    /** @throws OcelliException if there is no row for it */
    T read(JsonObject json) {
        Parameters parameters = Parameters.of(part, json);
        Function<Parameters, T> reader = readers.get(parameters.text("name"));
        if (reader == null) {
            throw new OcelliException(
                    "A saved recipe's " + part + " is one of " + readers.keySet() + ", received " + json);
        }
        return reader.apply(parameters);
    }

    private static double rate(Parameters p) {
        return p.number("learningRate");
    }

    private static Adam adam(Parameters p, boolean decoupled) {
        return new Adam(
                rate(p), p.number("beta1"), p.number("beta2"), p.number("eps"), p.number("weightDecay"), decoupled);
    }

    private static float[] classes(Parameters p, String name) {
        return p.has(name) ? ClassNumbers.read(p.numbers(name)) : new float[0];
    }
}
