package io.ocelli.pytorch;

import io.ocelli.graph.Graph;
import io.ocelli.graph.Node;
import io.ocelli.graph.Slice;
import io.ocelli.tensor.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Slices that leave nothing of a value and share nothing, such as those into queries, keys and values. Taken in one, their
 * gradients are put behind one another, where each slice alone fills the whole with zeros and is added to the others.
 *
 * @param of the node that is cut
 * @param dimension in which, 1 or more
 * @param sizes of the parts
 */
record Partition(String of, int dimension, List<Long> sizes) {
    /** One of the parts. */
    record Place(Partition partition, int index) {}

    /** The slices of a graph that are parts, by their names. */
    static Map<String, Place> of(Graph graph, Map<String, Shape> shapes) {
        Map<String, List<Node>> cuts = new HashMap<>();
        for (Node node : graph.nodes()) {
            if (node.operation() instanceof Slice && ((Slice) node.operation()).step() == 1) {
                Shape whole = shape(shapes, node.inputs().get(0));
                cuts.computeIfAbsent(node.inputs().get(0) + " " + dimension(node, whole), any -> new ArrayList<>())
                        .add(node);
            }
        }
        Map<String, Place> places = new HashMap<>();
        for (List<Node> slices : cuts.values()) {
            String of = slices.get(0).inputs().get(0);
            Shape whole = shape(shapes, of);
            int dimension = dimension(slices.get(0), whole);
            slices.sort(Comparator.comparingInt(Partition::start));
            List<Long> sizes = new ArrayList<>();
            long end = 0;
            boolean next = dimension > 0 && slices.size() > 1;
            for (Node slice : slices) {
                next &= start(slice) == end;
                sizes.add(shape(shapes, slice.name()).get(dimension));
                end += sizes.get(sizes.size() - 1);
            }
            if (next && end == whole.get(dimension)) {
                Partition partition = new Partition(of, dimension, sizes);
                for (int i = 0; i < slices.size(); i++) {
                    places.put(slices.get(i).name(), new Place(partition, i));
                }
            }
        }
        return places;
    }

    private static int start(Node slice) {
        return ((Slice) slice.operation()).start();
    }

    private static int dimension(Node slice, Shape whole) {
        int dimension = ((Slice) slice.operation()).dimension();
        return dimension < 0 ? dimension + whole.rank() : dimension;
    }

    private static Shape shape(Map<String, Shape> shapes, String node) {
        return Objects.requireNonNull(shapes.get(node), node);
    }
}
