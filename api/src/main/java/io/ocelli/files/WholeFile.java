package io.ocelli.files;

import com.google.common.base.Charsets;
import com.google.common.hash.Hashing;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes files that a reader, and who looks after a crash, finds as they were or as they are to be, never in between.
 *
 * <p>A file is written under another name beside its place, brought to the disk, and moved to its place in one step; where a
 * file system knows no such step, the old file is replaced, and only a crash at that moment leaves neither. A new file has the
 * permissions that files of the application have. A symbolic link is followed: its target is replaced, the link stays. What
 * is there and is no regular file (a device, a pipe) is written to as it is.
 *
 * <p>An interrupted thread writes to the end like any other. Stateless; any number of threads and processes may write, and the
 * last one's file stays.
 */
public final class WholeFile {
    private static final Logger LOG = LoggerFactory.getLogger(WholeFile.class);
    private static final int CHUNK = 1 << 18;

    private WholeFile() {}

    /** What fills a file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes one file.
     *
     * @throws IOException if it cannot be written; what was there before is then still there
     */
    public static void write(Path file, Content content) throws IOException {
        writeTogether(Collections.singletonMap(file, content));
    }

    /**
     * Writes files that belong together: all are whole before the first takes its place. They take their places in the map's
     * order, without those of another writer of the same files on this machine in between. A file that refers to others comes
     * last, and says by an id of theirs which ones it means: only a crash between two of the moves leaves one writer's files
     * beside another's, which a reader can tell by that id.
     *
     * @throws IOException if one cannot be written; where that is not while they take their places, all that was there before
     *     is still there
     */
    public static void writeTogether(Map<Path, Content> files) throws IOException {
        Map<Path, Path> places = new LinkedHashMap<>();
        try {
            for (Map.Entry<Path, Content> file : files.entrySet()) {
                Path place = place(file.getKey());
                if (Files.exists(place) && !Files.isRegularFile(place)) {
                    fill(Files.newOutputStream(place, StandardOpenOption.WRITE), file.getValue());
                } else {
                    Path temporary = place.resolveSibling("." + place.getFileName() + "." + UUID.randomUUID() + ".tmp");
                    places.put(temporary, place);
                    fill(temporary, file.getValue());
                }
            }
            if (places.size() == 1) {
                move(places);
            } else {
                moveTogether(places);
            }
        } finally {
            for (Path temporary : places.keySet()) {
                remove(temporary);
            }
        }
    }

    /**
     * Gives a finished file its name, in the place of what has it.
     *
     * @throws IOException if that fails; the file is then still there under its first name
     */
    public static void move(Path whole, Path place) throws IOException {
        try {
            Files.move(whole, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(whole, place, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Writes the remaining bytes of a buffer, whose position stays. */
    public static void write(OutputStream out, ByteBuffer bytes) throws IOException {
        ByteBuffer rest = bytes.duplicate();
        byte[] chunk = new byte[Math.min(CHUNK, rest.remaining())];
        // not by a channel over the stream, which an interrupt would close
        while (rest.hasRemaining()) {
            int count = Math.min(chunk.length, rest.remaining());
            rest.get(chunk, 0, count);
            out.write(chunk, 0, count);
        }
    }

    private static Path place(Path file) throws IOException {
        return Files.isSymbolicLink(file) && Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    }

    private static void fill(Path temporary, Content content) throws IOException {
        if (temporary.getFileSystem() != FileSystems.getDefault()) {
            fill(Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW), content);
            return;
        }
        // it says what is wrong with the folder, which a stream does not
        Files.createFile(temporary);
        try (FileOutputStream file = new FileOutputStream(temporary.toFile());
                OutputStream out = new BufferedOutputStream(file, CHUNK)) {
            content.writeTo(out);
            out.flush();
            file.getFD().sync();
        }
    }

    private static void fill(OutputStream file, Content content) throws IOException {
        try (OutputStream out = new BufferedOutputStream(file, CHUNK)) {
            content.writeTo(out);
        }
    }

    private static void moveTogether(Map<Path, Path> places) throws IOException {
        try (FileLocks.@Nullable Held lock = lock(places)) {
            move(places);
        }
    }

    private static void move(Map<Path, Path> places) throws IOException {
        for (Map.Entry<Path, Path> file : places.entrySet()) {
            move(file.getKey(), file.getValue());
        }
    }

    /** The lock for these places; it lies among the temporary files, so that nothing of it stays beside what is written. */
    private static FileLocks.@Nullable Held lock(Map<Path, Path> places) {
        StringBuilder names = new StringBuilder(System.getProperty("user.name", ""));
        places.values().forEach(place -> names.append('\n').append(canonical(place)));
        String name = "ocelli-" + Hashing.sha256().hashString(names, Charsets.UTF_8) + ".lock";
        try {
            return FileLocks.lockUninterruptibly(Paths.get(System.getProperty("java.io.tmpdir", "."), name));
        } catch (IOException | RuntimeException e) {
            LOG.debug("Files are moved to their places without a lock, for there can be none: {}", e.toString());
            return null;
        }
    }

    private static String canonical(Path place) {
        Path folder = place.getParent();
        try {
            return (folder == null ? place : folder.toRealPath().resolve(place.getFileName())).toString();
        } catch (IOException e) {
            return place.normalize().toString();
        }
    }

    private static void remove(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            LOG.debug("{} stays: {}", temporary, e.toString());
        }
    }
}
