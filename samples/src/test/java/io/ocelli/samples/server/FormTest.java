package io.ocelli.samples.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A picture in a form, as a browser and {@code curl -F} send it. */
class FormTest {
    private static final byte[] PICTURE = Running.picture(6, 320, 240);

    private static Running running;

    @BeforeAll
    static void start() {
        running = new Running(8, 1 << 20);
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    private static byte[] part(String disposition, byte[] content) throws IOException {
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        part.write(("--edge\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        part.write(content);
        part.write("\r\n".getBytes(StandardCharsets.UTF_8));
        return part.toByteArray();
    }

    private static HttpResponse<String> sendParts(byte[]... parts) throws Exception {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            form.write(part);
        }
        form.write("--edge--\r\n".getBytes(StandardCharsets.UTF_8));
        return send(form.toByteArray());
    }

    private static HttpResponse<String> send(byte[] form) throws Exception {
        return running.send(HttpRequest.newBuilder(running.at("/classify?top=1"))
                .header("Content-Type", "multipart/form-data; boundary=edge")
                .POST(HttpRequest.BodyPublishers.ofByteArray(form))
                .build());
    }

    @Test
    void itsFileIsThePicture() throws Exception {
        HttpResponse<String> response = sendParts(
                part("name=\"note\"", "hello".getBytes()), part("name=\"picture\"; filename=\"a.jpg\"", PICTURE));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body())
                .contains("\"index\":" + running.classifier.classify(PICTURE).index() + ",");
    }

    @Test
    void itsOnlyFieldIsThePicture() throws Exception {
        HttpResponse<String> response = sendParts(part("name=\"picture\"", PICTURE));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    @Test
    void anEmptyFieldIsNoPicture() throws Exception {
        HttpResponse<String> response =
                sendParts(part("name=\"note\"", new byte[0]), part("name=\"picture\"; filename=\"a.jpg\"", PICTURE));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    @Test
    void twoFilesAreRefused() throws Exception {
        HttpResponse<String> response = sendParts(
                part("name=\"a\"; filename=\"a.jpg\"", PICTURE), part("name=\"b\"; filename=\"b.jpg\"", PICTURE));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .contains("\"detail\":\"A form has one picture, as a file (curl -F picture=@photo.jpg); received 2"
                        + " files in the fields [a, b]; several go to /batch\"");
    }

    @Test
    void aFormThatEndsEarlyIsDamaged() throws Exception {
        byte[] whole = part("name=\"picture\"; filename=\"a.jpg\"", PICTURE);
        HttpResponse<String> response = send(Arrays.copyOf(whole, whole.length / 2));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("\"detail\":\"The form is damaged or ends early: ");
    }

    @Test
    void aFormWithoutABoundaryIsRefused() throws Exception {
        HttpResponse<String> response = running.send(HttpRequest.newBuilder(running.at("/classify"))
                .header("Content-Type", "multipart/form-data")
                .POST(HttpRequest.BodyPublishers.ofByteArray(PICTURE))
                .build());

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("The Content-Type of a form names its boundary");
    }
}
