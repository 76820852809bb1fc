package io.ocelli.samples.server;

import io.javalin.http.HttpStatus;
import io.ocelli.Classifier;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All that a server serves, by name. */
final class ServedModels implements AutoCloseable {
    private final Map<String, ServedModel> byName = new LinkedHashMap<>();
    private final ServedModel first;

    /** Opens all of them. */
    ServedModels(Map<String, Supplier<Classifier>> openings) {
        boolean opened = false;
        try {
            openings.forEach((name, opening) -> byName.put(name, new ServedModel(name, opening)));
            opened = true;
        } finally {
            if (!opened) {
                close();
            }
        }
        first = byName.values().iterator().next();
    }

    /** The one that is asked where none is named. */
    ServedModel first() {
        return first;
    }

    Collection<ServedModel> all() {
        return byName.values();
    }

    /**
     * One by its name; the first where that is null.
     *
     * @throws Refusal if there is none
     */
    ServedModel named(@Nullable String name) {
        ServedModel found = name == null ? first : byName.get(name);
        if (found == null) {
            throw new Refusal(HttpStatus.NOT_FOUND, "There is no model '" + name + "'; there are " + byName.keySet());
        }
        return found;
    }

    @Override
    public void close() {
        byName.values().forEach(ServedModel::close);
    }
}
