package io.ocelli.model;

import com.google.common.io.ByteStreams;
import io.ocelli.error.WeightsException;
import io.ocelli.weights.Weights;
import io.ocelli.weights.WeightsFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Weights inside a jar: {@code META-INF/ocelli/weights/FILE.safetensors}. */
final class ClassPathWeights implements WeightsSource {
    @Override
    public int order() {
        return 0;
    }

    @Override
    public @Nullable Weights find(PublishedWeights row) {
        String name = resource(row);
        try (InputStream stream = open(name)) {
            return stream == null ? null : WeightsFile.read(name, ByteBuffer.wrap(ByteStreams.toByteArray(stream)));
        } catch (IOException e) {
            throw new WeightsException("The weights " + name + " on the class path cannot be read: " + e, e);
        }
    }

    private static @Nullable InputStream open(String name) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        InputStream found = context == null ? null : context.getResourceAsStream(name);
        return found != null ? found : ClassPathWeights.class.getClassLoader().getResourceAsStream(name);
    }

    private static String resource(PublishedWeights row) {
        int dot = row.file().lastIndexOf('.');
        return "META-INF/ocelli/weights/" + (dot < 0 ? row.file() : row.file().substring(0, dot)) + ".safetensors";
    }

    @Override
    public String describe(PublishedWeights row) {
        return "on the class path, as " + resource(row);
    }
}
