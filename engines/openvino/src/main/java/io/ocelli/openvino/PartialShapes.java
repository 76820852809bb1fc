package io.ocelli.openvino;

import com.sun.jna.Memory;
import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * Shapes as OpenVINO's {@code ov_partial_shape_t[]}: of each twice its rank and where its extents lie, which are the least and the
 * most that each may be. All is in one block, so that it goes together.
 */
final class PartialShapes {
    private static final long SHAPE = 3L * Long.BYTES;
    private static final long EXTENT = 2L * Long.BYTES;
    private static final long OPEN = -1;

    private PartialShapes() {}

    /** At least one shape; the leading extents stay open where {@code anyBatch}. */
    static Memory of(List<Shape> shapes, boolean anyBatch) {
        long bytes = 0;
        for (Shape shape : shapes) {
            bytes += SHAPE + shape.rank() * EXTENT;
        }
        Memory block = new Memory(bytes);
        long extents = shapes.size() * SHAPE;
        for (int i = 0; i < shapes.size(); i++) {
            Shape shape = shapes.get(i);
            block.setLong(i * SHAPE, shape.rank());
            block.setLong(i * SHAPE + Long.BYTES, shape.rank());
            block.setPointer(i * SHAPE + EXTENT, shape.rank() == 0 ? null : block.share(extents));
            for (int d = 0; d < shape.rank(); d++) {
                long extent = d == 0 && anyBatch ? OPEN : shape.get(d);
                block.setLong(extents, extent);
                block.setLong(extents + Long.BYTES, extent);
                extents += EXTENT;
            }
        }
        return block;
    }
}
