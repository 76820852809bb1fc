package io.ocelli.medical.custody;

import com.google.gson.JsonObject;
import io.ocelli.files.FileLocks;
import io.ocelli.files.WholeFile;
import io.ocelli.medical.custody.AuditLines.Position;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/**
 * A file to which lines are only added, each of which holds the SHA-256 of the one before: JSON objects whose fields
 * {@code number} and {@code previous} come first and whose {@code hash}, of all before it, comes last. Beside it the file
 * {@code NAME.head} says how many lines there are and the last one's hash, so that lines cut off the end are missed, too.
 *
 * <p>A line that is changed or removed is found by {@link #verify}, unless whoever did it wrote all later lines and the head
 * anew: nobody can who is permitted to add only, and to notice it in any case, the last hash is to be written down elsewhere
 * now and then.
 *
 * <p>Immutable; any number of threads and processes may add lines, one after the other.
 */
public final class AuditLog {
    private final Path file;

    private AuditLog(Path file) {
        this.file = file;
    }

    /** The log in a file, which is made when the first line is added. */
    public static AuditLog of(Path file) {
        return new AuditLog(file);
    }

    /** How many lines a log has, and the SHA-256 of the last. */
    public record Head(long lines, String hash) {}

    /**
     * Reads the whole log.
     *
     * @throws CustodyException if there is none, or a line was changed, removed, added or cut: it says which
     */
    public Head verify() {
        byte[] bytes = bytes();
        Position end = AuditLines.read(file, bytes, Position.START);
        Position head = head();
        if (bytes.length < head.bytes()) {
            throw new CustodyException(file + " is refused after line " + end.lines() + ": it had " + head.lines()
                    + " lines, and the last " + (head.lines() - end.lines()) + " were removed");
        }
        byte[] known = Arrays.copyOf(bytes, (int) head.bytes());
        if (!AuditLines.read(file, known, Position.START).equals(head)) {
            throw new CustodyException(file + " is refused at line " + head.lines()
                    + ": it is not the one that was written," + " as " + headFile() + " says");
        }
        return new Head(end.lines(), end.hash());
    }

    /** Adds lines of these fields, and returns once they are on the disk. */
    void add(List<JsonObject> entries) {
        try (FileLocks.Held lock = FileLocks.lock(file.resolveSibling(file.getFileName() + ".lock"), () -> {});
                FileChannel log = FileChannel.open(
                        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            Position end = end(log);
            StringBuilder lines = new StringBuilder();
            long number = end.lines();
            String previous = end.hash();
            for (JsonObject entry : entries) {
                number++;
                String line = AuditLines.line(number, previous, entry);
                previous = AuditLines.hash(line);
                lines.append(line).append('\n');
            }
            ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
            log.truncate(end.bytes()).position(end.bytes());
            long size = end.bytes() + bytes.remaining();
            while (bytes.hasRemaining()) {
                log.write(bytes);
            }
            log.force(true);
            String head = number + " " + previous + " " + size + "\n";
            WholeFile.write(headFile(), out -> out.write(head.getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            throw new CustodyException(
                    "The audit log " + file + " cannot be written, so that nothing is answered: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CustodyException(
                    "Nothing is answered: this thread was interrupted before it could write to " + file, e);
        }
    }

    /** Where the next line begins: behind the last whole one, as a crash may leave a part of one, whose answer nobody got. */
    private Position end(FileChannel log) throws IOException {
        Position known = log.size() == 0 && !Files.exists(headFile()) ? Position.START : head();
        if (log.size() < known.bytes()) {
            throw new CustodyException(file + " is refused: it had " + known.bytes() + " bytes and has " + log.size()
                    + "; lines were removed. Begin another log, and keep this one for who looks into it");
        }
        ByteBuffer rest = ByteBuffer.allocate(Math.toIntExact(log.size() - known.bytes()));
        log.position(known.bytes());
        while (rest.hasRemaining() && log.read(rest) >= 0) {
            continue;
        }
        int whole = rest.position();
        while (whole > 0 && rest.get(whole - 1) != '\n') {
            whole--;
        }
        byte[] lines = new byte[whole];
        rest.flip();
        rest.get(lines);
        return AuditLines.read(file, lines, known);
    }

    private Path headFile() {
        return file.resolveSibling(file.getFileName() + ".head");
    }

    private Position head() {
        String[] words;
        try {
            words = Files.readString(headFile()).trim().split(" ", -1);
        } catch (NoSuchFileException e) {
            throw new CustodyException(
                    file + " is refused: the file " + headFile() + " that says how many lines it has is"
                            + " not there; bring it, too",
                    e);
        } catch (IOException e) {
            throw new CustodyException("The head of the audit log, " + headFile() + ", cannot be read: " + e, e);
        }
        if (words.length != 3 || !words[0].matches("[0-9]{1,18}") || !words[2].matches("[0-9]{1,18}")) {
            throw new CustodyException(headFile() + " is refused: it is not the head of an audit log, or was changed");
        }
        return new Position(Long.parseLong(words[0]), words[1], Long.parseLong(words[2]));
    }

    private byte[] bytes() {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new CustodyException("The audit log " + file + " cannot be read: " + e, e);
        }
    }
}
