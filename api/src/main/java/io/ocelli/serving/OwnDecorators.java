package io.ocelli.serving;

import com.google.common.primitives.Floats;
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
            case Parity.NAME:
                return new Parity(Floats.asList(parameters.floats("logits")), parameters.number("tolerance"));
            case Tta.NAME:
                return Tta.read(parameters);
            default:
                return null;
        }
    }
}
