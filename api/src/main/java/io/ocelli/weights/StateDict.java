package io.ocelli.weights;

import io.ocelli.tensor.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the state dict in what a PyTorch file holds. */
final class StateDict {
    /** Where training scripts put it in a checkpoint. */
    private static final List<String> PLACES = Collections.unmodifiableList(Arrays.asList(
            "state_dict",
            "model",
            "model_state_dict",
            "model_state",
            "net",
            "network",
            "params",
            "weights",
            "state_dict_ema",
            "model_ema"));

    /** One wrapper may be in the other, either way round. */
    private static final List<String> PREFIXES =
            Collections.unmodifiableList(Arrays.asList("_orig_mod.", "module.", "_orig_mod."));

    /** Expanded and transposed tensors are copied; more than a few times the file is an attack, not a network. */
    private static final long SPARE = 1 << 20;

    private StateDict() {}

    static Weights of(Object root, FileBytes file) {
        Map<?, ?> found = root instanceof Map && ((Map<?, ?>) root).isEmpty() ? (Map<?, ?>) root : find(root, 3);
        if (found == null) {
            throw file.refuse("holds no state dict: a mapping from names to tensors is looked for at the top and under "
                    + PLACES + "; save it with torch.save(model.state_dict(), path)");
        }
        long copied = 0;
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : found.entrySet()) {
            if (entry.getKey() instanceof String && entry.getValue() instanceof StridedTensor) {
                StridedTensor tensor = (StridedTensor) entry.getValue();
                copied += tensor.copied();
                if (copied > 4 * file.size() + SPARE) {
                    throw file.refuse("has " + file.size() + " bytes and describes tensors of many times as many, at "
                            + FileBytes.quote((String) entry.getKey())
                            + "; save them contiguous: {k: v.contiguous() for k, v in state_dict.items()}");
                }
                tensors.put((String) entry.getKey(), tensor.read(file));
            }
        }
        Weights weights = Weights.of(tensors);
        for (String prefix : PREFIXES) {
            weights = without(prefix, weights);
        }
        return weights;
    }

    private static @Nullable Map<?, ?> find(Object value, int depth) {
        if (!(value instanceof Map)) {
            return null;
        }
        Map<?, ?> map = (Map<?, ?>) value;
        boolean tensors = false;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (entry.getKey() instanceof String) {
                tensors |= entry.getValue() instanceof StridedTensor;
                if (depth > 0 && PLACES.contains(entry.getKey())) {
                    Map<?, ?> found = find(entry.getValue(), depth - 1);
                    if (found != null) {
                        return found;
                    }
                }
            }
        }
        return tensors ? map : null;
    }

    /** The same weights without a prefix that every name has. */
    private static Weights without(String prefix, Weights weights) {
        for (String name : weights.names()) {
            if (!name.startsWith(prefix) || name.length() == prefix.length()) {
                return weights;
            }
        }
        return weights.rename(name -> name.substring(prefix.length()));
    }
}
