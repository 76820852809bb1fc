package io.ocelli.model;

import com.google.common.collect.ImmutableList;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Parameter;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How timm lays out the weights of an architecture: what it calls an entry of the state dict, the shape that it gives the same
 * numbers, and where it has several entries for one. One rule serves both directions, as an architecture's own names are
 * known.
 */
public final class TimmLayout {
    /** timm's names and shapes are the architecture's. */
    public static final TimmLayout SAME = of(name -> name);

    private final UnaryOperator<String> names;
    private final Function<Parameter, List<Part>> parts;
    private final @Nullable BatchNorm2d batchNorm;
    private final Predicate<InputSize> inputs;

    private TimmLayout(
            UnaryOperator<String> names,
            Function<Parameter, List<Part>> parts,
            @Nullable BatchNorm2d batchNorm,
            Predicate<InputSize> inputs) {
        this.names = names;
        this.parts = parts;
        this.batchNorm = batchNorm;
        this.inputs = inputs;
    }

    /**
     * An entry of timm's: so many numbers of one of the architecture's, in row-major order.
     *
     * @param name timm's
     * @param shape timm's
     * @param from the place of the first number
     */
    public record Part(String name, Shape shape, long from) {
        public Part {
            if (from < 0) {
                throw new IllegalArgumentException("A part begins at 0 or behind it, received " + from);
            }
        }

        /** The place behind the last number. */
        public long to() {
            return from + shape.count();
        }
    }

    /** timm's name for each of the architecture's, at the same shape. */
    public static TimmLayout of(UnaryOperator<String> names) {
        return new TimmLayout(
                names, own -> ImmutableList.of(new Part(names.apply(own.name()), own.shape(), 0)), null, input -> true);
    }

    /** The same names, at timm's shapes; a shape holds as many numbers as the parameter's own. */
    public TimmLayout shaped(Function<Parameter, Shape> shapes) {
        return new TimmLayout(
                names,
                own -> ImmutableList.of(new Part(names.apply(own.name()), shapes.apply(own), 0)),
                batchNorm,
                inputs);
    }

    /**
     * The same layout but for the entries that timm has in parts, in the order of their places. Numbers in none of them are
     * those that the network does not use: they are not written, and are read as 0.
     *
     * @param others the parts of an entry; none where this layout's rule stands
     */
    public TimmLayout divided(Function<Parameter, List<Part>> others) {
        return new TimmLayout(
                names,
                own -> {
                    List<Part> divided = others.apply(own);
                    return divided.isEmpty() ? parts(own) : divided;
                },
                batchNorm,
                inputs);
    }

    /**
     * The same layout of networks whose batch norms timm makes by the arguments {@code bn_eps} and {@code bn_momentum}; without
     * the second it has PyTorch's.
     *
     * @param eps timm's without the first
     */
    public TimmLayout withBatchNorms(double eps) {
        return new TimmLayout(names, parts, BatchNorm2d.of(1).eps(eps), inputs);
    }

    /** The same layout of networks that are alike only for some inputs, and for others compute something else in timm. */
    public TimmLayout within(Predicate<InputSize> inputs) {
        return new TimmLayout(names, parts, batchNorm, inputs);
    }

    /** Whether timm's network computes the same for such an input. */
    public boolean fits(InputSize input) {
        return inputs.test(input);
    }

    /** A batch norm as timm makes it unless told otherwise; null where it takes no arguments for it. */
    public @Nullable BatchNorm2d batchNorm() {
        return batchNorm;
    }

    /** timm's name of an entry or, without its last part, of a layer. */
    public String name(String own) {
        return names.apply(own);
    }

    /** timm's entries for one of the architecture's: mostly one of as many numbers. */
    public List<Part> parts(Parameter own) {
        return parts.apply(own);
    }

    /** A network's weights as timm has them; those that are none of the graph's parameters stay. */
    public Weights write(Weights weights, Graph graph) {
        Map<String, Tensor> rest = new LinkedHashMap<>(weights.toMap());
        Map<String, Tensor> written = new LinkedHashMap<>();
        for (Parameter parameter : graph.parameters()) {
            Tensor tensor = rest.remove(parameter.name());
            if (tensor != null) {
                List<Part> entries = parts(parameter);
                for (Part part : entries) {
                    written.put(part.name(), entries.size() == 1 ? tensor.reshape(part.shape()) : cut(tensor, part));
                }
            }
        }
        written.putAll(rest);
        return Weights.of(written);
    }

    private static Tensor cut(Tensor whole, Part part) {
        int size = whole.type().bytes();
        ByteBuffer bytes = whole.bytes();
        ((Buffer) bytes).limit((int) (part.to() * size)).position((int) (part.from() * size));
        return Tensor.of(whole.type(), part.shape(), bytes.slice());
    }

    /** timm's weights as the graph has them; what has another name, or another order of its extents, stays as it is. */
    public Weights read(Weights weights, Graph graph) {
        Map<String, Tensor> rest = new LinkedHashMap<>(weights.toMap());
        Map<String, Tensor> read = new LinkedHashMap<>();
        for (Parameter parameter : graph.parameters()) {
            List<Part> entries = parts(parameter);
            Tensor whole = whole(parameter, entries, rest);
            if (whole != null) {
                entries.forEach(part -> rest.remove(part.name()));
                read.put(parameter.name(), whole);
            }
        }
        rest.forEach(read::putIfAbsent);
        return Weights.of(read);
    }

    private static @Nullable Tensor whole(Parameter parameter, List<Part> entries, Map<String, Tensor> weights) {
        Tensor first = weights.get(entries.get(0).name());
        if (first == null) {
            return null;
        }
        Shape shape = parameter.shape();
        if (entries.size() == 1) {
            return isFold(first.shape(), shape) ? first.reshape(shape) : first;
        }
        List<Tensor> tensors = new ArrayList<>();
        long held = 0;
        for (Part part : entries) {
            Tensor tensor = weights.get(part.name());
            if (tensor == null
                    || tensor.type() != first.type()
                    || tensor.shape().count() != part.shape().count()
                    || part.to() > shape.count()) {
                return null;
            }
            tensors.add(tensor);
            held += part.shape().count();
        }
        // a graph from a file is not to make a tensor of any size that the file claims
        return held < shape.count() / 2 ? null : joined(shape, entries, tensors);
    }

    /**
     * Whether two shapes are the same numbers in the same order for the same outputs: equal, or with extents of one part split
     * or left out in the other ([4096, 25088] and [4096, 512, 7, 7]). As many numbers in another order ([3, 3, 3, 32] for [32,
     * 3, 3, 3], [1280, 2] for [2, 1280]) are another layout, and no network.
     */
    private static boolean isFold(Shape one, Shape other) {
        if (one.equals(other)) {
            return true;
        }
        return one.rank() > 0
                && other.rank() > 0
                && one.get(0) == other.get(0)
                && (splits(one, other) || splits(other, one));
    }

    /** Whether each extent of the coarse shape is a product of extents of the fine one, one after another. */
    private static boolean splits(Shape coarse, Shape fine) {
        int at = 0;
        for (int d = 0; d < coarse.rank(); d++) {
            long product = 1;
            while (product < coarse.get(d) && at < fine.rank()) {
                product *= fine.get(at++);
            }
            if (product != coarse.get(d)) {
                return false;
            }
        }
        while (at < fine.rank() && fine.get(at) == 1) {
            at++;
        }
        return at == fine.rank();
    }

    private static Tensor joined(Shape shape, List<Part> entries, List<Tensor> tensors) {
        ByteBuffer bytes = Tensor.allocate(tensors.get(0).type(), shape);
        for (int i = 0; i < entries.size(); i++) {
            Tensor tensor = tensors.get(i);
            ((Buffer) bytes)
                    .position((int) (entries.get(i).from() * tensor.type().bytes()));
            bytes.put(tensor.bytes());
        }
        ((Buffer) bytes).rewind();
        return Tensor.of(tensors.get(0).type(), shape, bytes);
    }
}
