package io.ocelli.pytorch;

import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a TorchScript module to a file that LibTorch loads: a zip of its source, its attributes as a pickle, and their raw
 * numbers. Convolution weights are laid out channels last, as the generated source computes.
 */
final class Archive {
    /** The qualified name of the one class in an archive. */
    static final String CLASS = "__torch__.Net";

    private static final int CHUNK = 1 << 16;

    private Archive() {}

    /** One attribute of the module. */
    record Attribute(String name, Tensor value, boolean learns) {}

    /**
     * Writes an archive; the stream stays open.
     *
     * @param texts extra files, by name
     */
    static void write(OutputStream out, String source, List<Attribute> attributes, Map<String, String> texts)
            throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        entry(zip, "data.pkl", ByteBuffer.wrap(pickle(attributes)));
        entry(zip, "code/__torch__.py", ByteBuffer.wrap(source.getBytes(StandardCharsets.UTF_8)));
        entry(
                zip,
                "constants.pkl",
                ByteBuffer.wrap(new PickleWriter().emptyTuple().stop()));
        entry(zip, "version", ByteBuffer.wrap("3\n".getBytes(StandardCharsets.US_ASCII)));
        for (int i = 0; i < attributes.size(); i++) {
            Tensor value = attributes.get(i).value();
            entry(zip, "data/" + i, isChannelsLast(value) ? channelsLast(value) : value.bytes());
        }
        for (Map.Entry<String, String> text : texts.entrySet()) {
            entry(zip, "extra/" + text.getKey(), ByteBuffer.wrap(text.getValue().getBytes(StandardCharsets.UTF_8)));
        }
        zip.finish();
    }

    private static byte[] pickle(List<Attribute> attributes) {
        PickleWriter pickle = new PickleWriter();
        int dot = CLASS.lastIndexOf('.');
        pickle.global(CLASS.substring(0, dot), CLASS.substring(dot + 1))
                .emptyTuple()
                .op(0x81);
        pickle.op('}').mark();
        for (int i = 0; i < attributes.size(); i++) {
            Attribute attribute = attributes.get(i);
            Shape shape = attribute.value().shape();
            pickle.text(attribute.name())
                    .global("torch._utils", "_rebuild_tensor_v2")
                    .mark();
            pickle.mark()
                    .text("storage")
                    .global("torch", storage(attribute.value().type()));
            pickle.text(Integer.toString(i))
                    .text("cpu")
                    .integer(shape.count())
                    .tuple()
                    .op('Q');
            pickle.integer(0)
                    .integers(shape.toArray())
                    .integers(strides(attribute.value()))
                    .flag(attribute.learns());
            pickle.global("collections", "OrderedDict").emptyTuple().op('R');
            pickle.tuple().op('R');
        }
        return pickle.op('u').op('b').stop();
    }

    private static String storage(DType type) {
        return switch (type) {
            case FLOAT32 -> "FloatStorage";
            case FLOAT64 -> "DoubleStorage";
            case INT64 -> "LongStorage";
            case INT32 -> "IntStorage";
            case INT8 -> "CharStorage";
            default ->
                throw new IllegalArgumentException(
                        "A module's attributes are float32, float64, int64, int32 or int8, received " + type);
        };
    }

    private static boolean isChannelsLast(Tensor tensor) {
        return tensor.shape().rank() == 4 && tensor.type() == DType.FLOAT32;
    }

    private static long[] strides(Tensor tensor) {
        Shape shape = tensor.shape();
        if (isChannelsLast(tensor)) {
            long c = shape.get(1);
            return new long[] {c * shape.get(2) * shape.get(3), 1, c * shape.get(3), c};
        }
        long[] strides = new long[shape.rank()];
        long next = 1;
        for (int i = strides.length - 1; i >= 0; i--) {
            strides[i] = next;
            next *= shape.get(i);
        }
        return strides;
    }

    /** On the heap: a direct buffer for each weight would lie there, as much as the network, until the collector comes by. */
    private static ByteBuffer channelsLast(Tensor tensor) {
        Shape shape = tensor.shape();
        int outer = shape.at(0);
        int channels = shape.at(1);
        int inner = shape.at(2) * shape.at(3);
        FloatBuffer from = tensor.bytes().asFloatBuffer();
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(from.remaining(), Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        FloatBuffer to = bytes.asFloatBuffer();
        float[] plane = new float[channels * inner];
        float[] turned = new float[plane.length];
        for (int o = 0; o < outer; o++) {
            from.get(plane);
            for (int c = 0; c < channels; c++) {
                for (int i = 0; i < inner; i++) {
                    turned[i * channels + c] = plane[c * inner + i];
                }
            }
            to.put(turned);
        }
        return bytes;
    }

    private static void entry(ZipOutputStream zip, String name, ByteBuffer bytes) throws IOException {
        ZipEntry entry = new ZipEntry("net/" + name);
        CRC32 crc = new CRC32();
        crc.update(bytes.duplicate());
        entry.setMethod(ZipEntry.STORED);
        entry.setCrc(crc.getValue());
        entry.setSize(bytes.remaining());
        entry.setCompressedSize(bytes.remaining());
        entry.setTime(0);
        zip.putNextEntry(entry);
        ByteBuffer rest = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        byte[] chunk = new byte[Math.min(CHUNK, Math.max(1, rest.remaining()))];
        while (rest.hasRemaining()) {
            int n = Math.min(chunk.length, rest.remaining());
            rest.get(chunk, 0, n);
            zip.write(chunk, 0, n);
        }
        zip.closeEntry();
    }
}
