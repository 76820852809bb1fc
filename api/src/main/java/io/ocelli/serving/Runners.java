package io.ocelli.serving;

import io.ocelli.engine.Preset;
import io.ocelli.engine.Runner;
import io.ocelli.tensor.Tensor;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A program's runners: the one that its user chose, and, where the engine knows the difference, another for throughput that
 * lists and streams open at their first use. Thread-safe.
 *
 * @param <R> what runs it
 */
final class Runners<R extends Runner> implements AutoCloseable {
    private final Function<Preset, R> opening;
    private final R first;
    private final boolean enough;
    private @Nullable R many;
    private boolean closed;

    Runners(Preset preset, boolean presets, Function<Preset, R> opening) {
        this.opening = opening;
        this.enough = !presets || preset != Preset.LATENCY;
        this.first = opening.apply(preset);
    }

    R first() {
        return first;
    }

    List<Tensor> run(List<Tensor> inputs) {
        return first.run(inputs);
    }

    List<Tensor> runAmongMany(List<Tensor> inputs) {
        return enough ? first.run(inputs) : many().run(inputs);
    }

    private synchronized R many() {
        if (closed) {
            throw new IllegalStateException(Serving.CLOSED);
        }
        if (many == null) {
            many = opening.apply(Preset.THROUGHPUT);
        }
        return many;
    }

    @Override
    public void close() {
        R other;
        synchronized (this) {
            closed = true;
            other = many;
        }
        closeAll(first, other);
    }

    /** Closes both, also where closing the first fails. */
    static void closeAll(@Nullable Runner first, @Nullable Runner second) {
        try {
            if (first != null) {
                first.close();
            }
        } finally {
            if (second != null) {
                second.close();
            }
        }
    }
}
