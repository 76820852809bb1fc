package io.ocelli.dense;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.ocelli.graph.Node;
import io.ocelli.model.Architecture;
import io.ocelli.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The maps of a backbone that a dense network is built over, from the finest on: each smaller than the one before. */
final class Levels {
    /** @param node the one whose result it is: 1 C H W */
    record Level(String node, Shape shape) {
        int channels() {
            return shape.at(1);
        }

        boolean sized(Shape other) {
            return shape.get(2) == other.get(2) && shape.get(3) == other.get(3);
        }
    }

    private Levels() {}

    /** Those of these stages or nodes by name, in any order. */
    static List<Level> named(Architecture architecture, List<String> names) {
        Map<String, Shape> shapes = shapes(architecture);
        List<Level> levels = new ArrayList<>();
        for (String name : names) {
            String node = architecture.stages().getOrDefault(name, name);
            Shape shape = shapes.get(node);
            if (shape == null) {
                throw new IllegalArgumentException("Maps are named by a stage or a node of " + architecture.name()
                        + ", whose stages are " + architecture.stages().keySet() + ", received '" + name + "'");
            }
            levels.add(new Level(node, shape));
        }
        levels.forEach(level -> requireMap(architecture, level));
        Collections.sort(levels, (a, b) -> Long.compare(b.shape.get(2), a.shape.get(2)));
        return checked(architecture, levels);
    }

    /** The last stage at each size below the pictures'. */
    static List<Level> stages(Architecture architecture) {
        Map<String, Shape> shapes = shapes(architecture);
        Shape input = architecture.input().shape();
        Map<Long, Level> bySize = new LinkedHashMap<>();
        for (String node : architecture.stages().values()) {
            Shape shape = Objects.requireNonNull(shapes.get(node));
            if (shape.rank() == 4 && shape.get(2) < input.get(2)) {
                bySize.put(shape.get(2), new Level(node, shape));
            }
        }
        return checked(architecture, new ArrayList<>(bySize.values()));
    }

    /** As {@link #stages}, and before them what the stem ends in at half the pictures' size, where they begin below it. */
    static List<Level> withStem(Architecture architecture) {
        List<Level> stages = stages(architecture);
        Shape input = architecture.input().shape();
        long half = (input.get(2) + 1) / 2;
        if (stages.get(0).shape.get(2) >= half) {
            return stages;
        }
        Map<String, Shape> shapes = shapes(architecture);
        Set<String> before = architecture.graph().ancestors(stages.get(0).node);
        Level stem = null;
        for (Node node : architecture.graph().nodes()) {
            Shape shape = Objects.requireNonNull(shapes.get(node.name()));
            if (before.contains(node.name()) && shape.rank() == 4 && shape.get(2) == half) {
                stem = new Level(node.name(), shape);
            }
        }
        return stem == null
                ? stages
                : ImmutableList.<Level>builder().add(stem).addAll(stages).build();
    }

    private static Map<String, Shape> shapes(Architecture architecture) {
        return architecture
                .graph()
                .shapes(ImmutableMap.of(Architecture.INPUT, architecture.input().shape()));
    }

    private static List<Level> checked(Architecture architecture, List<Level> levels) {
        for (int i = 1; i < levels.size(); i++) {
            if (levels.get(i).shape.get(2) >= levels.get(i - 1).shape.get(2)) {
                throw new IllegalArgumentException("Maps of a dense network become smaller one after another, and of "
                        + architecture.name() + " '" + levels.get(i - 1).node + "' is " + levels.get(i - 1).shape
                        + ", '" + levels.get(i).node + "' " + levels.get(i).shape + ". Name one of each size.");
            }
        }
        if (levels.size() < 2) {
            throw new IllegalArgumentException("A dense network is built over maps N C H W of two sizes or more, and "
                    + architecture.name() + " at " + architecture.input() + " has " + levels.size()
                    + ". Take a backbone that makes its maps smaller stage by stage, such as resnet18, or larger"
                    + " pictures.");
        }
        return ImmutableList.copyOf(levels);
    }

    private static void requireMap(Architecture architecture, Level level) {
        if (level.shape.rank() != 4) {
            throw new IllegalArgumentException("A dense network is built over maps N C H W, and '" + level.node
                    + "' of " + architecture.name() + " is " + level.shape);
        }
    }
}
