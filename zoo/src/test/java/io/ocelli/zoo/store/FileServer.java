package io.ocelli.zoo.store;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.PublishedWeights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A server of one file on the loopback address. It misbehaves as told, one request after the other, and then serves. */
final class FileServer implements AutoCloseable {
    /** What was asked for. */
    record Asked(
            String path, @Nullable String range, @Nullable String ifRange) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<HttpHandler> script = new ConcurrentLinkedQueue<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile byte[] content;
    private volatile @Nullable String tag = "\"first\"";

    FileServer(int bytes) {
        content = random(bytes, 1);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    static byte[] random(int bytes, long seed) {
        byte[] random = new byte[bytes];
        new Random(seed).nextBytes(random);
        return random;
    }

    byte[] content() {
        return content;
    }

    int port() {
        return server.getAddress().getPort();
    }

    String address() {
        return "http://127.0.0.1:" + port();
    }

    /** A row whose file is here. */
    PublishedWeights row(@Nullable String sha256) {
        return row(sha256, 0);
    }

    PublishedWeights row(@Nullable String sha256, long bytes) {
        return row("net.pth", address() + "/net.pth", sha256, bytes);
    }

    static PublishedWeights row(String file, String url, @Nullable String sha256, long bytes) {
        return new PublishedWeights(
                "V1", file, url, sha256, bytes, "MIT", "-", 0, Preprocessing.imagenet(), Map.of(), 0, 0);
    }

    /** The next requests are answered so. */
    FileServer then(HttpHandler... handlers) {
        script.addAll(Arrays.asList(handlers));
        return this;
    }

    /** The file is another from now on. */
    void change(byte[] other, @Nullable String otherTag) {
        content = other;
        tag = otherTag;
    }

    List<Asked> asked() {
        return asked;
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(new Asked(
                exchange.getRequestURI().getPath(),
                exchange.getRequestHeaders().getFirst("Range"),
                exchange.getRequestHeaders().getFirst("If-Range")));
        HttpHandler next = script.poll();
        try (exchange) {
            (next == null ? (HttpHandler) this::serve : next).handle(exchange);
        }
    }

    /** As a server should: the whole, or the rest where the version is the one asked for. */
    void serve(HttpExchange exchange) throws IOException {
        send(exchange, Integer.MAX_VALUE);
    }

    /** Cuts the connection after so many bytes of the body. */
    HttpHandler cutAfter(int bytes) {
        return exchange -> send(exchange, bytes);
    }

    /** The whole, whatever was asked for. */
    void ignoreRange(HttpExchange exchange) throws IOException {
        exchange.getRequestHeaders().remove("Range");
        serve(exchange);
    }

    private void send(HttpExchange exchange, int most) throws IOException {
        byte[] now = content;
        if (tag != null) {
            exchange.getResponseHeaders().add("ETag", tag);
        }
        String range = exchange.getRequestHeaders().getFirst("Range");
        String version = exchange.getRequestHeaders().getFirst("If-Range");
        boolean part = range != null && (version == null || version.equals(tag));
        int start = part ? Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1")) : 0;
        if (part && start >= now.length) {
            exchange.getResponseHeaders().add("Content-Range", "bytes */" + now.length);
            exchange.sendResponseHeaders(416, -1);
            return;
        }
        if (part) {
            exchange.getResponseHeaders()
                    .add("Content-Range", "bytes " + start + "-" + (now.length - 1) + "/" + now.length);
        }
        exchange.sendResponseHeaders(part ? 206 : 200, now.length - start);
        exchange.getResponseBody().write(now, start, Math.min(most, now.length - start));
        exchange.getResponseBody().flush();
    }

    static HttpHandler status(int status, String... headers) {
        return exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            exchange.sendResponseHeaders(status, -1);
        };
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
