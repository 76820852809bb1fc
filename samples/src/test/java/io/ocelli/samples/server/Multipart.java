package io.ocelli.samples.server;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;

/** A form as a client sends it. */
final class Multipart {
    private final ByteArrayOutputStream parts = new ByteArrayOutputStream();

    Multipart file(String name, byte[] content) {
        return part("name=\"picture\"; filename=\"" + name + "\"", content);
    }

    Multipart field(String name, String value) {
        return part("name=\"" + name + "\"", value.getBytes(StandardCharsets.UTF_8));
    }

    private Multipart part(String disposition, byte[] content) {
        parts.writeBytes(("--edge\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        parts.writeBytes(content);
        parts.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        return this;
    }

    HttpRequest.Builder to(URI address) {
        byte[] end = "--edge--\r\n".getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        form.writeBytes(parts.toByteArray());
        form.writeBytes(end);
        return HttpRequest.newBuilder(address)
                .header("Content-Type", "multipart/form-data; boundary=edge")
                .POST(HttpRequest.BodyPublishers.ofByteArray(form.toByteArray()));
    }
}
