package io.ocelli.weights;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A safetensors file's header, checked by the format's rules before a byte of data is touched. */
final class SafetensorsHeader {
    /** The bound of the format's reference reader. */
    static final long LONGEST = 100_000_000;

    private static final int MOST_DIMENSIONS = 64;

    /** A short name takes many times its bytes in memory. */
    private static final int MOST_NAMES = 1 << 18;

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final long data;

    private SafetensorsHeader(long data) {
        this.data = data;
    }

    /** A tensor's place: bytes from {@code begin} to {@code end}, counted from the end of the header. */
    private record Entry(String name, DType type, Shape shape, long begin, long end) {}

    static SafetensorsHeader read(FileBytes file) {
        if (file.size() < 8) {
            throw file.refuse("is not a safetensors file: the first 8 bytes say the header's length, and it has "
                    + file.size() + " bytes; fetch or save it again");
        }
        long length = file.region(0, 8).getLong(0);
        if (length < 0 || length > LONGEST) {
            throw file.refuse("claims a safetensors header of " + Long.toUnsignedString(length)
                    + " bytes; a header has " + "at most " + LONGEST + ": the file is damaged or of another format");
        }
        if (length > file.size() - 8) {
            throw file.refuse("claims a safetensors header of " + length + " bytes and has " + file.size()
                    + " bytes in all; it is truncated, fetch or save it again");
        }
        SafetensorsHeader header = new SafetensorsHeader(8 + length);
        ByteBuffer json = file.region(8, length);
        try (JsonReader reader = new JsonReader(new InputStreamReader(
                stream(json),
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)))) {
            reader.setStrictness(Strictness.STRICT);
            header.parse(reader, file);
        } catch (IOException | IllegalStateException e) {
            throw file.refuse(
                    "has a safetensors header that is not the JSON it should be: " + e.getMessage()
                            + "; the file is damaged, fetch or save it again",
                    e);
        }
        header.check(file);
        return header;
    }

    Map<String, String> metadata() {
        return metadata;
    }

    Weights weights(FileBytes file) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Entry entry : entries.values()) {
            ByteBuffer bytes = file.region(data + entry.begin, entry.end - entry.begin);
            tensors.put(entry.name, Tensor.of(entry.type, entry.shape, bytes));
        }
        return Weights.of(tensors);
    }

    private void parse(JsonReader reader, FileBytes file) throws IOException {
        reader.beginObject();
        boolean described = false;
        while (reader.hasNext()) {
            String name = reader.nextName();
            bound(entries.size(), file);
            if (name.equals("__metadata__")) {
                if (described) {
                    throw file.refuse(
                            "has two '__metadata__' in its safetensors header; names are unique: save it again");
                }
                described = true;
                reader.beginObject();
                while (reader.hasNext()) {
                    String key = reader.nextName();
                    bound(metadata.size(), file);
                    if (metadata.put(key, string(reader)) != null) {
                        throw file.refuse("has two metadata named " + FileBytes.quote(key)
                                + " in its safetensors header; names are unique: save it again");
                    }
                }
                reader.endObject();
            } else if (entries.put(name, entry(name, reader, file)) != null) {
                throw file.refuse("has two tensors named " + FileBytes.quote(name)
                        + " in its safetensors header; names are unique: save it again");
            }
        }
        reader.endObject();
        if (reader.peek() != JsonToken.END_DOCUMENT) {
            throw new IllegalStateException("more follows its end");
        }
    }

    private static void bound(int names, FileBytes file) {
        if (names >= MOST_NAMES) {
            throw file.refuse("has more than " + MOST_NAMES + " names in its safetensors header; that is no network's: "
                    + "the file is damaged");
        }
    }

    private static Entry entry(String name, JsonReader reader, FileBytes file) throws IOException {
        String where = "has the tensor " + FileBytes.quote(name) + " in its safetensors header ";
        DType type = null;
        long[] extents = null;
        long[] offsets = null;
        reader.beginObject();
        while (reader.hasNext()) {
            switch (reader.nextName()) {
                case "dtype":
                    String word = string(reader);
                    type = type(word);
                    if (type == null) {
                        throw file.refuse(where + "with dtype " + FileBytes.quote(word)
                                + "; F64, F32, F16, BF16, I64, I32, I16, I8, U8 and BOOL are read: convert it first");
                    }
                    break;
                case "shape":
                    extents = integers(reader, MOST_DIMENSIONS);
                    break;
                case "data_offsets":
                    offsets = integers(reader, 2);
                    break;
                default:
                    reader.skipValue();
            }
        }
        reader.endObject();
        if (type == null || extents == null || offsets == null || offsets.length != 2) {
            throw file.refuse(where + "without dtype, shape and two data_offsets; the file is damaged, save it again");
        }
        Shape shape;
        long bytes;
        try {
            shape = Shape.of(extents);
            bytes = Math.multiplyExact(shape.count(), (long) type.bytes());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw file.refuse(
                    where + "with the impossible shape " + Arrays.toString(extents)
                            + "; a tensor has at most 2^31 - 1 bytes: the file is damaged",
                    e);
        }
        if (offsets[1] < offsets[0] || offsets[1] - offsets[0] != bytes) {
            throw file.refuse(where + "as " + type + shape + ", " + bytes + " bytes, at offsets "
                    + Arrays.toString(offsets) + "; they are to span just its bytes: the file is damaged");
        }
        if (bytes > Integer.MAX_VALUE) {
            throw file.refuse(where + "as " + type + shape + ", " + bytes
                    + " bytes; a tensor has at most 2^31 - 1 bytes here: split it or store it in a smaller type");
        }
        return new Entry(name, type, shape, offsets[0], offsets[1]);
    }

    /** The format's rule: in order of their offsets the tensors fill the data without overlap or hole. */
    private void check(FileBytes file) {
        List<Entry> order = new ArrayList<>(entries.values());
        order.sort((a, b) -> a.begin != b.begin ? Long.compare(a.begin, b.begin) : Long.compare(a.end, b.end));
        long end = 0;
        for (Entry entry : order) {
            if (entry.begin != end) {
                throw file.refuse("has the tensor " + FileBytes.quote(entry.name) + " at offset " + entry.begin
                        + (entry.begin < end
                                ? ", overlapping the one before, which ends at "
                                : ", leaving a hole after ")
                        + end + "; tensors fill a safetensors file without overlap or hole: the file is damaged");
            }
            end = entry.end;
        }
        if (end != file.size() - data) {
            throw file.refuse("has tensors of " + end + " bytes in its safetensors header and " + (file.size() - data)
                    + " bytes after it; they are to be equal: the file is "
                    + (end > file.size() - data ? "truncated" : "damaged") + ", fetch or save it again");
        }
    }

    private static String string(JsonReader reader) throws IOException {
        if (reader.peek() != JsonToken.STRING) {
            throw new IllegalStateException("a string is expected at " + reader.getPath());
        }
        return reader.nextString();
    }

    private static long[] integers(JsonReader reader, int most) throws IOException {
        long[] values = new long[most];
        int count = 0;
        reader.beginArray();
        while (reader.hasNext()) {
            String digits = reader.peek() == JsonToken.NUMBER ? reader.nextString() : "";
            if (count == most || digits.isEmpty() || digits.length() > 18 || !digits.matches("[0-9]+")) {
                throw new IllegalStateException("at most " + most + " whole numbers from 0 to 10^18 are expected at "
                        + reader.getPath() + (digits.isEmpty() ? "" : ", received " + FileBytes.quote(digits)));
            }
            values[count++] = Long.parseLong(digits);
        }
        reader.endArray();
        return Arrays.copyOf(values, count);
    }

    private static @Nullable DType type(String word) {
        for (DType type : DType.values()) {
            if (Safetensors.word(type).equals(word)) {
                return type;
            }
        }
        return null;
    }

    private static InputStream stream(ByteBuffer bytes) {
        return new InputStream() {
            @Override
            public int read() {
                return bytes.hasRemaining() ? bytes.get() & 255 : -1;
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                if (!bytes.hasRemaining()) {
                    return -1;
                }
                int count = Math.min(length, bytes.remaining());
                bytes.get(into, offset, count);
                return count;
            }
        };
    }
}
