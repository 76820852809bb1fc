package io.ocelli.samples.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients do that are slow, wrong or wicked; and what goes wrong in the server itself. */
class HostileClientsTest {
    private static final int UPLOAD_SECONDS = 3;
    private static final byte[] PICTURE = Running.picture(1, 320, 240);

    private static Running running;

    @BeforeAll
    static void start() {
        running = running();
    }

    private static Running running() {
        return new Running(Limits.DEFAULT
                .withQueue(100)
                .withMaxBytes(1 << 20)
                .withMaxPixels(1_000_000)
                .withUploadSeconds(UPLOAD_SECONDS));
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    private static JsonObject object(String answer) {
        assertThat(answer).containsIgnoringCase("Content-Type: application/problem+json");
        return JsonParser.parseString(answer.substring(answer.indexOf("\r\n\r\n") + 4))
                .getAsJsonObject();
    }

    private static String detail(HttpResponse<String> response) {
        return JsonParser.parseString(response.body())
                .getAsJsonObject()
                .get("detail")
                .getAsString();
    }

    private static int count(Running server, int code) throws Exception {
        String metrics = server.get("/metrics").body();
        String name = "ocelli_requests_total{code=\"" + code + "\"} ";
        int at = metrics.indexOf(name) + name.length();
        return Integer.parseInt(metrics.substring(at, metrics.indexOf('\n', at)));
    }

    @Test
    void halfSentBodiesKeepNobodyFromAnAnswer() throws Exception {
        List<RawConnection> halves = new ArrayList<>();
        try {
            for (int i = 0; i < 90; i++) {
                halves.add(RawConnection.picture(running.at("/"), 1000).write(new byte[10]));
            }
            long start = System.nanoTime();
            assertThat(running.get("/health").statusCode()).isEqualTo(200);
            assertThat(running.post("/classify", PICTURE).statusCode()).isEqualTo(200);
            assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start))
                    .isLessThan(UPLOAD_SECONDS);
            for (RawConnection half : halves) {
                String answer = half.answer();
                assertThat(answer).startsWith("HTTP/1.1 408 ");
                assertThat(object(answer).get("detail").getAsString())
                        .isEqualTo("A picture arrives within 3 s; send a smaller one, or by a faster way");
            }
        } finally {
            for (RawConnection half : halves) {
                half.close();
            }
        }
        assertThat(running.get("/metrics").body()).contains("ocelli_places_taken 0\n");
    }

    @Test
    void aBodyThatDribblesHasNoMoreTimeThanOthers() throws Exception {
        try (RawConnection slow = RawConnection.picture(running.at("/"), 1000)) {
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> {
                try {
                    return slow.answer();
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            long start = System.nanoTime();
            while (!answer.isDone() && System.nanoTime() - start < 10_000_000_000L) {
                try {
                    slow.write(new byte[1]);
                } catch (java.io.IOException e) {
                    break; // closed by the server
                }
                Thread.sleep(100);
            }

            assertThat(answer.get(1, TimeUnit.SECONDS)).startsWith("HTTP/1.1 408 ");
            assertThat((System.nanoTime() - start) / 1e9).isLessThan(UPLOAD_SECONDS + 2.0);
        }
    }

    @Test
    void aMalformedChunkIs400() throws Exception {
        int before = count(running, 400);
        try (RawConnection connection = new RawConnection(running.at("/"))) {
            String answer = connection
                    .write(
                            "POST /classify HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n")
                    .answer();

            assertThat(answer).startsWith("HTTP/1.1 400 ");
            assertThat(object(answer).get("detail").getAsString()).startsWith("The body of the request is damaged");
        }
        assertThat(count(running, 400)).isEqualTo(before + 1);
    }

    @Test
    void aMalformedRequestIs400InJson() throws Exception {
        try (RawConnection connection = new RawConnection(running.at("/"))) {
            String answer = connection.write("NONSENSE\r\n\r\n").answer();

            assertThat(answer).startsWith("HTTP/1.1 400 ");
            assertThat(object(answer).has("detail")).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "OPTIONS,/classify,POST",
        "GET,/classify,POST",
        "BREW,/classify,POST",
        "DELETE,/health,'GET, HEAD'",
        "POST,/,'GET, HEAD'"
    })
    void aWrongMethodIs405WithThoseThatAreAllowed(String method, String path, String allowed) throws Exception {
        HttpResponse<String> response = running.send(HttpRequest.newBuilder(running.at(path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build());

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).hasValue(allowed);
        assertThat(detail(response)).isEqualTo(path + " takes " + allowed + ", received " + method);
    }

    @Test
    void aPathThatThereIsNotIsToldInJson() throws Exception {
        HttpResponse<String> response = running.get("/absent");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(detail(response))
                .isEqualTo(
                        "There is no /absent; there are [/, /batch, /classify, /health, /metrics, /models, /models/{name},"
                                + " /models/{name}/batch, /models/{name}/classify, /models/{name}/reload, /openapi.json]");
    }

    @Test
    void aSmallFileOfManyPixelsIs413BeforeItIsDecoded() throws Exception {
        byte[] bomb = Bomb.png(20_000, 20_000);
        HttpResponse<String> response = running.post("/classify", bomb);

        assertThat(bomb.length).isLessThan(200_000);
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(detail(response))
                .isEqualTo(
                        "A picture has at most 1000000 pixels, and this one claims 20000 x 20000; send a smaller one");
    }

    @Test
    void whoAsksBeforeSendingIsRefusedWithoutHavingSent() throws Exception {
        try (RawConnection connection = new RawConnection(running.at("/"))) {
            String answer = connection
                    .write("POST /classify HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nConnection: close\r\n"
                            + "Content-Length: 99999999\r\n\r\n")
                    .answer();

            assertThat(answer).startsWith("HTTP/1.1 413 ");
            assertThat(object(answer).get("detail").getAsString())
                    .isEqualTo("A picture has at most 1048576 bytes; send a smaller one");
        }
    }

    @Test
    void aFailureThatIsNoPicturesFaultIs500AndCounted() throws Exception {
        try (Running broken = running()) {
            broken.classifier.close();
            HttpResponse<String> response = broken.post("/classify", PICTURE);

            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(detail(response))
                    .startsWith("The server failed, and its log says where: java.lang.IllegalStateException");
            assertThat(count(broken, 500)).isEqualTo(1);
        }
    }

    @Test
    void itClosesWhenThoseThatHaveAPlaceAreAnswered() throws Exception {
        Running ending = running();
        try (RawConnection begun = RawConnection.picture(ending.at("/"), PICTURE.length)) {
            begun.write(java.util.Arrays.copyOf(PICTURE, 100));
            while (!ending.get("/metrics").body().contains("ocelli_places_taken 1\n")) {
                Thread.sleep(10);
            }
            CompletableFuture<Void> closed = CompletableFuture.runAsync(ending::close);
            while (ending.get("/health").statusCode() != 503) {
                Thread.sleep(10);
            }
            HttpResponse<String> late = ending.post("/classify", PICTURE);
            assertThat(late.statusCode()).isEqualTo(503);
            assertThat(detail(late)).isEqualTo("The server is ending; ask the one that follows it");
            assertThat(closed).isNotDone();

            begun.write(java.util.Arrays.copyOfRange(PICTURE, 100, PICTURE.length));
            assertThat(begun.answer()).startsWith("HTTP/1.1 200 ");
            closed.get(10, TimeUnit.SECONDS);
        }
    }
}
