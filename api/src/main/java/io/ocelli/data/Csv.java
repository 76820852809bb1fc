package io.ocelli.data;

import com.google.common.collect.ImmutableList;
import io.ocelli.error.ImageException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Comma-separated values as RFC 4180 has them: fields may be quoted, and quoted ones hold commas, quotes and lines. */
final class Csv {
    private final String text;
    private final String name;
    private int at;
    private int line = 1;

    /** A record and the line that it begins in, from 1. */
    record Row(int line, List<String> fields) {}

    private Csv(String text, String name) {
        this.text = text;
        this.name = name;
    }

    /** The records of a text; empty lines are none, and a byte order mark is skipped. */
    static List<Row> read(String text, String name) {
        Csv csv = new Csv(text, name);
        csv.at = text.startsWith("\uFEFF") ? 1 : 0;
        List<Row> rows = new ArrayList<>();
        while (csv.at < text.length()) {
            Row row = csv.row();
            if (row.fields().size() > 1 || !row.fields().get(0).trim().isEmpty()) {
                rows.add(row);
            }
        }
        return rows;
    }

    /**
     * The text of a file.
     *
     * @throws ImageException if it is not in UTF-8
     */
    static String text(byte[] file, String name) {
        boolean marked = file.length > 1 && (file[0] & 255) + (file[1] & 255) == 0xFF + 0xFE;
        for (int i = 0; i < file.length; i++) {
            if (marked || file[i] == 0) {
                throw new ImageException(name + " is in UTF-16, or no text at all: byte " + i + " is " + (file[i] & 255)
                        + ". A table is in UTF-8: save it so.");
            }
        }
        ByteBuffer bytes = ByteBuffer.wrap(file);
        CharBuffer text = CharBuffer.allocate(file.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(bytes, text, true);
        ((Buffer) text).flip(); // CharBuffer has no flip of its own on Android 26
        if (result.isError()) {
            int line = 1;
            for (int i = 0; i < bytes.position(); i++) {
                line += file[i] == '\n' ? 1 : 0;
            }
            throw new ImageException(name + ", line " + line + ": a table is in UTF-8, and its byte "
                    + (file[bytes.position()] & 255) + " here is not; if it is in Latin-1 or Windows-1252, save it in"
                    + " UTF-8.");
        }
        return text.toString();
    }

    /** What to do where a record is of one field that seems to be several; empty where it does not. */
    static String separator(Row row) {
        String field = row.fields().get(0);
        for (String separator : ImmutableList.of(";", "\t", "|")) {
            if (row.fields().size() == 1 && field.contains(separator)) {
                return ". Fields are separated by commas, and here "
                        + (separator.equals("\t") ? "a tab" : "'" + separator + "'")
                        + " seems to be in their place: save the table with commas.";
            }
        }
        return "";
    }

    private Row row() {
        int begins = line;
        List<String> fields = new ArrayList<>();
        while (true) {
            fields.add(peek() == '"' ? quoted() : plain());
            if (peek() == ',') {
                at++;
                continue;
            }
            endLine();
            return new Row(begins, fields);
        }
    }

    private String plain() {
        int begins = at;
        while (peek() != ',' && peek() != '\n' && peek() != '\r' && peek() != END) {
            at++;
        }
        return text.substring(begins, at);
    }

    private String quoted() {
        int begins = line;
        StringBuilder field = new StringBuilder();
        at++;
        while (true) {
            int c = peek();
            at++;
            if (c == END) {
                throw new ImageException(
                        name + ", line " + begins + ": the quoted field that begins here does not end; add a \"");
            } else if (c != '"') {
                line += c == '\n' ? 1 : 0;
                field.append((char) c);
            } else if (peek() == '"') {
                field.append('"');
                at++;
            } else {
                break;
            }
        }
        int next = peek();
        if (next != ',' && next != '\n' && next != '\r' && next != END) {
            throw new ImageException(name + ", line " + line + ": a quoted field ends at its second \", received '"
                    + (char) next + "' after it; write a quote inside a field twice");
        }
        return field.toString();
    }

    private void endLine() {
        if (peek() == '\r') {
            at++;
        }
        if (peek() == '\n') {
            at++;
        }
        line++;
    }

    private static final int END = -1;

    private int peek() {
        return at < text.length() ? text.charAt(at) : END;
    }
}
