package io.ocelli.serving;

import io.ocelli.image.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Decorators of a module or an application, found by {@link java.util.ServiceLoader}: what was saved around a classifier is
 * read by them. Safe for any number of threads.
 */
public interface DecoratorProvider {
    /**
     * The decorator that was saved under a name; null if it is none of these.
     *
     * @throws io.ocelli.error.OcelliException if a parameter is missing or of another kind
     * @throws IllegalArgumentException if a parameter is out of range
     */
    @Nullable
    Decorator read(String name, Parameters parameters);
}
