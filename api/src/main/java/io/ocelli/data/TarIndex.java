package io.ocelli.data;

import io.ocelli.error.ImageException;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the files in a tar archive lie: POSIX ustar with pax headers, and GNU's long names. Headers are read, what they are of is
 * passed over.
 */
final class TarIndex {
    private static final int BLOCK = 512;
    private static final int LONGEST_NAME = 1 << 20;

    private final Path archive;
    private final RandomAccessFile file;
    private final long length;
    private final List<Entry> entries = new ArrayList<>();
    private @Nullable String longName;
    private long longSize = -1;

    /** A regular file in the archive. */
    record Entry(String name, long offset, long size) {}

    private TarIndex(Path archive, RandomAccessFile file) throws IOException {
        this.archive = archive;
        this.file = file;
        this.length = file.length();
    }

    /**
     * The regular files of an archive in its order.
     *
     * @throws ImageException if it cannot be read, or is none
     */
    static List<Entry> read(Path archive) {
        try (RandomAccessFile file = new RandomAccessFile(new File(archive.toString()), "r")) {
            TarIndex index = new TarIndex(archive, file);
            index.read();
            return index.entries;
        } catch (IOException e) {
            throw new ImageException("The tar archive " + archive + " cannot be read: " + e, e);
        }
    }

    /** What lies at a place of an archive. */
    static byte[] bytes(Path archive, long offset, int size) {
        try (RandomAccessFile file = new RandomAccessFile(new File(archive.toString()), "r")) {
            byte[] bytes = new byte[size];
            file.seek(offset);
            file.readFully(bytes);
            return bytes;
        } catch (EOFException e) {
            throw new ImageException("The tar archive " + archive + " has become shorter since it was listed", e);
        } catch (IOException e) {
            throw new ImageException("The tar archive " + archive + " cannot be read: " + e, e);
        }
    }

    private void read() throws IOException {
        byte[] header = new byte[BLOCK];
        long at = 0;
        while (at + BLOCK <= length) {
            file.seek(at);
            file.readFully(header);
            if (isZero(header)) {
                return;
            }
            check(header, at);
            long size = longSize >= 0 ? longSize : number(header, 124, 12);
            long begin = at + BLOCK;
            if (size < 0 || size > length - begin) {
                throw new ImageException("The tar archive " + archive + " is cut off: it has " + length
                        + " bytes, and '" + name(header) + "', of " + size + " bytes, begins at " + begin
                        + ". Copy it again.");
            }
            entry(header, begin, size);
            at = begin + (size + BLOCK - 1) / BLOCK * BLOCK;
        }
        if (at < length || length == 0) {
            throw notTar(at);
        }
    }

    private void entry(byte[] header, long begin, long size) throws IOException {
        char type = (char) header[156];
        if (type == 'L') {
            String name = text(begin, size);
            int end = name.indexOf('\0');
            longName = end < 0 ? name : name.substring(0, end);
        } else if (type == 'x') {
            pax(text(begin, size));
        } else if (type != 'g' && type != 'K') {
            if (type == '0' || type == '\0' || type == '7') {
                entries.add(new Entry(longName == null ? name(header) : longName, begin, size));
            }
            longName = null;
            longSize = -1;
        }
    }

    /** Records of {@code length key=value}, each with a line's end; the length counts all of it, in decimal digits. */
    private void pax(String records) {
        byte[] bytes = records.getBytes(StandardCharsets.UTF_8);
        int at = 0;
        while (at < bytes.length) {
            int space = at;
            long count = 0;
            while (space < bytes.length && bytes[space] >= '0' && bytes[space] <= '9' && count <= LONGEST_NAME) {
                count = count * 10 + bytes[space++] - '0';
            }
            int end = (int) Math.min(bytes.length + 1L, at + count);
            if (space >= end || end > bytes.length || bytes[space] != ' ' || bytes[end - 1] != '\n') {
                throw new ImageException(
                        "The tar archive " + archive + " is damaged: a pax header has records of 'length"
                                + " key=value', and byte " + at + " of one begins none");
            }
            String record = new String(bytes, space + 1, end - space - 2, StandardCharsets.UTF_8);
            if (record.startsWith("path=")) {
                longName = record.substring(5);
            } else if (record.matches("size=[0-9]{1,18}")) {
                longSize = Long.parseLong(record.substring(5));
            }
            at = end;
        }
    }

    private String text(long begin, long size) throws IOException {
        if (size > LONGEST_NAME) {
            throw new ImageException("The tar archive " + archive + " has a name of " + size + " bytes at " + begin
                    + "; at most " + LONGEST_NAME + " are read");
        }
        byte[] bytes = new byte[(int) size];
        file.seek(begin);
        file.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String name(byte[] header) {
        String name = string(header, 0, 100);
        // The prefix is of POSIX's; GNU's older format has other things there.
        boolean posix = string(header, 257, 6).equals("ustar") && header[263] == '0';
        String prefix = posix ? string(header, 345, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static String string(byte[] header, int begin, int most) {
        int end = begin;
        while (end < begin + most && header[end] != 0) {
            end++;
        }
        return new String(header, begin, end - begin, StandardCharsets.UTF_8);
    }

    /** Octal digits, or a number of bytes where the first has its highest bit set; -1 if it is neither. */
    private static long number(byte[] header, int begin, int count) {
        long value = 0;
        if ((header[begin] & 128) != 0) {
            for (int i = begin + count - 8; i < begin + count; i++) {
                value = value << 8 | (header[i] & 255);
            }
            return value;
        }
        String digits = string(header, begin, count).trim();
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** The header's own sum, its field for it taken as spaces. */
    private void check(byte[] header, long at) {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : header[i] & 255;
        }
        if (sum != number(header, 148, 8)) {
            throw notTar(at);
        }
    }

    private ImageException notTar(long at) {
        return new ImageException(archive + " is no tar archive, or a damaged one: there is no header at byte " + at
                + ". A shard is an uncompressed .tar: a .tar.gz is unpacked by gunzip first.");
    }

    private static boolean isZero(byte[] header) {
        for (byte b : header) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }
}
