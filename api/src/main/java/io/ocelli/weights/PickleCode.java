package io.ocelli.weights;

import io.ocelli.error.WeightsException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The bytes of a pickle, read from front to back: operations, names, and the numbers and texts that they carry. */
final class PickleCode {
    private final FileBytes file;
    private final ByteBuffer code;

    PickleCode(FileBytes file, ByteBuffer code) {
        this.file = file;
        this.code = code;
    }

    /** How far it is read. */
    int position() {
        return code.position();
    }

    boolean ended() {
        return !code.hasRemaining();
    }

    /** The number, truth value, text or run of bytes that an operation carries. */
    Object scalar(int op) {
        switch (op) {
            case 'N':
                return Unpickler.Token.NONE;
            case 0x88:
                return Boolean.TRUE;
            case 0x89:
                return Boolean.FALSE;
            case 'K':
                return (long) (next(1).get() & 255);
            case 'M':
                return (long) (next(2).getShort() & 0xffff);
            case 'J':
                return (long) next(4).getInt();
            case 0x8a:
                return integer(next(1).get() & 255);
            case 'G':
                double number = next(8).order(ByteOrder.BIG_ENDIAN).getDouble();
                code.order(ByteOrder.LITTLE_ENDIAN);
                return number;
            case 0x8c:
                return text(next(1).get() & 255);
            case 'X':
                return text(next(4).getInt() & 0xffffffffL);
            case 0x8d:
                return text(next(8).getLong());
            case 'U':
            case 'C':
                return latin(next(1).get() & 255);
            case 'T':
            case 'B':
                return latin(next(4).getInt() & 0xffffffffL);
            case 0x8e:
                return latin(next(8).getLong());
            default:
                throw damaged(String.format("the operation %02x is none that tensors and containers need", op));
        }
    }

    private Object integer(int length) {
        byte[] bytes = new byte[length];
        next(length).get(bytes);
        for (int i = 0; i < length / 2; i++) {
            byte swapped = bytes[i];
            bytes[i] = bytes[length - 1 - i];
            bytes[length - 1 - i] = swapped;
        }
        BigInteger value = length == 0 ? BigInteger.ZERO : new BigInteger(bytes);
        if (value.bitLength() < 64) {
            return value.longValue();
        }
        return value;
    }

    private String text(long length) {
        ByteBuffer bytes = run(length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw damaged("a text is not UTF-8");
        }
    }

    /** Bytes, and the texts of Python 2, one character each. */
    private String latin(long length) {
        return StandardCharsets.ISO_8859_1.decode(run(length)).toString();
    }

    private ByteBuffer run(long length) {
        ByteBuffer bytes = FileBytes.part(next(length), code.position(), (int) length);
        FileBytes.seek(code, code.position() + (int) length);
        return bytes;
    }

    String line() {
        StringBuilder line = new StringBuilder();
        while (true) {
            char c = (char) (next(1).get() & 255);
            if (c == '\n') {
                return line.toString();
            }
            if (line.append(c).length() > 1000) {
                throw damaged("a name has no end");
            }
        }
    }

    /** The code, once it is known to have so many bytes more. */
    ByteBuffer next(long count) {
        if (count < 0 || count > code.remaining()) {
            throw damaged("it ends early or is longer than " + Unpickler.LONGEST + " bytes: " + count
                    + " more are needed and " + code.remaining() + " are there");
        }
        return code;
    }

    WeightsException damaged(String what) {
        return file.refuse("has a damaged pickle, at its byte " + code.position() + ": " + what
                + "; fetch the file again, or save the state dict again with torch.save or as safetensors");
    }
}
