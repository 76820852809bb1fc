package io.ocelli.graph;

import io.ocelli.graph.Differentiation.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The one table from operation to derivative. An operation that it lacks passes no gradient here, and says so. */
final class Derivatives {
    private static final Map<Class<? extends Operation>, Row<?>> TABLE = new Table()
            .with(ElementDerivatives::register)
            .with(ShapeDerivatives::register)
            .with(LayerDerivatives::register)
            .rows;

    private Derivatives() {}

    private record Row<O extends Operation>(
            Class<O> type, Derivative<O> derivative, Function<Place, @Nullable String> refusal) {
        List<@Nullable Value> of(Operation operation, Place at, List<Value> x, Value y, Value gradient) {
            return derivative.of(type.cast(operation), at, x, y, gradient);
        }
    }

    /** Where each file of derivatives puts its rows. */
    static final class Table {
        private final Map<Class<? extends Operation>, Row<?>> rows = new HashMap<>();

        Table with(java.util.function.Consumer<Table> rows) {
            rows.accept(this);
            return this;
        }

        <O extends Operation> Table put(Class<O> type, Derivative<O> derivative) {
            return put(type, derivative, at -> null);
        }

        /** A derivative that holds for some of the operation's attributes and places, and what is said of others. */
        <O extends Operation> Table put(
                Class<O> type, Derivative<O> derivative, Function<Place, @Nullable String> refusal) {
            rows.put(type, new Row<>(type, derivative, refusal));
            return this;
        }
    }

    /** Whether gradients go back through an operation at all. */
    static boolean passes(Operation operation) {
        return !(operation instanceof StopGradient
                || operation instanceof Compare
                || operation instanceof OneHot
                || operation instanceof Eye
                || operation instanceof Count);
    }

    /** Operations with a derivative: a list that tests pin. */
    static List<String> names() {
        List<String> names = new ArrayList<>();
        TABLE.keySet().forEach(type -> names.add(type.getSimpleName()));
        Collections.sort(names);
        return names;
    }

    static @Nullable String refuses(Place at) {
        Row<?> row = TABLE.get(at.node().operation().getClass());
        return row == null ? "has none" : row.refusal().apply(at);
    }

    static List<@Nullable Value> of(Place at, Graph.Builder builder, Value gradient) {
        Operation operation = at.node().operation();
        Row<?> row = TABLE.get(operation.getClass());
        if (row == null) {
            throw new IllegalArgumentException("No derivative of " + operation);
        }
        List<Value> x = new ArrayList<>();
        for (String input : at.node().inputs()) {
            x.add(Value.of(builder, input));
        }
        return row.of(operation, at, x, Value.of(builder, at.node().name()), gradient);
    }

    /** A gradient for the only input, or the first of several. */
    static List<@Nullable Value> first(Value gradient) {
        return Collections.singletonList(gradient);
    }

    static List<@Nullable Value> each(@Nullable Value... gradients) {
        return Arrays.asList(gradients);
    }
}
