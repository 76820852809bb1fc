package io.ocelli.zoo;

import io.ocelli.model.InitializationRule;
import io.ocelli.model.InputSize;
import io.ocelli.model.Model;
import io.ocelli.model.ModelFamily;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A family whose published weights are the rows of the table beside it. */
abstract class Family implements ModelFamily {
    private final Catalogue weights;

    /** A family without published weights. */
    Family() {
        this.weights = Catalogue.empty();
    }

    /**
     * A family with a table.
     *
     * @param table its name, which does not follow from that of the class: shrinkers rename classes
     */
    Family(String table) {
        this.weights = Catalogue.named(table);
    }

    /** How the family's networks begin before they have learnt anything. */
    InitializationRule initialization() {
        return InitializationRule.OF_LAYERS;
    }

    /** A model of square colour pictures whose state dict has no namesake in timm. */
    final Model model(String name, int side, Function<InputSize, Layers> logits) {
        return model(name, null, Families.pixels(side), logits);
    }

    /**
     * A model from its pictures to its logits.
     *
     * @param timmName the name under which timm has the same architecture with the same state dict
     */
    final Model model(String name, @Nullable String timmName, InputSize input, Function<InputSize, Layers> logits) {
        return model(name, timmName, input, logits, UnaryOperator.identity());
    }

    /** The same with published files that name parameters differently: {@code renaming} makes their names ours. */
    final Model model(
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
                        weights.rows(name),
                        renaming)
                .initialization(initialization());
    }
}
