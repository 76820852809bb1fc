package io.ocelli.onnxruntime;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.common.io.ByteStreams;
import com.google.protobuf.CodedOutputStream;
import io.ocelli.error.EngineException;
import io.ocelli.files.WholeFile;
import io.ocelli.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes a compiled model as one file, or two where the weights are too many for one protobuf message. */
final class OnnxFile {
    /** Protobuf's limit is 2^31 - 1 bytes; the rest is for the graph. */
    static final long LARGEST_MESSAGE = Integer.MAX_VALUE - (64L << 20);

    /** Tensors of fewer bytes stay in the message: readers take shapes and bounds from them. */
    private static final int SMALL = 1024;
    /** Offsets are multiples of a page, so that readers can map the file. */
    private static final int PAGE = 4096;

    /** The metadata that names the file of weights: it begins with the same id, as both were written together. */
    private static final String ID = "ocelli.data";

    private OnnxFile() {}

    private static byte[] head(String id) {
        return ("Weights of an ONNX model, written by Ocelli; ocelli.data " + id + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The same weights have the same id. */
    private static String id(OnnxModel model) {
        Hasher hasher = Hashing.murmur3_128().newHasher();
        model.tensors().toMap().values().forEach(tensor -> hasher.putBytes(tensor.bytes()));
        return hasher.hash().toString();
    }

    /**
     * Refuses a model of which a crash, or who copied it, left the weights of another beside it.
     *
     * @param metadata the model's
     */
    static void check(Path file, Map<String, String> metadata) {
        String id = metadata.get(ID);
        if (id == null) {
            return;
        }
        Path target = file.toAbsolutePath();
        Path data = target.resolveSibling(target.getFileName() + ".data");
        byte[] expected = head(id);
        byte[] found = new byte[expected.length];
        try (InputStream in = Files.newInputStream(data)) {
            ByteStreams.read(in, found, 0, found.length);
        } catch (IOException e) {
            throw new EngineException(
                    "The weights of " + file + " lie beside it in " + data + ", and that cannot be read: " + e, e);
        }
        if (!Arrays.equals(found, expected)) {
            throw new EngineException("The weights of " + file + " lie beside it in " + data.getFileName()
                    + ", and those there are of another export: copy both files of one export, or export again");
        }
    }

    static void write(OnnxModel model, Map<String, String> metadata, Path file, long largestMessage) {
        Path target = file.toAbsolutePath();
        Path data = target.resolveSibling(target.getFileName() + ".data");
        Map<String, ExternalData> elsewhere =
                model.bytes() <= largestMessage ? Collections.emptyMap() : places(model, data);
        Map<Path, WholeFile.Content> files = new LinkedHashMap<>();
        Map<String, String> texts = new LinkedHashMap<>(metadata);
        if (!elsewhere.isEmpty()) {
            String id = id(model);
            texts.put(ID, id);
            files.put(data, out -> writeData(model, elsewhere, id, out));
        }
        // the model comes last, for it is what refers to the other
        files.put(target, out -> model.proto(elsewhere, texts).writeTo(out));
        try {
            WholeFile.writeTogether(files);
        } catch (IOException e) {
            throw new EngineException(
                    "An ONNX file is written where there is room and permission, and " + file
                            + " could not be written: " + e.getMessage(),
                    e);
        }
    }

    /** The file's bytes, all of the model inside. */
    static ByteBuffer bytes(OnnxModel model) {
        ModelProto proto = model.proto(Collections.emptyMap(), Collections.emptyMap());
        ByteBuffer bytes = ByteBuffer.allocateDirect(proto.getSerializedSize());
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes.duplicate());
            proto.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw new IllegalStateException("A model fills the memory of its own size", e);
        }
        return bytes;
    }

    private static Map<String, ExternalData> places(OnnxModel model, Path data) {
        Map<String, ExternalData> places = new LinkedHashMap<>();
        long offset = PAGE;
        for (Map.Entry<String, Tensor> entry : model.tensors().toMap().entrySet()) {
            int size = entry.getValue().bytes().remaining();
            if (size >= SMALL) {
                places.put(entry.getKey(), new ExternalData(data.getFileName().toString(), offset, size));
                offset += (size + (PAGE - 1)) / PAGE * (long) PAGE;
            }
        }
        return places;
    }

    private static void writeData(OnnxModel model, Map<String, ExternalData> places, String id, OutputStream out)
            throws IOException {
        byte[] head = head(id);
        out.write(head);
        long written = head.length;
        for (Map.Entry<String, ExternalData> place : places.entrySet()) {
            out.write(new byte[(int) (place.getValue().offset() - written)]);
            WholeFile.write(out, model.tensors().get(place.getKey()).bytes());
            written = place.getValue().offset() + place.getValue().length();
        }
    }
}
