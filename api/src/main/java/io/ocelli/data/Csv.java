package io.ocelli.data;

import io.ocelli.error.ImageException;
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
