package io.ocelli.serving;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a decorator decides about a picture: the classes that it leaves. One class is an answer, several are a set that holds
 * the true one with the confidence that was asked for, none is a refusal to answer.
 *
 * @param by the decorator's name
 * @param labels the classes that are left, in the order of the decorator's choice
 * @param reason why, for people ({@code confidence 0.62 is below 0.9})
 * @param score the number that decided, such as that confidence; null where none did
 */
public record Decision(
        String by,
        List<String> labels,
        String reason,
        @Nullable Double score) {
    /** A decision that no single number made. */
    public Decision(String by, List<String> labels, String reason) {
        this(by, labels, reason, null);
    }

    public Decision {
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(reason, "reason");
        labels = ImmutableList.copyOf(labels);
    }

    /** Whether no class is left. */
    public boolean isRefusal() {
        return labels.isEmpty();
    }

    @Override
    public String toString() {
        return by + ": " + (isRefusal() ? "refused" : labels.toString()) + " (" + reason + ")";
    }
}
