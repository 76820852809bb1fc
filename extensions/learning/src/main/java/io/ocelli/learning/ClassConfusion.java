package io.ocelli.learning;

import io.ocelli.graph.Reduce;
import io.ocelli.graph.Value;
import io.ocelli.training.NamedTerm;
import io.ocelli.training.Step;
import java.util.Objects;

/**
 * Minimum class confusion (Jin et al. 2020): of pictures without labels the network is not to confuse classes. With probabilities p
 * at a temperature, and pictures that it is sure of counting more (1 + exp(-H), scaled to a mean of 1), C = p' w p says how much
 * two classes go together; the term is what of C, its rows divided by their sums, is off the diagonal, over K.
 *
 * <p>Immutable and safe for any number of threads.
 *
 * @param stream the name of the pictures in the recipe
 * @param temperature what logits are divided by, above 0; 2.5 is the authors'
 */
public record ClassConfusion(String stream, double temperature) implements NamedTerm {
    /** What the term is reported as. */
    public static final String NAME = "mcc";

    public ClassConfusion {
        Objects.requireNonNull(stream, "stream");
        Temperatures.require(temperature);
    }

    /** Of a stream's pictures, at a temperature of 2.5. */
    public static ClassConfusion of(String stream) {
        return new ClassConfusion(stream, 2.5);
    }

    /** The same at another temperature. */
    public ClassConfusion temperature(double temperature) {
        return new ClassConfusion(stream, temperature);
    }

    @Override
    public String name() {
        return NAME;
    }

    /** The scalar, on a stream's batch. */
    @Override
    public Value of(Step step) {
        Value probabilities =
                step.network(stream).logits().dividedBy(temperature).softmax(1);
        Value sure = Entropy.of(probabilities, Cdan.EPS)
                .stopGradient()
                .negate()
                .exp()
                .plus(1)
                .unsqueeze(1);
        Value weights = sure.dividedBy(sure.mean());
        Value together = probabilities.times(weights).transpose().matmul(probabilities);
        Value shares = together.dividedBy(together.keeping(Reduce.Kind.SUM, 1));
        Value confused = shares.times(shares.eye(0).negate().plus(1));
        return confused.sum().dividedBy(step.classes());
    }
}
