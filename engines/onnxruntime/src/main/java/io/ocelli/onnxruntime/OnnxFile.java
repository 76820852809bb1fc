package io.ocelli.onnxruntime;

import io.ocelli.error.EngineException;
import io.ocelli.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

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
        try (Unfinished unfinished = new Unfinished()) {
            if (!elsewhere.isEmpty()) {
                unfinished.write(data, out -> writeData(model, elsewhere, out));
            }
            unfinished.write(target, out -> model.proto(elsewhere, metadata).writeTo(out));
            unfinished.finish();
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
        WritableByteChannel channel = Channels.newChannel(out);
        long written = 0;
        for (Map.Entry<String, ExternalData> place : places.entrySet()) {
            write(channel, ByteBuffer.allocate((int) (place.getValue().offset() - written)));
            write(channel, model.tensors().get(place.getKey()).bytes());
            written = place.getValue().offset() + place.getValue().length();
        }
    }

    private static void write(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Files under other names until all are whole; what is left under those names goes on close. */
    private static final class Unfinished implements AutoCloseable {
        private interface Content {
            void writeTo(OutputStream out) throws IOException;
        }

        private final Map<Path, Path> targets = new LinkedHashMap<>();

        void write(Path target, Content content) throws IOException {
            Path temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
            targets.put(temporary, target);
            try (OutputStream out = Files.newOutputStream(temporary)) {
                content.writeTo(out);
            }
        }

        void finish() throws IOException {
            for (Map.Entry<Path, Path> file : targets.entrySet()) {
                Files.move(file.getKey(), file.getValue(), StandardCopyOption.ATOMIC_MOVE);
            }
        }

        @Override
        public void close() throws IOException {
            for (Path temporary : targets.keySet()) {
                Files.deleteIfExists(temporary);
            }
        }
    }
}
