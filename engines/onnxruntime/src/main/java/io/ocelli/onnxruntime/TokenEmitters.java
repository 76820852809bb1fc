package io.ocelli.onnxruntime;

import io.ocelli.graph.Attention;
import io.ocelli.graph.ChannelShuffle;
import io.ocelli.graph.Gather;
import io.ocelli.graph.L2Normalize;
import io.ocelli.graph.LayerNorm;
import io.ocelli.graph.Permute;
import io.ocelli.graph.Reshape;
import io.ocelli.graph.Weight;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.Arrays;

/** What transformers are made of: attention, norms over the last dimension, and rearrangements. */
final class TokenEmitters {
    private TokenEmitters() {}

    static void register(Emitters.Table table) {
        table.put(Attention.class, TokenEmitters::attention)
                .put(LayerNorm.class, TokenEmitters::layerNorm)
                .put(L2Normalize.class, TokenEmitters::l2Normalize)
                .put(
                        Reshape.class,
                        (reshape, at) -> reshape(at, at.input(), at.shape().toArray()))
                .put(
                        Permute.class,
                        (permute, at) -> transpose(
                                at,
                                at.input(),
                                permute.order().stream().mapToInt(i -> i).toArray()))
                .put(ChannelShuffle.class, TokenEmitters::channelShuffle)
                .put(
                        Gather.class,
                        (gather, at) ->
                                at.call("Gather").with(at.input(0), at.input(1)).result())
                .put(Weight.class, (weight, at) -> at.entry(weight));
    }

    private static String attention(Attention attention, Emission at) {
        int rank = at.inputShape().rank();
        int[] order = new int[rank];
        Arrays.setAll(order, i -> i);
        order[rank - 2] = rank - 1;
        order[rank - 1] = rank - 2;
        String keys = transpose(at, at.input(1), order);
        String products = at.call("MatMul").with(at.input(0), keys).result();
        if (attention.scale() != 1) {
            products = at.call("Mul")
                    .with(products, at.number("scale", attention.scale()))
                    .result();
        }
        if (at.inputs() == 4) {
            products = at.call("Add").with(products, at.input(3)).result();
        }
        String shares = at.call("Softmax").with(products).integer("axis", -1).result();
        return at.call("MatMul").with(shares, at.input(2)).result();
    }

    private static String layerNorm(LayerNorm norm, Emission at) {
        String weight;
        String bias;
        if (norm.affine()) {
            weight = at.input(1);
            bias = at.input(2);
        } else {
            float[] ones = new float[norm.features()];
            Arrays.fill(ones, 1);
            weight = at.constant("ones", Tensor.of(Shape.of(norm.features()), ones));
            bias = at.constant("zeros", Tensor.of(Shape.of(norm.features()), new float[norm.features()]));
        }
        return at.call("LayerNormalization")
                .with(at.input(), weight, bias)
                .integer("axis", -1)
                .number("epsilon", norm.eps())
                .result();
    }

    private static String l2Normalize(L2Normalize normalize, Emission at) {
        String length = at.call("ReduceL2")
                .with(at.input(), at.integers("axes", -1))
                .integer("keepdims", 1)
                .result();
        String least =
                at.call("Max").with(length, at.number("eps", normalize.eps())).result();
        return at.call("Div").with(at.input(), least).result();
    }

    private static String channelShuffle(ChannelShuffle shuffle, Emission at) {
        long[] extents = at.shape().toArray();
        long each = extents[1] / shuffle.groups();
        String groups = reshape(at, at.input(), 0, shuffle.groups(), each, extents[2], extents[3]);
        return reshape(at, transpose(at, groups, 0, 2, 1, 3, 4), extents);
    }

    private static String transpose(Emission at, String value, int... order) {
        return at.call("Transpose").with(value).integers("perm", order).result();
    }

    /** The leading extent is left open, as it may be a multiple of the batch size. */
    private static String reshape(Emission at, String value, long... extents) {
        long[] open = extents.clone();
        if (open.length > 0) {
            open[0] = -1;
        }
        return at.call("Reshape").with(value, at.integers("shape", open)).result();
    }
}
