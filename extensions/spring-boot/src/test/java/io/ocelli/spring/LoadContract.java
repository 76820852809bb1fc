package io.ocelli.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.Classifier;
import io.ocelli.testing.JavaProcess;
import io.ocelli.testing.Relabelled;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A service in a process of its own under 200 clients for a minute, in whose middle the model is opened again and is another: each
 * request is answered, rightly, by one of the two, and by the second once it was opened.
 */
@Tag("proof")
public abstract class LoadContract {
    private static final int CLIENTS = 200;
    private static final int PICTURES = 8;
    private static final String BOUNDARY = "----picture";
    private static final long PATIENCE_NANOS = 120_000_000_000L;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicLong byTheFirst = new AtomicLong();
    private final AtomicLong byTheSecond = new AtomicLong();
    private final AtomicReference<String> failure = new AtomicReference<>();
    private final byte[][] pictures = new byte[PICTURES][];
    private final String[] labels = new String[PICTURES];
    private volatile boolean reloaded;
    private int port;

    @TempDir
    Path folder;

    private static byte[] picture(int seed) throws IOException {
        BufferedImage picture = new BufferedImage(500, 375, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        for (int i = 0; i < 12; i++) {
            graphics.setColor(Color.getHSBColor(seed * 0.17f + i * 0.05f, 0.8f, 0.4f + 0.05f * i));
            graphics.fillOval(i * 37 * (seed + 1) % 420, i * 53 % 300, 60 + 10 * seed, 90);
        }
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(picture, "jpg", out);
        return out.toByteArray();
    }

    private HttpResponse<String> classify(int picture) throws IOException, InterruptedException {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        form.writeBytes(
                ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"a.jpg\"\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        form.writeBytes(pictures[picture]);
        form.writeBytes(("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/classify"))
                        .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(form.toByteArray()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> reload() throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/ocelli/imagenet"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private Process service(Path model) throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        return JavaProcess.of(
                        List.of("-Xmx512m", "-Djava.awt.headless=true"),
                        Service.class,
                        "--server.port=" + port,
                        "--spring.main.banner-mode=off",
                        "--logging.level.root=warn",
                        "--management.endpoints.web.exposure.include=*",
                        "--management.endpoint.ocelli.access=unrestricted",
                        "--ocelli.classifiers.imagenet.model=" + model,
                        "--ocelli.classifiers.imagenet.serving=throughput")
                .inheritIO()
                .start();
    }

    private void firstAnswer(Process service) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < PATIENCE_NANOS && service.isAlive()) {
            try {
                assertThat(classify(0).statusCode()).isEqualTo(200);
                return;
            } catch (ConnectException e) {
                Thread.sleep(5); // it does not listen yet
            }
        }
        throw new AssertionError("The service did not answer");
    }

    private void ask(int picture) {
        boolean second = reloaded;
        try {
            HttpResponse<String> answer = classify(picture);
            String body = answer.body();
            if (answer.statusCode() == 200 && body.contains("\"second: " + labels[picture] + "\"")) {
                byTheSecond.incrementAndGet();
            } else if (answer.statusCode() == 200 && !second && body.contains("\"first: " + labels[picture] + "\"")) {
                byTheFirst.incrementAndGet();
            } else {
                failure.compareAndSet(null, (second ? "after the reload " : "") + answer.statusCode() + " " + body);
            }
        } catch (IOException | InterruptedException e) {
            failure.compareAndSet(null, e.toString());
        }
    }

    @Test
    void nothingIsLostAndNothingIsWrong() throws Exception {
        long seconds = Long.getLong("ocelli.load.seconds", 60);
        Path model = folder.resolve("model");
        try (Classifier classifier = Classifier.efficientnetLite0().pretrained().open()) {
            classifier.save(model);
            for (int i = 0; i < PICTURES; i++) {
                pictures[i] = picture(i);
                labels[i] = classifier.classify(pictures[i]).label();
            }
        }
        Relabelled.folder(model, "first");
        long begun = System.nanoTime();
        Process service = service(model);
        try {
            firstAnswer(service);
            double first = (System.nanoTime() - begun) / 1e9;
            long start = System.nanoTime();
            long end = start + seconds * 1_000_000_000L;
            ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
            List<Future<?>> all = new ArrayList<>();
            for (int c = 0; c < CLIENTS; c++) {
                int from = c;
                all.add(clients.submit(() -> {
                    for (int i = from; System.nanoTime() < end && failure.get() == null; i++) {
                        ask(i % PICTURES);
                    }
                }));
            }
            Thread.sleep(seconds * 500);
            Relabelled.folder(model, "second");
            long reloading = System.nanoTime();
            assertThat(reload().statusCode()).isEqualTo(200);
            reloaded = true;
            double reload = (System.nanoTime() - reloading) / 1e9;
            for (Future<?> each : all) {
                each.get();
            }
            clients.shutdown();
            double took = (System.nanoTime() - start) / 1e9;
            long right = byTheFirst.get() + byTheSecond.get();
            System.out.printf(
                    "start to first answer %.2f s; %d clients, %.0f s: %d right answers (%.1f a second, %d by the first"
                            + " model), reload %.2f s, failure: %s%n",
                    first, CLIENTS, took, right, right / took, byTheFirst.get(), reload, failure.get());
            assertThat(failure.get()).isNull();
            assertThat(byTheFirst.get()).isPositive();
            assertThat(byTheSecond.get()).isPositive();
        } finally {
            service.destroy();
        }
        assertThat(service.waitFor()).as("SIGTERM ends it in order").isIn(0, 143);
    }
}
