package io.ocelli.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Transforms one after the other; with no steps, the transform that changes nothing.
 *
 * @param steps the transforms, first to last; an immutable copy
 */
public record Pipeline(List<Transform> steps) implements Transform {
    private static final Pipeline EMPTY = of();

    public Pipeline {
        steps = Collections.unmodifiableList(new ArrayList<>(steps));
    }

    /** The transforms in order. */
    public static Pipeline of(Transform... steps) {
        return new Pipeline(Arrays.asList(steps));
    }

    /** The transform that changes nothing. */
    public static Pipeline empty() {
        return EMPTY;
    }

    /** This pipeline with one more step at its end. */
    public Pipeline then(Transform step) {
        List<Transform> longer = new ArrayList<>(steps);
        longer.add(step);
        return new Pipeline(longer);
    }

    @Override
    public Image apply(Image image) {
        Image result = image;
        for (int i = 0; i < steps.size(); i++) {
            Transform step = steps.get(i);
            @Nullable Transform fused = i + 1 < steps.size() ? step.fuse(steps.get(i + 1)) : null;
            if (fused != null) {
                step = fused;
                i++;
            }
            result = step.apply(result);
        }
        return result;
    }

    /** That of the first step, where it is fused with the second of both. */
    @Override
    public Region region(Size input) {
        return steps.isEmpty() ? Region.all(input) : first().region(input);
    }

    /** That of the first step. */
    @Override
    public int reduction(Size input) {
        return steps.isEmpty() ? 1 : first().reduction(input);
    }

    private Transform first() {
        @Nullable Transform fused = steps.size() > 1 ? steps.get(0).fuse(steps.get(1)) : null;
        return fused == null ? steps.get(0) : fused;
    }

    @Override
    public Image mask(Image mask) {
        Image result = mask;
        for (Transform step : steps) {
            result = step.mask(result);
        }
        return result;
    }

    @Override
    public List<Box> boxes(List<Box> boxes, Size size) {
        List<Box> result = boxes;
        Size now = size;
        for (Transform step : steps) {
            result = step.boxes(result, now);
            now = step.size(now);
        }
        return result;
    }

    /** Draws every step; each has a random source of its own, so that adding a step leaves the draws before it alone. */
    @Override
    public Pipeline draw(Size size, Randomness randomness) {
        List<Transform> drawn = new ArrayList<>(steps.size());
        Size now = size;
        for (int i = 0; i < steps.size(); i++) {
            Transform step = steps.get(i).draw(now, randomness.split(i));
            now = step.size(now);
            drawn.add(step);
        }
        return new Pipeline(drawn);
    }

    @Override
    public Size size(Size input) {
        Size size = input;
        for (Transform step : steps) {
            size = step.size(size);
        }
        return size;
    }

    @Override
    public String name() {
        return "Pipeline";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none().with("steps", steps);
    }

    @Override
    public String toString() {
        return steps.stream().map(Transform::toString).collect(Collectors.joining(", ", "Pipeline[", "]"));
    }
}
