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
            part(memory, row, values.remaining() / bytes).put(values.duplicate());
        }
    }

    /** Memory for so many rows. */
    ByteBuffer room(int rows) {
        return Tensor.allocate(type, each.with(0, each.get(0) * rows));
    }

    /** Some rows side by side, in memory that {@link #room} gave for as many or more: they hold until it is used again. */
    Tensor rows(ByteBuffer room, int... indexes) {
        byte[] copy = new byte[file == null ? 0 : bytes + Sealed.MORE];
        for (int i = 0; i < indexes.length; i++) {
            ByteBuffer place = part(room, i, 1);
            if (file != null) {
                read(file, indexes[i], copy);
                place.put(sealed.open(copy));
            } else if (memory != null) {
                place.put(part(memory, indexes[i], 1));
            }
        }
        return Tensor.of(type, each.with(0, each.get(0) * indexes.length), part(room, 0, indexes.length));
    }

    private ByteBuffer part(ByteBuffer rows, int from, int count) {
        ByteBuffer part = rows.duplicate();
        // ByteBuffer has no position and limit of its own on Android 26
        ((Buffer) part).position(from * bytes);
        ((Buffer) part).limit((from + count) * bytes);
        return part;
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
