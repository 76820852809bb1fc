package io.ocelli.serving;

import io.ocelli.image.Parameters;
import org.jspecify.annotations.Nullable;

/** Reads the decorators of this package. */
public final class OwnDecorators implements DecoratorProvider {
    /** For {@link java.util.ServiceLoader}. */
    public OwnDecorators() {}

    @Override
    public @Nullable Decorator read(String name, Parameters parameters) {
        switch (name) {
            case Temperature.NAME:
                return new Temperature(parameters.number("temperature"));
            case Tta.NAME:
                return Tta.read(parameters);
            default:
                return null;
        }
    }
}
