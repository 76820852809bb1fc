package io.ocelli.weights;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.ocelli.error.WeightsException;
import io.ocelli.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Named tensors in a fixed order: a state dict. Immutable. */
public final class Weights {
    private static final Weights EMPTY = new Weights(Collections.emptyMap());

    private final Map<String, Tensor> tensors;

    private Weights(Map<String, Tensor> tensors) {
        this.tensors = tensors;
    }

    /** No tensors. */
    public static Weights empty() {
        return EMPTY;
    }

    /** These tensors, in the map's order. */
    public static Weights of(Map<String, Tensor> tensors) {
        return new Weights(Collections.unmodifiableMap(new LinkedHashMap<>(tensors)));
    }

    /** The tensor of this name, or null. */
    public @Nullable Tensor find(String name) {
        return tensors.get(name);
    }

    /**
     * The tensor of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Tensor get(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("No tensor is named '" + name + "'; there are " + tensors.keySet());
        }
        return tensor;
    }

    public boolean contains(String name) {
        return tensors.containsKey(name);
    }

    public Set<String> names() {
        return tensors.keySet();
    }

    public int size() {
        return tensors.size();
    }

    /** An unmodifiable view in order. */
    public Map<String, Tensor> toMap() {
        return tensors;
    }

    /**
     * What tells these tensors from all others: SHA-256 over the names in their natural order, each with its tensor's type, shape
     * and values; 64 hexadecimal digits. Whatever file they come from, the same tensors have the same.
     */
    public String digest() {
        Hasher hasher = Hashing.sha256().newHasher();
        new TreeMap<>(tensors).forEach((name, tensor) -> {
            String head = name + ' ' + tensor.type() + ' ' + tensor.shape() + '\n';
            hasher.putString(head, StandardCharsets.UTF_8).putBytes(tensor.bytes());
        });
        return hasher.hash().toString();
    }

    /** The same tensors under other names, in the same order. */
    public Weights rename(UnaryOperator<String> renaming) {
        Map<String, Tensor> renamed = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            if (renamed.put(renaming.apply(name), tensor) != null) {
                throw new IllegalArgumentException("Two tensors would be named '" + renaming.apply(name) + "'");
            }
        });
        return new Weights(Collections.unmodifiableMap(renamed));
    }

    /** These tensors with those of {@code others} added or put in place of the ones of the same name. */
    public Weights with(Weights others) {
        Map<String, Tensor> merged = new LinkedHashMap<>(tensors);
        merged.putAll(others.tensors);
        return new Weights(Collections.unmodifiableMap(merged));
    }

    /**
     * These weights, if all their numbers are finite.
     *
     * @param subject what to call them in the message: those of a file, those that are to be saved
     * @param wayOut what to do
     * @throws WeightsException naming the first tensor that holds NaN or an infinity, and its place: a network with one answers
     *     nothing
     */
    public Weights requireFinite(String subject, String wayOut) {
        tensors.forEach((name, tensor) -> {
            if (!tensor.isFinite()) {
                float[] values = tensor.toFloats();
                int at = 0;
                while (at < values.length - 1 && Math.abs(values[at]) <= Float.MAX_VALUE) {
                    at++;
                }
                throw new WeightsException("The weights of a network are finite, and " + subject + " hold " + values[at]
                        + " in " + name + " " + tensor.shape() + " at " + at + ". " + wayOut);
            }
        });
        return this;
    }

    @Override
    public String toString() {
        return "Weights of " + tensors.size() + " tensors";
    }
}
