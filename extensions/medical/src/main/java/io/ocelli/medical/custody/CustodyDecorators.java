package io.ocelli.medical.custody;

import io.ocelli.image.Parameters;
import io.ocelli.serving.Decorator;
import io.ocelli.serving.DecoratorProvider;
import org.jspecify.annotations.Nullable;

/** Reads the decorators of this package. */
public final class CustodyDecorators implements DecoratorProvider {
    /** For {@link java.util.ServiceLoader}. */
    public CustodyDecorators() {}

    @Override
    public @Nullable Decorator read(String name, Parameters parameters) {
        return name.equals(Audited.NAME) ? Audited.read(parameters) : null;
    }
}
