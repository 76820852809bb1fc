package io.ocelli.micrometer;

import io.ocelli.data.ImageSource;
import io.ocelli.image.Image;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A picture of several, whose decoding is measured. */
record MeasuredSource(ImageSource source, ClassifierMetrics metrics) implements ImageSource {
    @Override
    public Image read() {
        return measured(source::read);
    }

    @Override
    public Image readWhole() {
        return measured(source::readWhole);
    }

    private Image measured(Supplier<Image> reading) {
        long start = System.nanoTime();
        Image image = reading.get();
        metrics.decoded(System.nanoTime() - start);
        return image;
    }

    @Override
    public @Nullable Path file() {
        return source.file();
    }
}
