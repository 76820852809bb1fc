package io.ocelli.samples.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens, rates and ids. */
class AccessTest {
    private static final String OLD = "0123456789abcdef-old";
    private static final String NEW = "0123456789abcdef-new";
    private static final byte[] PICTURE = Running.picture(1, 64, 48);

    private static Running running;

    @BeforeAll
    static void start() {
        running = new Running(Access.FREE.withTokens(List.of(OLD, NEW)), Limits.DEFAULT.withMaxPixels(1_000_000));
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    private static HttpResponse<String> ask(Running server, String method, String path, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.at(path))
                .method(
                        method,
                        method.equals("POST")
                                ? HttpRequest.BodyPublishers.ofByteArray(PICTURE)
                                : HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return server.send(request.build());
    }

    private static String detail(HttpResponse<String> response) {
        return JsonParser.parseString(response.body())
                .getAsJsonObject()
                .get("detail")
                .getAsString();
    }

    @Test
    void whoHasNoTokenIsToldHowToSendOne() throws Exception {
        for (String path : List.of("/models", "/models/lite0", "/metrics")) {
            assertThat(ask(running, "GET", path).statusCode()).as(path).isEqualTo(401);
        }
        HttpResponse<String> response = ask(running, "POST", "/classify");
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        assertThat(detail(response))
                .isEqualTo("This server answers who has a token; send the header 'Authorization: Bearer TOKEN'");
    }

    @Test
    void eachTokenOfTheServerIsOne() throws Exception {
        assertThat(ask(running, "POST", "/classify", "Authorization", "Bearer " + OLD)
                        .statusCode())
                .isEqualTo(200);
        assertThat(ask(running, "POST", "/classify", "Authorization", "bearer " + NEW)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void anotherTokenIsNone() throws Exception {
        for (String wrong :
                List.of("Bearer " + OLD + "x", "Bearer " + OLD.substring(1), "Basic " + OLD, OLD, "Bearer ")) {
            HttpResponse<String> response = ask(running, "POST", "/classify", "Authorization", wrong);
            assertThat(response.statusCode()).as(wrong).isEqualTo(401);
            assertThat(response.headers().firstValue("WWW-Authenticate")).hasValue("Bearer error=\"invalid_token\"");
            assertThat(detail(response)).isEqualTo("The token is not one of this server's; ask who runs it");
        }
    }

    @Test
    void thePageAndHealthNeedNoneAndHealthSaysNoMoreThanNeeded() throws Exception {
        assertThat(ask(running, "GET", "/").statusCode()).isEqualTo(200);
        assertThat(ask(running, "GET", "/openapi.json").statusCode()).isEqualTo(200);
        assertThat(ask(running, "GET", "/health").body()).isEqualTo("{\"status\":\"ok\"}");
        assertThat(ask(running, "GET", "/health", "Authorization", "Bearer " + OLD)
                        .body())
                .contains("efficientnet_lite0");
    }

    @Test
    void whoHasNoTokenOpensNothingAgain() throws Exception {
        assertThat(ask(running, "POST", "/models/lite0/reload").statusCode()).isEqualTo(401);
        HttpResponse<String> unknown = ask(running, "POST", "/models/other/reload", "Authorization", "Bearer " + OLD);
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(detail(unknown)).isEqualTo("There is no model 'other'; there are [lite0]");
    }

    @Test
    void aRequestKeepsItsIdOrGetsOne() throws Exception {
        HttpResponse<String> named = ask(running, "GET", "/absent", "X-Request-Id", "job-7:a");
        assertThat(named.headers().firstValue("X-Request-Id")).hasValue("job-7:a");
        assertThat(named.body()).contains("\"requestId\":\"job-7:a\"");
        for (String unusable : List.of("a b", "<script>", "x".repeat(129))) {
            String id = ask(running, "GET", "/health", "X-Request-Id", unusable)
                    .headers()
                    .firstValue("X-Request-Id")
                    .orElseThrow();
            assertThat(id).matches("[0-9a-f-]{36}");
        }
        assertThat(ask(running, "POST", "/classify").headers().firstValue("X-Request-Id"))
                .isPresent();
    }

    @Test
    void aClientAsksAboutSoManyPicturesASecond() throws Exception {
        try (Running limited = new Running(Access.FREE.withRate(0.01, 3), Limits.DEFAULT.withMaxPixels(1_000_000))) {
            assertThat(ask(limited, "POST", "/classify").statusCode()).isEqualTo(200);
            Multipart three = new Multipart();
            for (int i = 0; i < 3; i++) {
                three.file(i + ".jpg", PICTURE);
            }
            assertThat(limited.send(three.to(limited.at("/batch")).build()).statusCode())
                    .isEqualTo(200);
            HttpResponse<String> often = ask(limited, "POST", "/classify");

            assertThat(often.statusCode()).isEqualTo(429);
            int seconds =
                    Integer.parseInt(often.headers().firstValue("Retry-After").orElseThrow());
            assertThat(seconds).isBetween(190, 200); // one picture in debt, and one to ask about
            assertThat(detail(often))
                    .isEqualTo("A client asks about 0.01 pictures a second, and 3 at once; try again in " + seconds
                            + " s");
            assertThat(ask(limited, "GET", "/health").statusCode()).isEqualTo(200);
            assertThat(limited.get("/metrics").body()).contains("ocelli_requests_total{code=\"429\"} 1\n");
        }
    }

    @Test
    void tokensCannotBeTriedForLong() throws Exception {
        Access access = new Access(List.of(OLD), 0.01, 2);
        try (Running limited = new Running(access, Limits.DEFAULT)) {
            assertThat(ask(limited, "GET", "/models", "Authorization", "Bearer a")
                            .statusCode())
                    .isEqualTo(401);
            assertThat(ask(limited, "GET", "/models", "Authorization", "Bearer b")
                            .statusCode())
                    .isEqualTo(401);
            assertThat(ask(limited, "GET", "/models", "Authorization", "Bearer c")
                            .statusCode())
                    .isEqualTo(429);
        }
    }

    @Test
    void aShortTokenIsRefused(@TempDir Path folder) throws Exception {
        assertThatThrownBy(() -> Access.FREE.withTokens(List.of(OLD, "short")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A token is 16 or more letters, digits and ._~+/=- ('openssl rand -hex 32' makes one), and"
                        + " number 2 is not");
        Path file = Files.writeString(folder.resolve("tokens"), "\n" + OLD + " \n" + NEW + "\n");
        assertThat(Access.tokens(file)).containsExactly(OLD, NEW);
        Files.writeString(file, "\n\n");
        assertThatThrownBy(() -> Access.tokens(file))
                .hasMessage("A file of tokens has one a line, and there is none in " + file);
        assertThat(Access.FREE.withTokens(List.of(OLD)).toString()).doesNotContain(OLD);
    }
}
