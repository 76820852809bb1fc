package io.ocelli.engine;

import com.google.common.collect.ImmutableList;
import io.ocelli.tensor.DType;
import java.util.List;

/**
 * An input or an output of a model in a file.
 *
 * @param name what the file calls it
 * @param type the elements' type
 * @param extents the extents, outermost first; {@link #ANY} where the file leaves one open
 */
public record Port(String name, DType type, List<Long> extents) {
    /** An extent that is only known when the model runs, as the batch size. */
    public static final long ANY = -1;

    public Port {
        extents = ImmutableList.copyOf(extents);
    }

    /** The name, the type and the extents, for messages: {@code input FLOAT32[?, 3, 224, 224]}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name).append(' ').append(type).append('[');
        for (int i = 0; i < extents.size(); i++) {
            text.append(i == 0 ? "" : ", ")
                    .append(extents.get(i) == ANY ? "?" : extents.get(i).toString());
        }
        return text.append(']').toString();
    }
}
