package io.ocelli.samples.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.ocelli.Classifier;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code /openapi.json} says what the server really answers: every path, and every status that can be had without a failure. */
class OpenApiTest {
    private static final String TOKEN = "0123456789abcdef";
    private static final byte[] PICTURE = Running.picture(1, 64, 48);

    private static ClassifierServer server;
    private static Client client;
    private static JsonObject document;
    private static JsonSchema schema;

    @BeforeAll
    static void start() throws Exception {
        server = Service.of(Map.of(
                        "sure",
                        () -> Classifier.efficientnetLite0().pretrained().open().withThreshold(0.999)))
                .at("127.0.0.1", 0)
                .with(new Access(List.of(TOKEN), 0, 1))
                .with(Limits.DEFAULT
                        .withMaxPixels(100_000)
                        .withMaxBytes(200_000)
                        .withUploadSeconds(1))
                .start();
        client = new Client(server.port());
        document = JsonParser.parseString(client.get("/openapi.json").body()).getAsJsonObject();
        schema = new JsonSchema(document);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(client.at(path)).header("Authorization", "Bearer " + TOKEN);
    }

    private static HttpRequest.BodyPublisher body(byte[] bytes) {
        return HttpRequest.BodyPublishers.ofByteArray(bytes);
    }

    /** Asks, and holds the answer against what the document says of the path, the method and the status. */
    private static void agrees(int status, String path, HttpRequest.Builder builder) throws Exception {
        HttpRequest request = builder.build();
        HttpResponse<String> response = client.send(request);
        String method = request.method().toLowerCase(Locale.ROOT);
        String what = method + " " + request.uri() + ": " + response.statusCode() + " " + response.body();

        assertThat(response.statusCode()).as(what).isEqualTo(status);
        JsonObject operation =
                document.getAsJsonObject("paths").getAsJsonObject(path).getAsJsonObject(method);
        JsonObject described = operation.getAsJsonObject("responses").getAsJsonObject(Integer.toString(status));
        assertThat(described).as(what).isNotNull();
        described = schema.resolved(described);
        JsonObject headers = described.getAsJsonObject("headers");
        for (String name : headers.keySet()) {
            JsonObject header = schema.resolved(headers.getAsJsonObject(name));
            String value = response.headers().firstValue(name).orElse(null);
            assertThat(value).as(what + ", header " + name).isNotNull();
            assertThat(schema.errors(header.getAsJsonObject("schema"), new com.google.gson.JsonPrimitive(value)))
                    .isEmpty();
        }
        String type = response.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
        JsonObject content = described.getAsJsonObject("content").getAsJsonObject(type);
        assertThat(content).as(what + ", of type " + type).isNotNull();
        if (type.endsWith("json")) {
            JsonElement answer = JsonParser.parseString(response.body());
            assertThat(schema.errors(content.getAsJsonObject("schema"), answer))
                    .as(what)
                    .isEmpty();
        }
    }

    @Test
    void itHasEachPathAndMethodOfTheServerAndNoOther() {
        Map<String, TreeSet<String>> described = new TreeMap<>();
        JsonObject paths = document.getAsJsonObject("paths");
        for (String path : paths.keySet()) {
            TreeSet<String> methods = new TreeSet<>();
            for (String method : paths.getAsJsonObject(path).keySet()) {
                if (!method.equals("parameters")) {
                    methods.add(method.toUpperCase(Locale.ROOT));
                }
            }
            described.put(path, methods);
        }
        Map<String, TreeSet<String>> served = new TreeMap<>();
        for (Route route : Route.values()) {
            TreeSet<String> methods = new TreeSet<>(route.methods());
            methods.remove("HEAD"); // as GET
            served.put(route.path(), methods);
        }
        assertThat(described).isEqualTo(served);
    }

    @Test
    void whoMayAskIsAsItSays() {
        for (Route route : Route.values()) {
            JsonObject path = document.getAsJsonObject("paths").getAsJsonObject(route.path());
            JsonObject operation = path.getAsJsonObject(path.has("get") ? "get" : "post");
            assertThat(operation.getAsJsonObject("responses").has("401"))
                    .as(route.path())
                    .isEqualTo(route.guarded());
        }
    }

    @Test
    void whatIsAskedOfTheServerIsAnsweredSo() throws Exception {
        agrees(200, "/", request("/"));
        agrees(200, "/health", request("/health"));
        agrees(200, "/health", HttpRequest.newBuilder(client.at("/health")));
        agrees(200, "/metrics", request("/metrics"));
        agrees(200, "/openapi.json", request("/openapi.json"));
        agrees(200, "/models", request("/models"));
        agrees(200, "/models/{name}", request("/models/sure"));
        agrees(404, "/models/{name}", request("/models/other"));
        agrees(200, "/models/{name}/reload", request("/models/sure/reload").POST(body(new byte[0])));
        agrees(404, "/models/{name}/reload", request("/models/other/reload").POST(body(new byte[0])));
        for (String path : List.of("/models", "/metrics")) {
            agrees(401, path, HttpRequest.newBuilder(client.at(path)));
        }
    }

    @Test
    void aPictureIsAnsweredSo() throws Exception {
        for (String prefix : List.of("", "/models/{name}")) {
            String path = prefix + "/classify";
            String address = path.replace("{name}", "sure");
            agrees(200, path, request(address).POST(body(PICTURE)));
            agrees(200, path, request(address + "?top=100&explain=true").POST(body(PICTURE)));
            agrees(400, path, request(address + "?top=0").POST(body(PICTURE)));
            agrees(400, path, request(address + "?explain=2").POST(body(PICTURE)));
            agrees(401, path, HttpRequest.newBuilder(client.at(address)).POST(body(PICTURE)));
            agrees(413, path, request(address).POST(body(new byte[200_001])));
            agrees(413, path, request(address).POST(body(Bomb.png(1000, 1000))));
            agrees(422, path, request(address).POST(body(new byte[20])));
        }
        agrees(404, "/models/{name}/classify", request("/models/other/classify").POST(body(PICTURE)));
    }

    @Test
    void aBatchIsAnsweredSo() throws Exception {
        for (String prefix : List.of("", "/models/{name}")) {
            String path = prefix + "/batch";
            String address = path.replace("{name}", "sure") + "?explain=true";
            Multipart form = new Multipart().file("a.jpg", PICTURE).file("b.jpg", new byte[20]);
            agrees(200, path, form.to(client.at(address)).header("Authorization", "Bearer " + TOKEN));
            agrees(401, path, form.to(client.at(address)));
            agrees(415, path, request(address).POST(body(PICTURE)));
            agrees(
                    400,
                    path,
                    new Multipart().field("a", "b").to(client.at(address)).header("Authorization", "Bearer " + TOKEN));
        }
    }

    @Test
    void aDecisionIsTold() throws Exception {
        JsonObject answer = JsonParser.parseString(
                        client.send(request("/classify").POST(body(PICTURE)).build())
                                .body())
                .getAsJsonObject();
        JsonObject decision = answer.getAsJsonArray("decisions").get(0).getAsJsonObject();

        assertThat(decision.get("by").getAsString()).isEqualTo("Threshold");
        assertThat(decision.get("refused").getAsBoolean()).isTrue();
        assertThat(decision.getAsJsonArray("labels")).isEmpty();
        assertThat(decision.get("reason").getAsString()).contains("is below 0.999");
        assertThat(decision.get("score").getAsDouble())
                .isCloseTo(
                        answer.getAsJsonArray("top")
                                .get(0)
                                .getAsJsonObject()
                                .get("confidence")
                                .getAsDouble(),
                        within(1e-6));
        assertThat(client.send(request("/metrics").build()).body())
                .containsPattern("(?m)^ocelli_pictures_refused_total [1-9]");
    }

    @Test
    void aServerWithoutTokensOpensNothingAgainByHttp() throws Exception {
        try (Running running = new Running(8, 1 << 20)) {
            HttpResponse<String> response = running.post("/models/lite0/reload", new byte[0]);

            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(response.body())
                    .contains(
                            "Who has a token opens models again, and this server has none; start it with --token-file,"
                                    + " or send its process SIGHUP");
        }
    }
}
