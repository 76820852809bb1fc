package io.ocelli.medical;

import io.ocelli.image.Parameters;
import io.ocelli.serving.Decorator;
import io.ocelli.serving.DecoratorProvider;
import org.jspecify.annotations.Nullable;

/** Reads the decorators of this package. */
public final class MedicalDecorators implements DecoratorProvider {
    /** For {@link java.util.ServiceLoader}. */
    public MedicalDecorators() {}

    @Override
    public @Nullable Decorator read(String name, Parameters parameters) {
        return name.equals(OperatingPoint.NAME) ? OperatingPoint.read(parameters) : null;
    }
}
