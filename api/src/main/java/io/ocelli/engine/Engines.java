package io.ocelli.engine;

import io.ocelli.error.EngineException;
import io.ocelli.services.Services;
import java.util.ArrayList;
import java.util.List;

/**
 * The engines on the class path, found by {@link Services}. Looking them up loads no native library;
 * {@link Placement} chooses among them. Thread-safe.
 */
public final class Engines {
    private Engines() {}

    /** All engines on the class path, those that serve fastest first. */
    public static List<Engine> all() {
        return Placement.sorted(Engine::servingRank);
    }

    static List<Engine> found() {
        return Services.of(Engine.class);
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
}
