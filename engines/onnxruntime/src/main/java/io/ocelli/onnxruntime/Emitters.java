package io.ocelli.onnxruntime;

import com.google.common.collect.ImmutableMap;
import io.ocelli.graph.Operation;
import io.ocelli.graph.Operations;
import java.util.Map;

/** The one table from operation to emitter. */
final class Emitters {
    private static final Map<Class<? extends Operation>, Emitter<Operation>> TABLE;

    static {
        Table table = new Table();
        ArithmeticEmitters.register(table);
        DecoderEmitters.register(table);
        ElementEmitters.register(table);
        FunctionEmitters.register(table);
        WindowEmitters.register(table);
        LayerEmitters.register(table);
        QuantizationEmitters.register(table);
        ShapeEmitters.register(table);
        TokenEmitters.register(table);
        TABLE = table.rows.build();
    }

    private Emitters() {}

    /** Where each file of emitters puts its rows. */
    static final class Table {
        private final ImmutableMap.Builder<Class<? extends Operation>, Emitter<Operation>> rows =
                ImmutableMap.builder();

        <O extends Operation> Table put(Class<O> type, Emitter<O> emitter) {
            rows.put(type, (operation, at) -> emitter.emit(type.cast(operation), at));
            return this;
        }
    }

    static boolean knows(Class<?> operation) {
        return TABLE.containsKey(operation);
    }

    static String emit(Operation operation, Emission at) {
        Emitter<Operation> emitter = TABLE.get(operation.getClass());
        if (emitter == null) {
            throw new IllegalArgumentException("ONNX Runtime's engine does not know " + Operations.name(operation)
                    + "; open the program on another engine");
        }
        return emitter.emit(operation, at);
    }
}
