package io.ocelli.compression;

import io.ocelli.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Axes that become others where a tensor gets another shape: neither are split further. Axes of extent 1 belong to none.
 *
 * @param from those before
 * @param to those after, of as many elements
 */
record ReshapeBlock(List<Integer> from, List<Integer> to) {

    static List<ReshapeBlock> of(Shape before, Shape after) {
        List<ReshapeBlock> blocks = new ArrayList<>();
        int i = next(before, 0);
        int j = next(after, 0);
        while (i < before.rank() && j < after.rank()) {
            ReshapeBlock block = new ReshapeBlock(new ArrayList<>(), new ArrayList<>());
            long left = 1;
            long right = 1;
            do {
                if (left <= right) {
                    left *= before.get(i);
                    block.from.add(i);
                    i = next(before, i + 1);
                } else {
                    right *= after.get(j);
                    block.to.add(j);
                    j = next(after, j + 1);
                }
            } while (left != right);
            blocks.add(block);
        }
        return blocks;
    }

    private static int next(Shape shape, int from) {
        int at = from;
        while (at < shape.rank() && shape.get(at) == 1) {
            at++;
        }
        return at;
    }
}
