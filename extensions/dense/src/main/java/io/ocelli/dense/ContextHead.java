package io.ocelli.dense;

import com.google.common.collect.ImmutableMap;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Resize;
import io.ocelli.graph.Value;
import io.ocelli.model.Architecture;
import io.ocelli.model.InitializationRule;
import io.ocelli.model.InputSize;
import io.ocelli.model.Network;
import io.ocelli.model.Pass;
import io.ocelli.tensor.Shape;
import java.util.Objects;

/**
 * A head that sees a thing and what is around it: a pass that lets a backbone look twice, with the same weights, at the whole
 * picture and at its middle brought to the same size (bilinear), and classifies by the features of both, the middle's first. So
 * it stays a network of one picture, which is trained, saved and served as any other; pictures are to show things in their
 * middle, and as much around them as the middle is smaller.
 *
 * <pre>{@code
 * Classifier shelf = Classifier.resnet18().pretrained().head(labels).then(ContextHead.of(0.5)).fit(train, validation);
 * SlidingWindow.of(64).surroundings(2).over(shelf, picture);
 * }</pre>
 *
 * @param share of the picture's side that its middle has, above 0 and below 1
 * @param classes of the head; 0 for as many as the backbone's own has
 * @param seed of what the head begins with
 */
public record ContextHead(double share, int classes, long seed) implements Pass {
    private static final String CLASSIFIER = "head";

    /**
     * @throws IllegalArgumentException if a number is out of its range
     */
    public ContextHead {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException(
                    "The middle is a part of the picture, above 0 and below 1 of its side, received " + share);
        }
        if (classes < 0) {
            throw new IllegalArgumentException("A head is not of fewer classes than none, received " + classes);
        }
    }

    /** With a middle of so much of the picture's side; half is usual. */
    public static ContextHead of(double share) {
        return new ContextHead(share, 0, 0);
    }

    /** The same with a head of so many classes. */
    public ContextHead classes(int number) {
        return new ContextHead(share, number, seed);
    }

    /** The same beginning with other numbers. */
    public ContextHead seed(long number) {
        return new ContextHead(share, classes, number);
    }

    /**
     * The network that looks twice.
     *
     * @throws IllegalArgumentException if the middle has no pixel, or the backbone's features are neither N D nor maps
     */
    @Override
    public Network apply(Network backbone) {
        Architecture architecture = backbone.architecture();
        InputSize input = architecture.input();
        int height = (int) Math.round(input.height() * share);
        int width = (int) Math.round(input.width() * share);
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "The middle has a pixel or more, and " + share + " of " + input + " has none");
        }
        int top = (input.height() - height) / 2;
        int left = (input.width() - width) / 2;
        Shape shape = Objects.requireNonNull(architecture
                .graph()
                .shapes(ImmutableMap.of(Architecture.INPUT, input.shape()))
                .get(architecture.features()));
        if (shape.rank() != 2 && shape.rank() != 4) {
            throw new IllegalArgumentException("A head that sees twice takes features N D or maps, and those of "
                    + architecture.name() + " are " + shape);
        }
        Rebuilding twice = new Rebuilding(backbone, "body");
        Value middle = twice.input()
                .slice(2, top, top + height)
                .slice(3, left, left + width)
                .then(Resize.to(Resize.Mode.BILINEAR, input.height(), input.width()));
        Value near = pooled(twice.again("middle", middle, architecture.features()), shape);
        Value features = near.concat(1, pooled(twice.backbone(architecture.features()), shape));
        int number = classes == 0 ? architecture.classes() : classes;
        Linear head = new Linear(2 * shape.at(1), number, true);
        twice.output(Architecture.LOGITS, twice.layer(CLASSIFIER, head, features));
        return twice.build("context_" + architecture.name(), features, CLASSIFIER, InitializationRule.OF_LAYERS, seed);
    }

    private static Value pooled(Value features, Shape shape) {
        return shape.rank() == 4 ? features.mean(2, 3) : features;
    }
}
