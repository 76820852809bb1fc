package io.ocelli.graph;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import com.google.common.primitives.Longs;
import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * Many elements to one, along some dimensions.
 *
 * @param axes the dimensions, counted from the end where negative; empty for all
 * @param keep whether they stay, with extent 1
 */
public record Reduce(Kind kind, List<Integer> axes, boolean keep) implements Operation {
    /** What becomes of the elements. */
    public enum Kind {
        SUM,
        MEAN,
        /** The largest; equal ones share its gradient. */
        MAX,
        /** The smallest; equal ones share its gradient. */
        MIN,
        PRODUCT,
        /** The logarithm of the sum of their exponentials. */
        LOG_SUM_EXP
    }

    public Reduce {
        axes = ImmutableList.copyOf(axes);
    }

    /** A reduction along these dimensions, which go; along all where there are none. */
    public static Reduce of(Kind kind, int... axes) {
        return new Reduce(kind, Ints.asList(axes), false);
    }

    static Reduce read(Attributes a) {
        return new Reduce(Kind.valueOf(a.text("kind")), a.integers("axes"), a.flag("keep"));
    }

    /**
     * The dimensions for an input of so many, each from 0 and in order.
     *
     * @throws IllegalArgumentException if there is no such dimension, or one is named twice
     */
    public List<Integer> axes(int rank) {
        boolean[] reduced = new boolean[rank];
        for (int axis : axes) {
            int at = axis < 0 ? axis + rank : axis;
            if (at < 0 || at >= rank || reduced[at]) {
                throw new IllegalArgumentException(
                        "Axes are different dimensions of the input, which has " + rank + ", received " + axes);
            }
            reduced[at] = true;
        }
        ImmutableList.Builder<Integer> all = ImmutableList.builder();
        for (int i = 0; i < rank; i++) {
            if (reduced[i] || axes.isEmpty()) {
                all.add(i);
            }
        }
        return all.build();
    }

    @Override
    public Shape infer(List<Shape> inputs) {
        Shape input = Shapes.only(inputs);
        List<Integer> reduced = axes(input.rank());
        ImmutableList.Builder<Long> extents = ImmutableList.builder();
        for (int i = 0; i < input.rank(); i++) {
            if (!reduced.contains(i)) {
                extents.add(input.get(i));
            } else if (keep) {
                extents.add(1L);
            }
        }
        return Shape.of(Longs.toArray(extents.build()));
    }

    @Override
    public Attributes attributes() {
        return Attributes.of("kind", kind.name(), "axes", axes, "keep", keep);
    }
}
