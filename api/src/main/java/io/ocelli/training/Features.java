package io.ocelli.training;

import com.google.common.collect.ImmutableList;
import io.ocelli.data.Batch;
import io.ocelli.data.BatchLoader;
import io.ocelli.data.Batches;
import io.ocelli.data.SkippedPicture;
import io.ocelli.engine.Runner;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a frozen backbone makes of pictures, computed once: in memory up to a quarter of what the JVM may take, in a temporary
 * file beyond.
 */
final class Features implements AutoCloseable {
    private final Shape each;
    private final int bytes;
    private final @Nullable ByteBuffer memory;
    private final @Nullable FileChannel file;
    private int[] labels;
    private List<SkippedPicture> skipped = ImmutableList.of();

    private Features(Shape each, int count) {
        this.each = each;
        this.bytes = Math.toIntExact(each.count() * DType.FLOAT32.bytes());
        this.labels = new int[count];
        long total = (long) bytes * count;
        boolean fits = total <= Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / 4);
        memory = fits ? ByteBuffer.allocateDirect((int) total) : null;
        file = fits ? null : temporary();
    }

    private static FileChannel temporary() {
        try {
            Path path = Files.createTempFile("ocelli", ".features");
            return FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException e) {
            throw new UncheckedIOException("The backbone's features go to a temporary file, and it cannot be made", e);
        }
    }

    /** The features of all pictures that a loader gives, in their order. */
    static Features compute(BatchLoader loader, Runner backbone, Shape each, IntConsumer progress, Training recipe) {
        Features features = new Features(each, loader.pictures().size());
        int done = 0;
        try (Batches batches = loader.epoch(0)) {
            while (batches.hasNext() && !recipe.stopped()) {
                Batch batch = batches.next();
                Tensor computed = backbone.run(ImmutableList.of(batch.pixels())).get(0);
                features.put(done, computed.bytes());
                int[] labels = batch.labels();
                System.arraycopy(labels, 0, features.labels, done, labels.length);
                done += labels.length;
                progress.accept(done);
            }
            features.skipped = batches.skipped();
        } catch (RuntimeException e) {
            features.close();
            throw e;
        }
        features.labels = Arrays.copyOf(features.labels, done);
        return features;
    }

    private void put(int at, ByteBuffer values) {
        try {
            if (file != null) {
                file.write(values, (long) at * bytes);
            } else if (memory != null) {
                ByteBuffer place = memory.duplicate();
                ((Buffer) place).position(at * bytes); // ByteBuffer has no position of its own on Android 26
                place.put(values);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The backbone's features cannot be written to the temporary file", e);
        }
    }

    int size() {
        return labels.length;
    }

    int label(int i) {
        return labels[i];
    }

    List<SkippedPicture> skipped() {
        return skipped;
    }

    /** The features of some pictures side by side. */
    Tensor rows(int... indexes) {
        Shape shape = each.with(0, each.get(0) * indexes.length);
        ByteBuffer rows = Tensor.allocate(DType.FLOAT32, shape);
        for (int i = 0; i < indexes.length; i++) {
            ByteBuffer place = rows.duplicate();
            ((Buffer) place).position(i * bytes);
            ((Buffer) place).limit((i + 1) * bytes);
            copy(indexes[i], place);
        }
        return Tensor.of(DType.FLOAT32, shape, rows);
    }

    private void copy(int from, ByteBuffer to) {
        try {
            if (file != null) {
                file.read(to, (long) from * bytes);
            } else if (memory != null) {
                ByteBuffer part = memory.duplicate();
                ((Buffer) part).position(from * bytes);
                ((Buffer) part).limit((from + 1) * bytes);
                to.put(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The backbone's features cannot be read from the temporary file", e);
        }
    }

    @Override
    public void close() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
