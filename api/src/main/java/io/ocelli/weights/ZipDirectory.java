package io.ocelli.weights;

import io.ocelli.error.WeightsException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the entries of a zip archive lie. Entries are stored, not compressed, as PyTorch writes them, so that they can
 * be used in place. Checksums are not verified: PyTorch itself can be told to write none.
 */
final class ZipDirectory {
    static final int LOCAL_HEADER = 0x04034b50;
    private static final int CENTRAL_HEADER = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int END_64 = 0x06064b50;
    private static final int LOCATOR_64 = 0x07064b50;
    private static final int END_LENGTH = 22;
    private static final long FULL = 0xffffffffL;
    private static final int MOST_ENTRIES = 1 << 18;

    private final FileBytes file;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private ZipDirectory(FileBytes file) {
        this.file = file;
    }

    /** An entry: the bytes from {@code begin} on; {@code header} is where the local header before them starts. */
    record Entry(String name, long header, long begin, long size) {
        long end() {
            return begin + size;
        }
    }

    static ZipDirectory read(FileBytes file) {
        ZipDirectory directory = new ZipDirectory(file);
        directory.read();
        return directory;
    }

    Iterable<Entry> entries() {
        return entries.values();
    }

    @Nullable
    Entry find(String name) {
        return entries.get(name);
    }

    ByteBuffer bytes(Entry entry) {
        return file.region(entry.begin, entry.size);
    }

    private void read() {
        long end = end();
        ByteBuffer tail = file.region(end, END_LENGTH);
        long count = tail.getShort(10) & 0xffff;
        long size = tail.getInt(12) & FULL;
        long begin = tail.getInt(16) & FULL;
        if (end >= 20 && file.region(end - 20, 4).getInt(0) == LOCATOR_64) {
            long at = file.region(end - 20, 20).getLong(8);
            if (at < 0 || at > end - 20 - 56 || file.region(at, 4).getInt(0) != END_64) {
                throw damaged("its zip64 record is not at byte " + at + ", where it should be");
            }
            ByteBuffer wide = file.region(at, 56);
            count = wide.getLong(32);
            size = wide.getLong(40);
            begin = wide.getLong(48);
        }
        if (begin < 0 || size < 0 || begin > end || size > end - begin || count < 0 || count > size / 46) {
            throw damaged("its directory of " + count + " entries, " + size + " bytes at byte " + begin
                    + ", does not lie before its end at byte " + end);
        }
        if (count > MOST_ENTRIES) {
            throw damaged("it has " + count + " entries, and no network has more than " + MOST_ENTRIES);
        }
        ByteBuffer headers = file.region(begin, size);
        for (long i = 0; i < count; i++) {
            Entry entry = entry(headers, begin);
            if (entries.put(entry.name, entry) != null) {
                throw damaged("two entries are named " + FileBytes.quote(entry.name));
            }
        }
        List<Entry> order = new ArrayList<>(entries.values());
        order.sort((a, b) -> Long.compare(a.header, b.header));
        for (int i = 1; i < order.size(); i++) {
            if (order.get(i).header < order.get(i - 1).end()) {
                throw damaged("the entries " + FileBytes.quote(order.get(i - 1).name) + " and "
                        + FileBytes.quote(order.get(i).name) + " overlap");
            }
        }
    }

    /** Where the record at the end begins; a comment of up to 2^16 - 1 bytes may follow it. */
    private long end() {
        long first = Math.max(0, file.size() - END_LENGTH - 0xffff);
        ByteBuffer tail = file.region(first, file.size() - first);
        for (int i = tail.remaining() - END_LENGTH; i >= 0; i--) {
            if (tail.getInt(i) == END && (tail.getShort(i + 20) & 0xffff) == tail.remaining() - END_LENGTH - i) {
                return first + i;
            }
        }
        throw damaged("its directory, which is at the end, is missing");
    }

    private Entry entry(ByteBuffer headers, long limit) {
        int at = headers.position();
        if (headers.remaining() < 46 || headers.getInt(at) != CENTRAL_HEADER) {
            throw damaged("its directory holds something else than entries");
        }
        int flags = headers.getShort(at + 8);
        int method = headers.getShort(at + 10) & 0xffff;
        long stored = headers.getInt(at + 20) & FULL;
        long size = headers.getInt(at + 24) & FULL;
        int nameLength = headers.getShort(at + 28) & 0xffff;
        int extraLength = headers.getShort(at + 30) & 0xffff;
        int commentLength = headers.getShort(at + 32) & 0xffff;
        long header = headers.getInt(at + 42) & FULL;
        if (headers.remaining() < 46 + nameLength + extraLength + commentLength) {
            throw damaged("its directory ends within an entry");
        }
        byte[] bytes = new byte[nameLength];
        FileBytes.seek(headers, at + 46);
        headers.get(bytes);
        String name = new String(bytes, StandardCharsets.UTF_8);
        ByteBuffer extra = FileBytes.part(headers, at + 46 + nameLength, extraLength);
        FileBytes.seek(headers, at + 46 + nameLength + extraLength + commentLength);
        ByteBuffer wide = wide(extra);
        if (size == FULL) {
            size = next(wide, name);
        }
        if (stored == FULL) {
            stored = next(wide, name);
        }
        if (header == FULL) {
            header = next(wide, name);
        }
        if ((flags & 1) != 0 || method != 0 || stored != size) {
            throw file.refuse(
                    "has the zip entry " + FileBytes.quote(name) + " compressed or encrypted; entries are stored "
                            + "as they are by torch.save: unpack the archive and pack it again with 'zip -0 -r'");
        }
        return located(name, header, size, limit);
    }

    private Entry located(String name, long header, long size, long limit) {
        if (header < 0 || header > limit - 30 || file.region(header, 4).getInt(0) != LOCAL_HEADER) {
            throw damaged("the entry " + FileBytes.quote(name) + " is not at byte " + header + ", where it should be");
        }
        ByteBuffer local = file.region(header, 30);
        long begin = header + 30 + (local.getShort(26) & 0xffff) + (local.getShort(28) & 0xffff);
        if (size < 0 || begin > limit || size > limit - begin) {
            throw damaged("the entry " + FileBytes.quote(name) + ", " + size + " bytes at byte " + begin
                    + ", reaches beyond the data, which end at byte " + limit);
        }
        return new Entry(name, header, begin, size);
    }

    /** The zip64 field among an entry's extra fields; empty where there is none. */
    private static ByteBuffer wide(ByteBuffer extra) {
        while (extra.remaining() >= 4) {
            int id = extra.getShort() & 0xffff;
            int length = Math.min(extra.getShort() & 0xffff, extra.remaining());
            if (id == 1) {
                return FileBytes.part(extra, extra.position(), length);
            }
            FileBytes.seek(extra, extra.position() + length);
        }
        return FileBytes.part(extra, 0, 0);
    }

    private long next(ByteBuffer wide, String name) {
        if (wide.remaining() < 8) {
            throw damaged("the entry " + FileBytes.quote(name) + " lacks its zip64 field");
        }
        return wide.getLong();
    }

    private WeightsException damaged(String what) {
        return file.refuse("is a damaged zip archive: " + what + "; fetch or save it again");
    }
}
