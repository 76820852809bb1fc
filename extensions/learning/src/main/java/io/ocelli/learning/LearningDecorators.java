package io.ocelli.learning;

import io.ocelli.image.Parameters;
import io.ocelli.serving.Decorator;
import io.ocelli.serving.DecoratorProvider;
import org.jspecify.annotations.Nullable;

/** Reads the decorators of this package. */
public final class LearningDecorators implements DecoratorProvider {
    /** For {@link java.util.ServiceLoader}. */
    public LearningDecorators() {}

    @Override
    public @Nullable Decorator read(String name, Parameters parameters) {
        return name.equals(Columns.NAME) ? Columns.read(parameters) : null;
    }
}
