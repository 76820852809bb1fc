package io.ocelli.onnxruntime;

import ai.onnx.proto.OnnxMl.TensorProto;
import io.ocelli.graph.Count;
import io.ocelli.graph.Expand;
import io.ocelli.graph.Eye;
import io.ocelli.graph.OneHot;
import io.ocelli.graph.ReshapeLike;
import io.ocelli.graph.SumTo;
import io.ocelli.graph.Unsqueeze;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/** What takes the shape of another value, or makes numbers of it; extents are read when it runs, as a batch's are open. */
final class ShapeEmitters {
    private ShapeEmitters() {}

    static void register(Emitters.Table table) {
        table.put(Count.class, ShapeEmitters::count)
                .put(
                        Expand.class,
                        (expand, at) ->
                                at.call("Expand").with(at.input(), shape(at, 1)).result())
                .put(Eye.class, ShapeEmitters::eye)
                .put(OneHot.class, ShapeEmitters::oneHot)
                .put(ReshapeLike.class, (reshape, at) -> shaped(at, at.input(), shape(at, 1)))
                .put(SumTo.class, ShapeEmitters::sumTo)
                .put(
                        Unsqueeze.class,
                        (unsqueeze, at) -> at.call("Unsqueeze")
                                .with(at.input(), at.integers("axes", unsqueeze.dimension()))
                                .result());
    }

    private static String shape(Emission at, int input) {
        return at.call("Shape").with(at.input(input)).result();
    }

    private static String shaped(Emission at, String value, String shape) {
        return at.call("Reshape").with(value, shape).integer("allowzero", 1).result();
    }

    private static String floats(Emission at, String value) {
        return at.call("Cast")
                .with(value)
                .integer("to", TensorProto.DataType.FLOAT_VALUE)
                .result();
    }

    /** An int64 scalar. */
    private static String extent(Emission at, int dimension) {
        return at.call("Gather")
                .with(shape(at, 0), at.constant("dimension", Tensor.of(Shape.of(), (long) dimension)))
                .result();
    }

    private static String count(Count count, Emission at) {
        List<Integer> axes = count.axes(at.inputShape().rank());
        if (axes.size() == at.inputShape().rank()) {
            return floats(at, at.call("Size").with(at.input()).result());
        }
        String product = extent(at, axes.get(0));
        for (int axis : axes.subList(1, axes.size())) {
            product = at.call("Mul").with(product, extent(at, axis)).result();
        }
        return floats(at, product);
    }

    private static String eye(Eye eye, Emission at) {
        String row = at.call("Range")
                .with(
                        at.constant("zero", Tensor.of(Shape.of(), 0L)),
                        extent(at, eye.dimension()),
                        at.constant("one", Tensor.of(Shape.of(), 1L)))
                .result();
        String column = at.call("Unsqueeze").with(row, at.integers("axes", 1)).result();
        return floats(at, at.call("Equal").with(row, column).result());
    }

    private static String oneHot(OneHot oneHot, Emission at) {
        return at.call("OneHot")
                .with(
                        at.input(),
                        at.constant("classes", Tensor.of(Shape.of(), (long) oneHot.classes())),
                        at.constant("values", Tensor.of(Shape.of(2), 0f, 1f)))
                .integer("axis", -1)
                .result();
    }

    /** Sums where the extents differ, once those that the target lacks are counted as 1. */
    /** Along what the target has not, or has once, whatever the batch: which axes these are is known before it runs. */
    private static String sumTo(SumTo sum, Emission at) {
        Shape whole = at.inputShape();
        Shape target = at.inputShape(1);
        int missing = whole.rank() - target.rank();
        long[] axes = IntStream.range(0, whole.rank())
                .filter(i -> i < missing || whole.at(i) != target.at(i - missing))
                .asLongStream()
                .toArray();
        if (axes.length == 0) {
            return at.input();
        }
        boolean keep = axes.length > missing;
        String reduced = at.call("ReduceSum")
                .with(at.input(), at.integers("axes", axes))
                .integer("keepdims", keep ? 1 : 0)
                .result();
        return keep && missing > 0 ? shaped(at, reduced, shape(at, 1)) : reduced;
    }
}
