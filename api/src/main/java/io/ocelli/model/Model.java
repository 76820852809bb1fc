package io.ocelli.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.ocelli.graph.Cost;
import io.ocelli.weights.Weights;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A registered architecture: how to make it, and the weights published for it.
 *
 * @param name torchvision's name ({@code resnet50})
 * @param timmName timm's name of the same architecture, or null where timm has none
 * @param input the input it was designed for
 * @param builder makes the architecture for an input; most ignore the size, attention over positions does not
 * @param weights the published weights, the default first
 * @param renaming from the names that published files give to parameters to this architecture's; its own names stay
 * @param timm how timm names and shapes the same weights; used where there is a {@code timmName}
 * @param initialization how its networks begin where there are no weights
 */
public record Model(
        String name,
        @Nullable String timmName,
        InputSize input,
        Function<InputSize, Architecture> builder,
        List<PublishedWeights> weights,
        UnaryOperator<String> renaming,
        TimmLayout timm,
        InitializationRule initialization) {
    public Model {
        weights = ImmutableList.copyOf(weights);
    }

    /** A model whose state dict timm has entry for entry, where it has the architecture; every layer begins by its own rule. */
    public Model(
            String name,
            @Nullable String timmName,
            InputSize input,
            Function<InputSize, Architecture> builder,
            List<PublishedWeights> weights,
            UnaryOperator<String> renaming) {
        this(name, timmName, input, builder, weights, renaming, TimmLayout.SAME, InitializationRule.OF_LAYERS);
    }

    /** The same model under timm's name of it, with timm's layout of its weights. */
    public Model timm(String timmName, TimmLayout layout) {
        return new Model(name, timmName, input, builder, weights, renaming, layout, initialization);
    }

    /** The same model, its networks beginning by this rule. */
    public Model initialization(InitializationRule rule) {
        return new Model(name, timmName, input, builder, weights, renaming, timm, rule);
    }

    /** A model whose published files name their parameters as it does. */
    public Model(
            String name,
            @Nullable String timmName,
            InputSize input,
            Function<InputSize, Architecture> builder,
            List<PublishedWeights> weights) {
        this(name, timmName, input, builder, weights, UnaryOperator.identity());
    }

    /** The same weights under this architecture's names. */
    public Weights rename(Weights weights) {
        return weights.rename(renaming);
    }

    /** The architecture at the size it was designed for. */
    public Architecture build() {
        return builder.apply(input);
    }

    /** The architecture for another input. */
    public Architecture build(InputSize size) {
        return builder.apply(size);
    }

    /** The size of the pictures on which a row of its weights was measured, in the channels it was designed for. */
    public InputSize input(PublishedWeights row) {
        return input.at(row.preprocessing().cropHeight(), row.preprocessing().cropWidth());
    }

    /** The size that its default weights were measured on, or where nothing is published the one it was designed for. */
    public InputSize defaultInput() {
        return weights.isEmpty() ? input : input(weights.get(0));
    }

    /** What it costs to classify a picture of the {@linkplain #defaultInput default size}, without auxiliary heads. */
    public Cost cost() {
        return cost(defaultInput());
    }

    /** What it costs to classify a picture of another size, without auxiliary heads. */
    public Cost cost(InputSize size) {
        return Cost.of(
                build(size).graph().only(Architecture.LOGITS), ImmutableMap.of(Architecture.INPUT, size.shape()));
    }

    /** The published top-1 accuracy of the default weights in percent; not a number where none is. */
    public double accuracy() {
        Double published = weights.isEmpty() ? null : weights.get(0).accuracy().get("acc@1");
        return published == null ? Double.NaN : published;
    }

    /** One line: the name, the default input, what it costs, and what is published of its default weights. */
    @Override
    public String toString() {
        Cost cost = cost();
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "%s: %s, %.2f M parameters, %.2f GFLOPs",
                name,
                defaultInput(),
                cost.parameters() / 1e6,
                cost.gigaflops()));
        if (!Double.isNaN(accuracy())) {
            line.append(String.format(Locale.ROOT, ", %.1f %% accuracy", accuracy()));
        }
        if (!weights.isEmpty() && weights.get(0).bytes() > 0) {
            line.append(String.format(Locale.ROOT, ", %.1f MB", weights.get(0).bytes() / 1e6));
        }
        return line.toString();
    }
}
