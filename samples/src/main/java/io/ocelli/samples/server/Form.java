package io.ocelli.samples.server;

import io.javalin.http.HttpStatus;
import io.ocelli.data.Datum;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;

/**
 * A picture in a body: the body itself, or the one file of a form (multipart/form-data, RFC 7578), and the form's other fields.
 *
 * @param picture null where there is none
 * @param fields texts by name
 */
record Form(byte @Nullable [] picture, Map<String, Datum> fields) {
    private static final String MULTIPART = "multipart/form-data";
    private static final int MOST_PARTS = 1000;

    /**
     * One of several pictures.
     *
     * @param name its file's
     */
    record Named(String name, byte[] picture) {}

    static boolean isForm(@Nullable String contentType) {
        return contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith(MULTIPART);
    }

    /** @param beside whether the classifier looks at fields too, so that the picture may be missing */
    static Form of(@Nullable String contentType, byte[] body, boolean beside) {
        if (contentType == null || !isForm(contentType)) {
            return new Form(body, Map.of());
        }
        return parsed(contentType, body, parts -> read(parts, beside));
    }

    /** The files of a form, in their order. */
    static List<Named> batch(String contentType, byte[] body) {
        return parsed(contentType, body, parts -> {
            List<Named> files = new ArrayList<>();
            List<String> names = new ArrayList<>();
            for (MultiPart.Part part : parts) {
                names.add(part.getName());
                if (part.getFileName() != null) {
                    files.add(new Named(part.getFileName(), content(part)));
                }
            }
            if (files.isEmpty()) {
                throw wrong(
                        "A batch is a form with pictures as files (curl -F picture=@a.jpg -F picture=@b.jpg); received"
                                + " none, but the fields " + names);
            }
            return files;
        });
    }

    private interface Reading<T> {
        T of(MultiPartFormData.Parts parts) throws IOException;
    }

    private static <T> T parsed(String contentType, byte[] body, Reading<T> reading) {
        String boundary = MultiPart.extractBoundary(contentType);
        if (boundary == null) {
            throw wrong("The Content-Type of a form names its boundary, received '" + contentType + "'");
        }
        MultiPartFormData.Parser parser = new MultiPartFormData.Parser(boundary);
        parser.setMaxParts(MOST_PARTS);
        parser.setMaxMemoryFileSize(-1); // nothing goes to the disk: the body is in memory already
        try (MultiPartFormData.Parts parts =
                parser.parse(Content.Source.from(ByteBuffer.wrap(body))).join()) {
            return reading.of(parts);
        } catch (CompletionException | IOException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw wrong("The form is damaged or ends early: " + cause.getMessage());
        }
    }

    private static Form read(MultiPartFormData.Parts parts, boolean beside) throws IOException {
        List<MultiPart.Part> files = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (MultiPart.Part part : parts) {
            names.add(part.getName());
            if (part.getFileName() != null) {
                files.add(part);
            }
        }
        if (files.isEmpty() && parts.size() == 1 && !beside) {
            files.add(parts.get(0));
        }
        if (files.size() > 1 || files.isEmpty() && !beside) {
            throw wrong("A form has one picture, as a file (curl -F picture=@photo.jpg); received " + files.size()
                    + " files in the fields " + names + (files.size() > 1 ? "; several go to /batch" : ""));
        }
        Map<String, Datum> fields = new LinkedHashMap<>();
        for (MultiPart.Part part : parts) {
            String name = part.getName();
            if (beside && name != null && !files.contains(part)) {
                fields.put(name, Datum.text(new String(content(part), StandardCharsets.UTF_8)));
            }
        }
        return new Form(files.isEmpty() ? null : content(files.get(0)), fields);
    }

    private static byte[] content(MultiPart.Part part) throws IOException {
        return BufferUtil.toArray(Content.Source.asByteBuffer(part.getContentSource()));
    }

    private static Refusal wrong(String message) {
        return new Refusal(HttpStatus.BAD_REQUEST, message);
    }
}
