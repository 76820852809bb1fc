package io.ocelli.weights;

import com.google.gson.stream.JsonWriter;
import io.ocelli.error.WeightsException;
import io.ocelli.files.WholeFile;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Tensor;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reading and writing <a href="https://huggingface.co/docs/safetensors">safetensors</a>: a JSON header of names, types,
 * shapes and offsets, and the tensors' bytes. Stateless; any number of threads may read and write.
 */
public final class Safetensors {
    private Safetensors() {}

    /**
     * The tensors of a file, in the header's order, as views of the mapped file (see {@link WeightsFile}).
     *
     * @throws WeightsException if the file is missing, is not whole, or breaks a rule of the format
     */
    public static Weights read(Path path) {
        try (FileBytes file = FileBytes.open(path)) {
            return SafetensorsHeader.read(file).weights(file);
        }
    }

    /**
     * The texts in a file's header under {@code __metadata__}, in order; empty where there are none. The header is
     * checked as in {@link #read}.
     *
     * @throws WeightsException as for {@link #read}
     */
    public static Map<String, String> metadata(Path path) {
        try (FileBytes file = FileBytes.open(path)) {
            return Collections.unmodifiableMap(SafetensorsHeader.read(file).metadata());
        }
    }

    /**
     * The same from the remaining bytes of a buffer, which is the content of a file of this name.
     *
     * @throws WeightsException as for {@link #read}
     */
    public static Map<String, String> metadata(String name, ByteBuffer bytes) {
        try (FileBytes file = FileBytes.of(name, bytes)) {
            return Collections.unmodifiableMap(SafetensorsHeader.read(file).metadata());
        }
    }

    /**
     * Writes weights so that a reader sees the old file or the new one (see {@link WholeFile}). The same weights and metadata give
     * the same bytes.
     *
     * @param metadata texts for the header; {@code format} is commonly {@code pt}
     * @throws IllegalArgumentException if a tensor is named {@code __metadata__}
     * @throws WeightsException if the file cannot be written; an older file of this name is then still there
     */
    public static void write(Path path, Weights weights, Map<String, String> metadata) {
        WholeFile.Content content = content(weights, metadata);
        try {
            WholeFile.write(path, content);
        } catch (IOException e) {
            throw new WeightsException(
                    path + " cannot be written: " + e + "; weights are written to a folder that "
                            + "exists, is writable and has space for them",
                    e);
        }
    }

    /**
     * What a file of these weights holds, for one that is written together with others.
     *
     * @throws IllegalArgumentException as for {@link #write}
     * @throws WeightsException if the header would be longer than the format allows
     */
    public static WholeFile.Content content(Weights weights, Map<String, String> metadata) {
        if (weights.contains("__metadata__")) {
            throw new IllegalArgumentException("A safetensors file keeps the name '__metadata__' for its texts; rename "
                    + "the tensor that has it");
        }
        List<Map.Entry<String, Tensor>> layout = layout(weights);
        ByteBuffer header = header(weights, layout, metadata);
        return out -> {
            WholeFile.write(out, header);
            for (Map.Entry<String, Tensor> entry : layout) {
                WholeFile.write(out, entry.getValue().bytes());
            }
        };
    }

    /** What the format calls an element type. */
    static String word(DType type) {
        switch (type) {
            case FLOAT32:
                return "F32";
            case FLOAT64:
                return "F64";
            case FLOAT16:
                return "F16";
            case BFLOAT16:
                return "BF16";
            case INT64:
                return "I64";
            case INT32:
                return "I32";
            case INT16:
                return "I16";
            case INT8:
                return "I8";
            case UINT8:
                return "U8";
            case BOOL:
                return "BOOL";
        }
        throw new AssertionError(type);
    }

    /** Wide elements first, so that each tensor is aligned to its own element. */
    private static List<Map.Entry<String, Tensor>> layout(Weights weights) {
        List<Map.Entry<String, Tensor>> layout = new ArrayList<>(weights.toMap().entrySet());
        layout.sort((a, b) ->
                Integer.compare(b.getValue().type().bytes(), a.getValue().type().bytes()));
        return layout;
    }

    private static ByteBuffer header(
            Weights weights, List<Map.Entry<String, Tensor>> layout, Map<String, String> metadata) {
        Map<String, Long> begins = new HashMap<>();
        long end = 0;
        for (Map.Entry<String, Tensor> entry : layout) {
            begins.put(entry.getKey(), end);
            end += size(entry.getValue());
        }
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject();
            if (!metadata.isEmpty()) {
                json.name("__metadata__").beginObject();
                for (Map.Entry<String, String> entry : metadata.entrySet()) {
                    json.name(entry.getKey()).value(entry.getValue());
                }
                json.endObject();
            }
            for (Map.Entry<String, Tensor> entry : weights.toMap().entrySet()) {
                Tensor tensor = entry.getValue();
                json.name(entry.getKey()).beginObject();
                json.name("dtype").value(word(tensor.type()));
                json.name("shape").beginArray();
                for (long extent : tensor.shape().toArray()) {
                    json.value(extent);
                }
                long begin = Objects.requireNonNull(begins.get(entry.getKey()));
                json.endArray().name("data_offsets").beginArray();
                json.value(begin).value(begin + size(tensor)).endArray().endObject();
            }
            json.endObject();
        } catch (IOException e) {
            throw new AssertionError("a StringWriter does not fail", e);
        }
        byte[] utf8 = text.toString().getBytes(StandardCharsets.UTF_8);
        int padded = (utf8.length + 7) / 8 * 8;
        if (padded > SafetensorsHeader.LONGEST) {
            throw new WeightsException("The safetensors header would have " + padded + " bytes, and it has at most "
                    + SafetensorsHeader.LONGEST + ": shorten the metadata");
        }
        ByteBuffer header = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.fill(header.array(), (byte) ' ');
        header.putLong(0, padded);
        System.arraycopy(utf8, 0, header.array(), 8, utf8.length);
        return header;
    }

    private static long size(Tensor tensor) {
        return tensor.shape().count() * tensor.type().bytes();
    }
}
