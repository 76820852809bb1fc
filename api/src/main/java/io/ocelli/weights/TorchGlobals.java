package io.ocelli.weights;

import io.ocelli.error.WeightsException;
import io.ocelli.tensor.DType;
import io.ocelli.weights.Unpickler.Token;
import io.ocelli.weights.Unpickler.Tuple;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names that a pickle may use, all of them, and what they make: tensors over storages, and containers. */
final class TorchGlobals {
    private enum Callable {
        MAPPING,
        SIZE,
        LIST,
        IGNORED,
        TENSOR,
        TYPED_TENSOR,
        PARAMETER
    }

    /** A class of storages; without a type the elements are bytes. */
    private record StorageClass(@Nullable DType type) {}

    /** What stands where something harmless was that weights have no use for. */
    private enum Ignored {
        VALUE
    }

    private static final Map<String, Object> NAMES = names();

    /** Memorised arguments make many things of few bytes, so what is made is bounded by itself. */
    private static final int MOST_TENSORS = 1 << 17;

    private static final int MOST_PAIRS = 1 << 20;

    private final FileBytes file;
    private final Map<String, Storage> storages = new LinkedHashMap<>();
    private int tensors;
    private long pairs;

    TorchGlobals(FileBytes file) {
        this.file = file;
    }

    private static Map<String, Object> names() {
        Map<String, Object> names = new HashMap<>();
        names.put("collections.OrderedDict", Callable.MAPPING);
        names.put("torch.Size", Callable.SIZE);
        names.put("torch.device", Callable.IGNORED);
        names.put("_codecs.encode", Callable.IGNORED); // bytes, as protocol 2 writes them
        names.put("__builtin__.set", Callable.LIST);
        names.put("builtins.set", Callable.LIST);
        names.put("torch._utils._rebuild_tensor", Callable.TENSOR);
        names.put("torch._utils._rebuild_tensor_v2", Callable.TENSOR);
        names.put("torch._utils._rebuild_tensor_v3", Callable.TYPED_TENSOR);
        names.put("torch._utils._rebuild_parameter", Callable.PARAMETER);
        names.put("torch._utils._rebuild_parameter_with_state", Callable.PARAMETER);
        names.put("torch.storage.UntypedStorage", new StorageClass(null));
        names.put("torch.UntypedStorage", new StorageClass(null));
        type(names, DType.FLOAT32, "Float", "float32");
        type(names, DType.FLOAT64, "Double", "float64");
        type(names, DType.FLOAT16, "Half", "float16");
        type(names, DType.BFLOAT16, "BFloat16", "bfloat16");
        type(names, DType.INT64, "Long", "int64");
        type(names, DType.INT32, "Int", "int32");
        type(names, DType.INT16, "Short", "int16");
        type(names, DType.INT8, "Char", "int8");
        type(names, DType.UINT8, "Byte", "uint8");
        type(names, DType.BOOL, "Bool", "bool");
        return Collections.unmodifiableMap(names);
    }

    private static void type(Map<String, Object> names, DType type, String storage, String name) {
        names.put("torch." + storage + "Storage", new StorageClass(type));
        names.put("torch.cuda." + storage + "Storage", new StorageClass(type));
        names.put("torch." + name, type);
    }

    /** The storages that were named, by key, in order. */
    Map<String, Storage> storages() {
        return storages;
    }

    /** What a global's name means; any that is not listed above is refused. */
    Object find(String module, String name) {
        Object global = NAMES.get(module + "." + name);
        if (global == null
                && module.equals("torch")
                && name.matches("[A-Za-z0-9]+Storage|(u?int|float|complex|q)[0-9]\\w*")) {
            throw file.refuse("has tensors of " + plain(module) + "." + plain(name) + "; float32, float64, float16, "
                    + "bfloat16, int64, int32, int16, int8, uint8 and bool are read: convert them first");
        }
        if (global == null) {
            throw file.refuse("names " + plain(module) + "." + plain(name) + ": only tensors and containers are read, "
                    + "nothing is executed; save the state dict alone, torch.save(model.state_dict(), path), or as "
                    + "safetensors");
        }
        return global;
    }

    /** Sets an object's state, which for what is read here is never more than notes such as a state dict's versions. */
    void build(Object object) {
        if (!(object instanceof Map || object instanceof StridedTensor || object == Ignored.VALUE)) {
            throw malformed("sets the state of what has none");
        }
    }

    Object call(Object global, Object arguments) {
        if (!(global instanceof Callable && arguments instanceof Tuple)) {
            throw malformed("calls what cannot be called");
        }
        Object[] items = ((Tuple) arguments).items();
        switch ((Callable) global) {
            case MAPPING:
                return mapping(items);
            case SIZE:
                return argument(items, 0, Tuple.class);
            case LIST:
                return argument(items, 0, List.class);
            case IGNORED:
                return Ignored.VALUE;
            case PARAMETER:
                return argument(items, 0, StridedTensor.class);
            case TENSOR:
                Storage storage = argument(items, 0, Storage.class);
                return tensor(items, storage, storage.type() == null ? DType.UINT8 : storage.type());
            case TYPED_TENSOR:
                return tensor(items, argument(items, 0, Storage.class), argument(items, 6, DType.class));
        }
        throw new AssertionError(global);
    }

    /** The storage that a persistent id means: {@code ('storage', class, key, device, count[, view])}. */
    Storage storage(Object id) {
        if (!(id instanceof Tuple)) {
            throw malformed("has a persistent id that is no tuple");
        }
        Object[] items = ((Tuple) id).items();
        if (!"storage".equals(argument(items, 0, String.class))) {
            throw malformed("has a persistent id that is no storage's");
        }
        DType type = argument(items, 1, StorageClass.class).type();
        String key = String.valueOf(
                items.length > 2 && items[2] instanceof Long ? items[2] : argument(items, 2, String.class));
        long count = argument(items, 4, Long.class);
        if (items.length > 5 && items[5] != Token.NONE) {
            throw malformed(
                    "has a view of a storage, as PyTorch before 0.4 wrote them; save it again with a newer one");
        }
        if (count < 0 || count > file.size() / (type == null ? 1 : type.bytes())) {
            throw file.refuse("claims a storage " + FileBytes.quote(key) + " of " + count + " elements and has "
                    + file.size() + " bytes in all; it is truncated or damaged, fetch or save it again");
        }
        Storage known = storages.get(key);
        if (known == null) {
            known = new Storage(key, type, count);
            storages.put(key, known);
        } else if (known.type() != type || known.count() != count) {
            throw malformed("describes the storage " + FileBytes.quote(key) + " in two ways");
        }
        return known;
    }

    private StridedTensor tensor(Object[] items, Storage storage, DType type) {
        if (++tensors > MOST_TENSORS) {
            throw malformed("has more than " + MOST_TENSORS + " tensors");
        }
        return StridedTensor.of(
                storage,
                type,
                argument(items, 1, Long.class),
                integers(argument(items, 2, Tuple.class)),
                integers(argument(items, 3, Tuple.class)),
                file);
    }

    private Map<Object, Object> mapping(Object[] items) {
        Map<Object, Object> mapping = new LinkedHashMap<>();
        if (items.length > 0) { // Python 2 gives the pairs here
            List<?> list = argument(items, 0, List.class);
            pairs += list.size();
            if (pairs > MOST_PAIRS) {
                throw malformed("has more than " + MOST_PAIRS + " pairs in its mappings");
            }
            for (Object pair : list) {
                if (!(pair instanceof List
                        && ((List<?>) pair).size() == 2
                        && ((List<?>) pair).get(0) instanceof String)) {
                    throw malformed("has an ordered mapping of something else than pairs");
                }
                mapping.put(((List<?>) pair).get(0), ((List<?>) pair).get(1));
            }
        }
        return mapping;
    }

    private long[] integers(Tuple tuple) {
        Object[] items = tuple.items();
        if (items.length > StridedTensor.MOST_DIMENSIONS) {
            throw malformed("has a tensor of " + items.length + " dimensions, where there are at most "
                    + StridedTensor.MOST_DIMENSIONS);
        }
        long[] values = new long[items.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = argument(items, i, Long.class);
        }
        return values;
    }

    private <T> T argument(Object[] items, int i, Class<T> type) {
        if (i < items.length && type.isInstance(items[i])) {
            return type.cast(items[i]);
        }
        throw malformed("lacks a " + type.getSimpleName() + " where a tensor or container needs one");
    }

    private WeightsException malformed(String what) {
        return file.refuse(
                what + "; its pickle is damaged: fetch the file again, or save it again with torch.save or as "
                        + "safetensors");
    }

    private static String plain(String name) {
        String quoted = FileBytes.quote(name);
        return quoted.substring(1, quoted.length() - 1);
    }
}
