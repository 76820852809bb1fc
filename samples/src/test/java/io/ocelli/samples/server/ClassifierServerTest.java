package io.ocelli.samples.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.ocelli.Prediction;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the server promises over HTTP. */
class ClassifierServerTest {
    private static final int MAX_BYTES = 100_000;

    private static Running running;

    @BeforeAll
    static void start() {
        running = new Running(2, MAX_BYTES);
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    private static JsonObject object(HttpResponse<String> response) {
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValue(response.statusCode() < 400 ? "application/json" : "application/problem+json");
        return JsonParser.parseString(response.body()).getAsJsonObject();
    }

    @Test
    void aPictureGivesItsFiveLikeliestClasses() throws Exception {
        byte[] picture = Running.picture(1, 320, 240);
        HttpResponse<String> response = running.post("/classify", picture);

        assertThat(response.statusCode()).isEqualTo(200);
        JsonArray top = object(response).getAsJsonArray("top");
        List<Prediction.Guess> expected = running.classifier.classify(picture).top(5);
        assertThat(top).hasSize(5);
        for (int i = 0; i < 5; i++) {
            JsonObject guess = top.get(i).getAsJsonObject();
            assertThat(guess.get("index").getAsInt()).isEqualTo(expected.get(i).index());
            assertThat(guess.get("label").getAsString())
                    .isEqualTo(expected.get(i).label());
            assertThat(guess.get("confidence").getAsFloat())
                    .isCloseTo(expected.get(i).confidence(), within(1e-6f));
        }
    }

    @Test
    void theTimeOfEachStageIsTold() throws Exception {
        JsonObject times = object(running.post("/classify?top=1", Running.picture(2, 320, 240)))
                .getAsJsonObject("milliseconds");

        assertThat(times.keySet()).containsExactly("decode", "transform", "network", "decorators", "total");
        assertThat(times.get("total").getAsDouble()).isPositive();
    }

    @Test
    void aHeatMapComesWhereItIsAskedFor() throws Exception {
        byte[] picture = Running.picture(6, 320, 240);
        JsonObject answer = object(running.post("/classify?explain=true", picture));
        JsonObject reason = answer.getAsJsonObject("explanation");

        assertThat(reason.get("label").getAsString())
                .isEqualTo(running.classifier.classify(picture).label());
        assertThat(reason.getAsJsonArray("map"))
                .hasSize(reason.get("height").getAsInt() * reason.get("width").getAsInt());
        BufferedImage overlay = ImageIO.read(new ByteArrayInputStream(
                Base64.getDecoder().decode(reason.get("png").getAsString())));
        assertThat(overlay.getWidth()).isEqualTo(320);
        assertThat(overlay.getHeight()).isEqualTo(240);
        assertThat(object(running.post("/classify", picture)).has("explanation"))
                .isFalse();
        assertThat(running.post("/classify?explain=why", picture).statusCode()).isEqualTo(400);
    }

    @Test
    void whatIsNoPictureIs422() throws Exception {
        HttpResponse<String> response = running.post("/classify", "no picture".getBytes());

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(object(response).get("detail").getAsString())
                .isEqualTo(
                        "picture of 10 bytes is in none of the formats that are read (JPEG, PNG, BMP, GIF, WebP, TIFF,"
                                + " PGM, PPM)");
    }

    @Test
    void aBrokenPictureIs422() throws Exception {
        byte[] picture = java.util.Arrays.copyOf(Running.picture(3, 320, 240), 2000);

        assertThat(running.post("/classify", picture).statusCode()).isEqualTo(422);
    }

    @Test
    void aPictureThatIsTooLargeIs413() throws Exception {
        HttpResponse<String> response = running.post("/classify", new byte[MAX_BYTES + 1]);

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(object(response).get("detail").getAsString())
                .isEqualTo("A picture has at most 100000 bytes; send a smaller one");
    }

    @Test
    void aWrongTopIs400() throws Exception {
        HttpResponse<String> response = running.post("/classify?top=many", Running.picture(1, 32, 24));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(object(response).get("detail").getAsString())
                .isEqualTo("top is a number from 1 to 100, received 'many'");
    }

    @Test
    void pastTheQueuePicturesAreRefusedAndToldWhenToComeBack() throws Exception {
        byte[] picture = Running.picture(4, 640, 480);
        ExecutorService clients = Executors.newFixedThreadPool(32);
        List<Future<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 128; i++) {
            answers.add(clients.submit(() -> running.post("/classify", picture)));
        }
        int refused = 0;
        for (Future<HttpResponse<String>> answer : answers) {
            HttpResponse<String> response = answer.get();
            assertThat(response.statusCode()).isIn(200, 503);
            if (response.statusCode() == 503) {
                refused++;
                assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
                assertThat(object(response).get("detail").getAsString())
                        .isEqualTo("All 2 places in the queue are taken; try again in 1 s");
            }
        }
        clients.shutdown();

        assertThat(refused).isPositive();
        assertThat(running.post("/classify", picture).statusCode()).isEqualTo(200);
    }

    @Test
    void healthNamesTheModel() throws Exception {
        JsonObject health = object(running.get("/health"));

        assertThat(health.get("status").getAsString()).isEqualTo("ok");
        assertThat(health.get("model").getAsString()).contains("efficientnet_lite0");
        assertThat(health.get("classes").getAsInt()).isEqualTo(1000);
    }

    @Test
    void metricsAreInPrometheusFormat() throws Exception {
        running.post("/classify", Running.picture(5, 64, 64));
        HttpResponse<String> response = running.get("/metrics");

        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(response.body())
                .containsPattern("(?m)^ocelli_requests_total\\{code=\"200\"} [1-9][0-9]*$")
                .containsPattern("(?m)^ocelli_stage_seconds_total\\{stage=\"network\"} [0-9.]+$")
                .containsPattern("(?m)^ocelli_places [0-9]+$")
                .containsPattern(
                        "(?m)^ocelli_request_seconds_bucket\\{model=\"lite0\",path=\"classify\",le=\"0.005\"} [0-9]+$")
                .containsPattern("(?m)^ocelli_request_seconds_sum\\{model=\"lite0\",path=\"classify\"} [0-9.]+$");
        for (String line : response.body().split("\n")) {
            assertThat(line).matches("# (HELP|TYPE) .+|[a-z_]+(\\{[a-z]+=\"[^\"]+\"(,[a-z]+=\"[^\"]+\")*})? [0-9.]+");
        }
    }

    @Test
    void thePageNeedsNobodyElse() throws Exception {
        HttpResponse<String> response = running.get("/");

        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'none';");
        assertThat(response.body().replace("http://www.w3.org/2000/svg", "")).doesNotContainPattern("https?://");
    }

    /** In a browser it is tried by PageTest; this is what a merge of two of its versions breaks first. */
    @Test
    void eachFunctionOfThePageIsThereOnce() {
        List<String> functions = Pattern.compile("function (\\w+)\\(")
                .matcher(Resources.text("page.html"))
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(functions)
                .contains("post", "classify", "show", "offerReason")
                .doesNotHaveDuplicates();
    }

    @Test
    void anotherPathIs404() throws Exception {
        assertThat(running.get("/absent").statusCode()).isEqualTo(404);
    }
}
