package io.ocelli.onnxruntime;

import io.ocelli.error.EngineException;
import io.ocelli.files.WholeFile;
import io.ocelli.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
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

    private OnnxFile() {}

    static void write(OnnxModel model, Map<String, String> metadata, Path file, long largestMessage) {
        Path target = file.toAbsolutePath();
        Path data = target.resolveSibling(target.getFileName() + ".data");
        Map<String, ExternalData> elsewhere =
                model.bytes() <= largestMessage ? Collections.emptyMap() : places(model, data);
        Map<Path, WholeFile.Content> files = new LinkedHashMap<>();
        if (!elsewhere.isEmpty()) {
            files.put(data, out -> writeData(model, elsewhere, out));
        }
        // the model comes last, for it is what refers to the other
        files.put(target, out -> model.proto(elsewhere, metadata).writeTo(out));
        try {
            WholeFile.writeTogether(files);
        } catch (IOException e) {
            throw new EngineException(
                    "An ONNX file is written where there is room and permission, and " + file
                            + " could not be written: " + e.getMessage(),
                    e);
        }
    }

    private static Map<String, ExternalData> places(OnnxModel model, Path data) {
        Map<String, ExternalData> places = new LinkedHashMap<>();
        long offset = 0;
        for (Map.Entry<String, Tensor> entry : model.tensors().toMap().entrySet()) {
            int size = entry.getValue().bytes().remaining();
            if (size >= SMALL) {
                places.put(entry.getKey(), new ExternalData(data.getFileName().toString(), offset, size));
                offset += (size + (PAGE - 1)) / PAGE * (long) PAGE;
            }
        }
        return places;
    }

    private static void writeData(OnnxModel model, Map<String, ExternalData> places, OutputStream out)
            throws IOException {
        long written = 0;
        for (Map.Entry<String, ExternalData> place : places.entrySet()) {
            out.write(new byte[(int) (place.getValue().offset() - written)]);
            WholeFile.write(out, model.tensors().get(place.getKey()).bytes());
            written = place.getValue().offset() + place.getValue().length();
        }
    }
}
