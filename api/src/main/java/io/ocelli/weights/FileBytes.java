package io.ocelli.weights;

import io.ocelli.error.WeightsException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a weights file, mapped or already in memory. Regions stay readable after it is closed. The file is not
 * to be changed while regions of it are in use.
 */
final class FileBytes implements Closeable {
    /** A buffer reaches 2^31 - 1 bytes, so a larger file is mapped in windows, one beginning at each multiple of this. */
    private static final long STEP = 1L << 30;

    private final String name;
    private final long size;
    private final @Nullable FileChannel channel;
    private final Map<Long, ByteBuffer> windows = new HashMap<>();

    private FileBytes(String name, long size, @Nullable FileChannel channel) {
        this.name = name;
        this.size = size;
        this.channel = channel;
    }

    static FileBytes open(Path path) {
        if (Files.isDirectory(path)) {
            throw new WeightsException(
                    path + " is a folder; weights are read from a file: name the .safetensors, .pth or .pt file in it");
        }
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            try {
                return new FileBytes(path.toString(), channel.size(), channel);
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (NoSuchFileException e) {
            throw new WeightsException(
                    path + " does not exist; weights are read from a file, looked for at " + path.toAbsolutePath(), e);
        } catch (IOException e) {
            throw unreadable(path.toString(), e);
        }
    }

    static FileBytes of(String name, ByteBuffer bytes) {
        FileBytes file = new FileBytes(name, bytes.remaining(), null);
        ByteBuffer whole = bytes.asReadOnlyBuffer();
        file.windows.put(0L, part(whole, whole.position(), whole.remaining()));
        return file;
    }

    long size() {
        return size;
    }

    /**
     * The bytes from {@code offset}, little-endian, not copied.
     *
     * @throws WeightsException if the file does not have them all or a buffer cannot hold so many
     */
    ByteBuffer region(long offset, long length) {
        if (offset < 0 || length < 0 || offset > size - length) {
            throw refuse("ends too early: " + length + " bytes from byte " + offset + " are needed and it has " + size
                    + "; it is truncated, fetch or save it again");
        }
        if (length > Integer.MAX_VALUE) {
            throw refuse("has a part of " + length + " bytes; one tensor has at most 2^31 - 1 bytes, split it");
        }
        if (length == 0) {
            return ByteBuffer.allocate(0).order(ByteOrder.LITTLE_ENDIAN);
        }
        if (channel == null) {
            return part(Objects.requireNonNull(windows.get(0L)), (int) offset, (int) length);
        }
        long start = offset / STEP * STEP;
        if (offset - start + length > Integer.MAX_VALUE) {
            return map(channel, offset, length);
        }
        ByteBuffer window = windows.get(start);
        if (window == null) {
            window = map(channel, start, Math.min(size - start, Integer.MAX_VALUE));
            windows.put(start, window);
        }
        return part(window, (int) (offset - start), (int) length);
    }

    /** The exception that this file is refused with; {@code why} follows the file's name. */
    WeightsException refuse(String why) {
        return new WeightsException(name + " " + why);
    }

    WeightsException refuse(String why, Throwable cause) {
        return new WeightsException(name + " " + why, cause);
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    /** A little-endian view of some of a buffer's bytes, counted from its beginning. */
    static ByteBuffer part(ByteBuffer buffer, int offset, int length) {
        ByteBuffer view = buffer.duplicate();
        Buffer bounds = view; // Android 26 has position and limit on Buffer alone
        bounds.limit(offset + length);
        bounds.position(offset);
        return view.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Sets a buffer's position; Android 26 has that on Buffer alone. */
    static void seek(Buffer buffer, int position) {
        buffer.position(position);
    }

    /** A name from a file as messages show it: printable and short, whatever the file says. */
    static String quote(String name) {
        StringBuilder shown = new StringBuilder("'");
        for (int i = 0; i < Math.min(name.length(), 100); i++) {
            char c = name.charAt(i);
            shown.append(Character.isISOControl(c) ? '?' : c);
        }
        return shown.append(name.length() > 100 ? "...'" : "'").toString();
    }

    private ByteBuffer map(FileChannel channel, long offset, long length) {
        try {
            return channel.map(FileChannel.MapMode.READ_ONLY, offset, length).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private static WeightsException unreadable(String name, IOException e) {
        return new WeightsException(name + " cannot be read: " + e + "; weights are read from a readable file", e);
    }
}
