package io.ocelli.samples.server;

import io.ocelli.Classifier;
import io.ocelli.engine.Preset;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import javax.imageio.ImageIO;

/** A server on a free port and a client of it. */
final class Running implements AutoCloseable {
    final Classifier classifier;
    final ClassifierServer server;
    private final Client client;

    Running(int queue, int maxBytes) {
        this(Limits.DEFAULT.withQueue(queue).withMaxBytes(maxBytes).withMaxPixels(1_000_000));
    }

    Running(Limits limits) {
        this(Access.FREE, limits);
    }

    Running(Access access, Limits limits) {
        classifier = Classifier.efficientnetLite0()
                .pretrained()
                .serving(Preset.THROUGHPUT)
                .open();
        server = Service.of("lite0", () -> classifier)
                .at("127.0.0.1", 0)
                .with(limits)
                .with(access)
                .start();
        client = new Client(server.port());
    }

    URI at(String path) {
        return client.at(path);
    }

    HttpResponse<String> get(String path) throws Exception {
        return client.get(path);
    }

    HttpResponse<String> send(HttpRequest request) throws Exception {
        return client.send(request);
    }

    HttpResponse<String> post(String path, byte[] body) throws Exception {
        return client.post(path, body);
    }

    /** A JPEG that this test renders. */
    static byte[] picture(int seed, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        Color from = Color.getHSBColor(seed * 0.13f, 0.8f, 0.9f);
        graphics.setPaint(new GradientPaint(0, 0, from, width, height, Color.getHSBColor(seed * 0.29f, 0.6f, 0.3f)));
        graphics.fillRect(0, 0, width, height);
        graphics.setColor(Color.getHSBColor(seed * 0.41f, 0.9f, 1));
        for (int i = 0; i < 4 + seed % 7; i++) {
            graphics.fillOval(i * width / 8, (i * 37 + seed * 11) % height, width / 6, height / 5);
        }
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "jpg", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        server.close();
        classifier.close();
    }
}
