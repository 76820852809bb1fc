package io.ocelli.engine;

import com.google.common.collect.ImmutableList;
import io.ocelli.error.EngineException;
import io.ocelli.services.Services;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The engines on the class path, found by {@link Services}. Looking them up loads no native library. Thread-safe. */
public final class Engines {
    private Engines() {}

    /** All engines on the class path, those that serve fastest first. */
    public static List<Engine> all() {
        return sorted(Capabilities::serving);
    }

    private static List<Engine> sorted(ToIntFunction<Capabilities> merit) {
        List<Engine> found = new ArrayList<>(Services.of(Engine.class));
        found.sort((a, b) -> merit.applyAsInt(b.capabilities()) - merit.applyAsInt(a.capabilities()));
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
        return choose("Inference", name, Capabilities::serving, engine -> null, ", or io.ocelli:ocelli-onnxruntime.");
    }

    /**
     * The engine that trains a step: the one of this name, or the best of those that can.
     *
     * @throws EngineException if there is none, saying what each refuses and the way out
     */
    public static Engine forTraining(@Nullable String name, TrainingProgram program) {
        return choose("Training", name, Capabilities::training, engine -> engine.refuses(program), ".");
    }

    private static Engine choose(
            String purpose,
            @Nullable String name,
            ToIntFunction<Capabilities> merit,
            Function<Engine, @Nullable String> refusal,
            String alternative) {
        StringBuilder reasons = new StringBuilder();
        for (Engine engine : name == null ? sorted(merit) : ImmutableList.of(named(name))) {
            String refused = refusal.apply(engine);
            String reason = refused != null ? refused : engine.missing();
            if (reason == null) {
                return engine;
            }
            reasons.append("\n").append(engine.name()).append(": ").append(reason);
        }
        throw new EngineException(purpose + " needs an engine on the class path"
                + (reasons.length() == 0 ? ", and there is none" : ", and none of these will do:" + reasons)
                + (name == null
                        ? "\nAdd the dependency io.ocelli:ocelli-pytorch and LibTorch for the platform" + alternative
                        : "\nName another engine, or leave the choice open."));
    }
}
