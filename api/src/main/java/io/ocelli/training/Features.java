package io.ocelli.training;

import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Rows of numbers: in memory up to a quarter of what the JVM may take, in a temporary file beyond.
 *
 * <p>The file is encrypted, each row by itself, with a key that is in memory only: what a picture's features give away of it is
 * not on the disk, even where the file outlives the JVM.
 *
 * <p>It is no channel, which an interruption of the thread would close.
 */
final class Features implements AutoCloseable {
    private final DType type;
    private final Shape each;
    private final int bytes;
    private final @Nullable ByteBuffer memory;
    private final @Nullable RandomAccessFile file;
    private final @Nullable File path;
    private final Sealed sealed = new Sealed();

    private Features(
            DType type, Shape each, @Nullable ByteBuffer memory, @Nullable RandomAccessFile file, @Nullable File path) {
        this.type = type;
        this.each = each;
        this.bytes = Math.toIntExact(each.count() * type.bytes());
        this.memory = memory;
        this.file = file;
        this.path = path;
    }

    /** Room for so many rows, each of this shape with a leading 1. */
    static Features of(DType type, Shape each, int count) {
        long total = each.count() * type.bytes() * count;
        return total <= Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / 4)
                ? new Features(type, each, ByteBuffer.allocateDirect((int) total), null, null)
                : onDisk(type, each);
    }

    static Features onDisk(DType type, Shape each) {
        try {
            File path = File.createTempFile("ocelli", ".features");
            RandomAccessFile file = new RandomAccessFile(path, "rw");
            // Where the system lets go of a file in use, nothing is left behind however the JVM ends.
            return new Features(type, each, null, file, path.delete() ? null : path);
        } catch (IOException e) {
            throw new UncheckedIOException("The backbone's features go to a temporary file, and it cannot be made", e);
        }
    }

    /** Writes rows from one on. */
    void put(int row, ByteBuffer values) {
        if (file != null) {
            byte[] copy = new byte[values.remaining()];
            values.duplicate().get(copy);
            try {
                for (int i = 0; i * bytes < copy.length; i++) {
                    file.seek(place(row + i));
                    file.write(sealed.seal(copy, i * bytes, bytes));
                }
            } catch (IOException e) {
                throw new UncheckedIOException("The backbone's features cannot be written to the temporary file", e);
            }
        } else if (memory != null) {
            ByteBuffer place = memory.duplicate();
            ((Buffer) place).position(row * bytes); // ByteBuffer has no position of its own on Android 26
            place.put(values.duplicate());
        }
    }

    /** Some rows side by side. */
    Tensor rows(int... indexes) {
        Shape shape = each.with(0, each.get(0) * indexes.length);
        ByteBuffer rows = Tensor.allocate(type, shape);
        byte[] copy = new byte[file == null ? 0 : bytes + Sealed.MORE];
        for (int i = 0; i < indexes.length; i++) {
            ByteBuffer place = rows.duplicate();
            ((Buffer) place).position(i * bytes);
            ((Buffer) place).limit((i + 1) * bytes);
            if (file != null) {
                read(file, indexes[i], copy);
                place.put(sealed.open(copy));
            } else if (memory != null) {
                ByteBuffer part = memory.duplicate();
                ((Buffer) part).position(indexes[i] * bytes);
                ((Buffer) part).limit((indexes[i] + 1) * bytes);
                place.put(part);
            }
        }
        return Tensor.of(type, shape, rows);
    }

    private long place(int row) {
        return (long) row * (bytes + Sealed.MORE);
    }

    private void read(RandomAccessFile from, int row, byte[] into) {
        try {
            from.seek(place(row));
            from.readFully(into);
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
            throw new UncheckedIOException("The temporary file of the backbone's features cannot be closed", e);
        } finally {
            if (path != null && !path.delete()) {
                path.deleteOnExit();
            }
        }
    }
}
