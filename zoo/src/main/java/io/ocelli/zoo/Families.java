package io.ocelli.zoo;

import io.ocelli.model.InputSize;
import io.ocelli.model.Model;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What the families share. */
final class Families {
    /** The classes of ImageNet-1k. */
    static final int IMAGENET = 1000;

    private Families() {}

    static InputSize pixels(int side) {
        return new InputSize(3, side, side);
    }

    /** A model whose state dict has no namesake in timm. */
    static Model model(String name, int side, Function<InputSize, Layers> logits) {
        return model(name, null, pixels(side), logits);
    }

    /**
     * A model from its pictures to its logits.
     *
     * @param timmName the name under which timm has the same architecture with the same state dict
     */
    static Model model(String name, @Nullable String timmName, InputSize input, Function<InputSize, Layers> logits) {
        return model(name, timmName, input, logits, UnaryOperator.identity());
    }

    /** The same with published files that name parameters differently: {@code renaming} makes their names ours. */
    static Model model(
            String name,
            @Nullable String timmName,
            InputSize input,
            Function<InputSize, Layers> logits,
            UnaryOperator<String> renaming) {
        return new Model(
                name,
                timmName,
                input,
                size -> logits.apply(size).architecture(name, size),
                Catalogue.rows(name),
                renaming);
    }

    /** The multiple of 8 nearest to {@code value}, and not more than a tenth below it (Sandler et al. 2018). */
    static int eights(double value) {
        return multiple(value, 8);
    }

    /** The multiple of {@code divisor} nearest to {@code value}, and not more than a tenth below it. */
    static int multiple(double value, int divisor) {
        int rounded = Math.max(divisor, (int) (value + divisor / 2.0) / divisor * divisor);
        return rounded < 0.9 * value ? rounded + divisor : rounded;
    }
}
