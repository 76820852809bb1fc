package io.ocelli.opentelemetry;

import io.ocelli.data.ImageSource;
import io.ocelli.image.Image;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A picture that is read within a context. */
record TracedSource(ImageSource source, Context context) implements ImageSource {
    @Override
    public Image read() {
        try (Scope scope = context.makeCurrent()) {
            return source.read();
        }
    }

    @Override
    public Image readWhole() {
        try (Scope scope = context.makeCurrent()) {
            return source.readWhole();
        }
    }

    @Override
    public @Nullable Path file() {
        return source.file();
    }
}
