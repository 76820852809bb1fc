package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.Collections;
import java.util.List;

/**
 * What a node computes. An operation is a value: its attributes say everything but the numbers it learns, which are inputs
 * of it, {@link Weight}s, and live in {@link io.ocelli.weights.Weights}.
 *
 * <p>Every engine emits every operation; the contract suite walks the permitted classes and fails where one is missing.
 * Shapes are those of a batch of one: an engine multiplies the leading extent of an activation by the batch size.
 */
public sealed interface Operation
        permits Activation,
                AdaptiveAvgPool2d,
                Add,
                AddProduct,
                AddQuotient,
                Attention,
                AvgPool2d,
                BatchNorm2d,
                ChannelShuffle,
                Clamp,
                Compare,
                Concat,
                Conv2d,
                ConvTranspose2d,
                Count,
                Dequantize,
                Divide,
                Dropout,
                Expand,
                Eye,
                FakeQuantize,
                Fixed,
                Flatten,
                Gather,
                Input,
                L2Normalize,
                LayerNorm,
                Lerp,
                Linear,
                LogSoftmax,
                MatMul,
                MaxPool2d,
                Maximum,
                Minimum,
                Multiply,
                Normalize,
                OneHot,
                Pad,
                Permute,
                Percentile,
                Pixels,
                Power,
                Reduce,
                Reshape,
                ReshapeLike,
                Resize,
                ReverseGradient,
                Roll,
                Samples,
                Scale,
                Slice,
                Softmax,
                StochasticDepth,
                StopGradient,
                Subtract,
                SumTo,
                Unsqueeze,
                Weight,
                Where {

    /**
     * The shape of the result.
     *
     * @throws IllegalArgumentException if the operation does not take such inputs; the graph adds the node's name
     */
    Shape infer(List<Shape> inputs);

    /** The attributes, from which {@link Operations#read} makes an equal operation again. */
    Attributes attributes();

    /**
     * What the operation learns or keeps, in the order of PyTorch's state dict; names are the last part of the full name. It
     * takes these as its last inputs, behind one input of its own: {@link Graph.Builder#add} makes a {@link Weight} of each
     * where they are not given.
     */
    default List<Parameter> parameters() {
        return Collections.emptyList();
    }
}
