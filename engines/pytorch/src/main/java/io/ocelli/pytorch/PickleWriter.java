package io.ocelli.pytorch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The few opcodes of pickle protocol 2 that an archive of TorchScript needs. */
final class PickleWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    PickleWriter() {
        op(0x80).op(2);
    }

    PickleWriter op(int opcode) {
        out.write(opcode);
        return this;
    }

    PickleWriter global(String module, String name) {
        op('c');
        out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    PickleWriter text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        op('X').little(bytes.length, 4);
        out.writeBytes(bytes);
        return this;
    }

    PickleWriter integer(long value) {
        return value == (int) value ? op('J').little(value, 4) : op(0x8a).op(8).little(value, 8);
    }

    PickleWriter integers(long[] values) {
        mark();
        for (long value : values) {
            integer(value);
        }
        return tuple();
    }

    PickleWriter flag(boolean value) {
        return op(value ? 0x88 : 0x89);
    }

    PickleWriter mark() {
        return op('(');
    }

    PickleWriter tuple() {
        return op('t');
    }

    PickleWriter emptyTuple() {
        return op(')');
    }

    byte[] stop() {
        op('.');
        return out.toByteArray();
    }

    private PickleWriter little(long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >> 8 * i));
        }
        return this;
    }
}
