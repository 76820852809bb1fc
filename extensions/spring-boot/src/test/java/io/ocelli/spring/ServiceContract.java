package io.ocelli.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.Classifier;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** A service through HTTP, the same for each Spring Boot. */
public abstract class ServiceContract {
    private static final String BOUNDARY = "----picture";

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static ConfigurableApplicationContext application;
    private static String address;

    @BeforeAll
    static void start() {
        application = SpringApplication.run(
                Service.class,
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--logging.level.root=warn",
                "--management.endpoints.web.exposure.include=*",
                "--management.endpoint.health.show-details=always",
                "--management.endpoint.ocelli.access=unrestricted",
                "--ocelli.classifiers.imagenet.model=efficientnet_lite0",
                "--ocelli.classifiers.imagenet.serving=throughput");
        address = "http://localhost:" + application.getEnvironment().getProperty("local.server.port");
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    private static byte[] png() throws IOException {
        BufferedImage picture = new BufferedImage(260, 240, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 240; i++) {
            picture.setRGB(i, i / 2, 0xff8800 + i);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", out);
        return out.toByteArray();
    }

    private static HttpRequest upload(byte[] picture) throws IOException {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        form.writeBytes(
                ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"a.png\"\r\n"
                                + "Content-Type: application/octet-stream\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        form.writeBytes(picture);
        form.writeBytes(("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        return HttpRequest.newBuilder(URI.create(address + "/classify"))
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(HttpRequest.BodyPublishers.ofByteArray(form.toByteArray()))
                .build();
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(address + path)).build());
    }

    private static HttpResponse<String> reload(String name) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(address + "/actuator/ocelli/" + name))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build());
    }

    @Test
    void anUploadIsAnsweredAsTheClassifierAnswers() throws Exception {
        HttpResponse<String> answer = send(upload(png()));

        assertThat(answer.statusCode()).isEqualTo(200);
        try (Classifier same = Classifier.efficientnetLite0().pretrained().open()) {
            assertThat(answer.body()).contains("\"" + same.classify(png()).label() + "\"");
        }
    }

    @Test
    void whatIsNoPictureIsAProblemOfTheSender() throws Exception {
        HttpResponse<String> answer = send(upload(new byte[] {1, 2, 3}));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body())
                .contains(
                        "\"title\":\"Unreadable picture\"",
                        "\"detail\":\"upload 'a.png' is in none of the formats that are read");
    }

    @Test
    void healthTellsOfEachClassifier() throws Exception {
        HttpResponse<String> answer = get("/actuator/health");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"ocelli\":{", "\"imagenet\":{", "\"engine\":\"onnxruntime\"");
    }

    @Test
    void metersTellTheStages() throws Exception {
        send(upload(png()));

        assertThat(get("/actuator/metrics/ocelli.classify.stage?tag=classifier:imagenet&tag=stage:network")
                        .body())
                .contains("\"statistic\":\"COUNT\"");
        assertThat(get("/actuator/metrics/ocelli.classified?tag=outcome:success")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aReloadLosesNoRequest() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            answers.add(CLIENT.sendAsync(upload(png()), HttpResponse.BodyHandlers.ofString()));
            if (i % 20 == 10) {
                assertThat(reload("imagenet").statusCode()).isEqualTo(200);
            }
        }
        String expected = send(upload(png())).body();
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            assertThat(answer.join().statusCode()).isEqualTo(200);
            assertThat(answer.join().body()).isEqualTo(expected);
        }
    }

    @Test
    void anUnknownClassifierIsNotReloaded() throws Exception {
        assertThat(reload("nobody").statusCode()).isEqualTo(400);
    }
}
