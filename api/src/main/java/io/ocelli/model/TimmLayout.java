package io.ocelli.model;

import io.ocelli.graph.Graph;
import io.ocelli.graph.Parameter;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * How timm lays out the weights of an architecture: what it calls an entry of the state dict, and the shape that it gives the
 * same numbers. One rule serves both directions, as an architecture's own names are known.
 */
public final class TimmLayout {
    /** timm's names and shapes are the architecture's. */
    public static final TimmLayout SAME = new TimmLayout(name -> name, Parameter::shape);

    private final UnaryOperator<String> names;
    private final Function<Parameter, Shape> shapes;

    private TimmLayout(UnaryOperator<String> names, Function<Parameter, Shape> shapes) {
        this.names = names;
        this.shapes = shapes;
    }

    /** timm's name for each of the architecture's, at the same shape. */
    public static TimmLayout of(UnaryOperator<String> names) {
        return new TimmLayout(names, Parameter::shape);
    }

    /** The same names, at timm's shapes; a shape holds as many numbers as the parameter's own. */
    public TimmLayout shaped(Function<Parameter, Shape> shapes) {
        return new TimmLayout(names, shapes);
    }

    /** timm's name of an entry or, without its last part, of a layer. */
    public String name(String own) {
        return names.apply(own);
    }

    /** timm's shape of an entry. */
    public Shape shape(Parameter own) {
        return shapes.apply(own);
    }

    /** A network's weights as timm has them; those that are none of the graph's parameters stay. */
    public Weights write(Weights weights, Graph graph) {
        Map<String, Tensor> rest = new LinkedHashMap<>(weights.toMap());
        Map<String, Tensor> written = new LinkedHashMap<>();
        for (Parameter parameter : graph.parameters()) {
            Tensor tensor = rest.remove(parameter.name());
            if (tensor != null) {
                written.put(name(parameter.name()), tensor.reshape(shape(parameter)));
            }
        }
        written.putAll(rest);
        return Weights.of(written);
    }

    /** timm's weights as the graph has them; what has another name or number of elements stays as it is. */
    public Weights read(Weights weights, Graph graph) {
        Map<String, Tensor> rest = new LinkedHashMap<>(weights.toMap());
        Map<String, Tensor> read = new LinkedHashMap<>();
        for (Parameter parameter : graph.parameters()) {
            Tensor tensor = rest.remove(name(parameter.name()));
            if (tensor != null) {
                boolean same = tensor.shape().count() == parameter.shape().count();
                read.put(parameter.name(), same ? tensor.reshape(parameter.shape()) : tensor);
            }
        }
        rest.forEach(read::putIfAbsent);
        return Weights.of(read);
    }
}
