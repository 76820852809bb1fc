package io.ocelli.engine;

import com.google.common.collect.ImmutableList;
import io.ocelli.error.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The engines on the class path, found by {@link ServiceLoader}. Looking them up loads no native library. Thread-safe. */
public final class Engines {
    private Engines() {}

    /** All engines on the class path, those that serve fastest first. */
    public static List<Engine> all() {
        List<Engine> found = new ArrayList<>();
        for (Engine engine : ServiceLoader.load(Engine.class, Engine.class.getClassLoader())) {
            found.add(engine);
        }
        found.sort((a, b) -> b.capabilities().speed() - a.capabilities().speed());
        return ImmutableList.copyOf(found);
    }

    /**
     * The engine of this name.
     *
     * @throws EngineException if there is none on the class path
     */
    public static Engine named(String name) {
        List<String> there = new ArrayList<>();
        for (Engine engine : all()) {
            if (engine.name().equals(name)) {
                return engine;
            }
            there.add(engine.name());
        }
        throw new EngineException("The engine '" + name + "' is not on the class path; there are " + there
                + ". Add the dependency io.ocelli:ocelli-" + name + ".");
    }

    /**
     * The engine that serves: the one of this name, or the fastest that can run here.
     *
     * @throws EngineException if there is none, saying what to add
     */
    public static Engine forInference(@Nullable String name) {
        return choose(name, false);
    }

    /**
     * The engine that trains: the one of this name, or the fastest of those that train.
     *
     * @throws EngineException if there is none, saying what to add
     */
    public static Engine forTraining(@Nullable String name) {
        return choose(name, true);
    }

    private static Engine choose(@Nullable String name, boolean trains) {
        List<Engine> candidates = name == null ? all() : ImmutableList.of(named(name));
        StringBuilder reasons = new StringBuilder();
        for (Engine engine : candidates) {
            String missing = engine.missing();
            if (trains && !engine.capabilities().trains()) {
                reasons.append("\n").append(engine.name()).append(": it does not train");
            } else if (missing != null) {
                reasons.append("\n").append(engine.name()).append(": ").append(missing);
            } else {
                return engine;
            }
        }
        throw new EngineException((trains ? "Training" : "Inference") + " needs an engine on the class path"
                + (reasons.length() == 0 ? ", and there is none" : ", and none of these will do:" + reasons)
                + "\nAdd the dependency io.ocelli:ocelli-pytorch and LibTorch for the platform"
                + (trains ? "." : ", or io.ocelli:ocelli-onnxruntime."));
    }
}
