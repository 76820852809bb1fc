package io.ocelli.samples.server;

import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;

/** The picture in a body: the body itself, or the one file of a form (multipart/form-data, RFC 7578). */
final class Form {
    private static final String MULTIPART = "multipart/form-data";
    private static final int MOST_PARTS = 100;

    private Form() {}

    static byte[] picture(@Nullable String contentType, byte[] body) {
        if (contentType == null || !contentType.toLowerCase(Locale.ROOT).startsWith(MULTIPART)) {
            return body;
        }
        String boundary = MultiPart.extractBoundary(contentType);
        if (boundary == null) {
            throw wrong("The Content-Type of a form names its boundary, received '" + contentType + "'");
        }
        MultiPartFormData.Parser parser = new MultiPartFormData.Parser(boundary);
        parser.setMaxParts(MOST_PARTS);
        parser.setMaxMemoryFileSize(-1); // nothing goes to the disk: the body is in memory already
        try (MultiPartFormData.Parts parts =
                parser.parse(Content.Source.from(ByteBuffer.wrap(body))).join()) {
            return only(parts);
        } catch (CompletionException | IOException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw wrong("The form is damaged or ends early: " + cause.getMessage());
        }
    }

    private static byte[] only(MultiPartFormData.Parts parts) throws IOException {
        List<MultiPart.Part> files = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (MultiPart.Part part : parts) {
            names.add(part.getName());
            if (part.getFileName() != null) {
                files.add(part);
            }
        }
        if (files.isEmpty() && parts.size() == 1) {
            files.add(parts.get(0));
        }
        if (files.size() != 1) {
            throw wrong("A form has one picture, as a file (curl -F picture=@photo.jpg); received " + files.size()
                    + " files in the fields " + names);
        }
        return BufferUtil.toArray(Content.Source.asByteBuffer(files.get(0).getContentSource()));
    }

    private static Refusal wrong(String message) {
        return new Refusal(HttpStatus.BAD_REQUEST, message);
    }
}
