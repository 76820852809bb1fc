package io.ocelli.weights;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The small files in every container that PyTorch and safetensors wrote, and crafted ones. */
final class Fixtures {
    private Fixtures() {}

    static byte[] bytes(String name) {
        try (InputStream stream = Fixtures.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("no resource " + name);
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a file's content by the public door, and every value of it. */
    static Weights read(byte[] content) {
        Weights weights = WeightsFile.read("crafted", ByteBuffer.wrap(content));
        weights.toMap().values().forEach(tensor -> tensor.toDoubles());
        return weights;
    }

    /** A safetensors file of this header and so many zero bytes. */
    static byte[] safetensors(String header, int data) {
        return safetensors(header.getBytes(StandardCharsets.UTF_8).length, header, data);
    }

    static byte[] safetensors(long claimed, String header, int data) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + json.length + data).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(claimed).put(json);
        return file.array();
    }

    /** Starts a pickle; {@link Pickle#zip} and {@link Pickle#stream} make a file around it. */
    static Pickle pickle() {
        return new Pickle();
    }

    /** An assembler of pickles. */
    static final class Pickle {
        private final ByteArrayOutputStream code = new ByteArrayOutputStream();

        private Pickle() {
            code.write(0x80);
            code.write(2);
        }

        Pickle op(int... bytes) {
            for (int b : bytes) {
                code.write(b);
            }
            return this;
        }

        Pickle op(String ascii) {
            code.writeBytes(ascii.getBytes(StandardCharsets.ISO_8859_1));
            return this;
        }

        Pickle global(String module, String name) {
            return op("c" + module + "\n" + name + "\n");
        }

        Pickle text(String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            op('X').code.writeBytes(little(4).putInt(utf8.length).array());
            code.writeBytes(utf8);
            return this;
        }

        Pickle number(long value) {
            op(0x8a, 8).code.writeBytes(little(8).putLong(value).array());
            return this;
        }

        Pickle tuple(long... values) {
            op('(');
            for (long value : values) {
                number(value);
            }
            return op('t');
        }

        /** A float32 tensor over the storage '0'. */
        Pickle tensor(long storage, long first, long[] extents, long[] strides) {
            return global("torch._utils", "_rebuild_tensor_v2")
                    .op("((")
                    .text("storage")
                    .global("torch", "FloatStorage")
                    .text("0")
                    .text("cpu")
                    .number(storage)
                    .op("tQ")
                    .number(first)
                    .tuple(extents)
                    .tuple(strides)
                    .op(0x89)
                    .global("collections", "OrderedDict")
                    .op(")RtR");
        }

        byte[] done() {
            op('.');
            return code.toByteArray();
        }

        /** An archive of this pickle and a storage of zeros. */
        byte[] zip(int storage) {
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(file)) {
                stored(zip, "any/data.pkl", done());
                stored(zip, "any/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
                stored(zip, "any/data/0", new byte[storage]);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return file.toByteArray();
        }

        /** An older stream of this pickle and a storage '0' of float32 zeros. */
        byte[] stream(int elements) {
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            byte[] legacy = bytes("legacy.pth");
            int machine = indexOf(legacy, "OrderedDict") - "ccollections\n".length() - 2;
            file.write(legacy, 0, machine);
            file.writeBytes(done());
            file.writeBytes(pickle().op("](").text("0").op('e').done());
            file.writeBytes(little(8).putLong(elements).array());
            file.writeBytes(new byte[4 * elements]);
            return file.toByteArray();
        }
    }

    static void stored(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    static int indexOf(byte[] bytes, String ascii) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(ascii);
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
