package io.ocelli.samples.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Several pictures in one request. */
class BatchTest {
    private static final int MAX_BYTES = 60_000;

    private static Running running;

    @BeforeAll
    static void start() {
        running = new Running(Limits.DEFAULT
                .withQueue(20)
                .withMaxBytes(MAX_BYTES)
                .withMaxPixels(1_000_000)
                .withMaxPictures(4)
                .withMaxBatchBytes(400_000));
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    private static HttpResponse<String> send(Multipart form) throws Exception {
        return running.send(form.to(running.at("/batch?top=2")).build());
    }

    private static JsonObject object(HttpResponse<String> response) {
        return JsonParser.parseString(response.body()).getAsJsonObject();
    }

    private static void refused(HttpResponse<String> response, int status, String detail) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(object(response).get("detail").getAsString()).isEqualTo(detail);
    }

    @Test
    void isAnsweredInItsOrderAndABrokenPictureIsItsOwnProblem() throws Exception {
        byte[] first = Running.picture(1, 320, 240);
        byte[] last = Running.picture(5, 200, 300);
        HttpResponse<String> response = send(new Multipart()
                .field("note", "two good ones")
                .file("one.jpg", first)
                .file("broken.jpg", new byte[] {1, 2, 3})
                .file("large.png", Bomb.png(5_000, 5_000))
                .file("last.jpg", last));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonArray answers = object(response).getAsJsonArray("answers");
        assertThat(answers).hasSize(4);
        assertThat(object(response).get("model").getAsString()).isEqualTo("lite0");
        for (int i : new int[] {0, 3}) {
            JsonObject answer = answers.get(i).getAsJsonObject();
            assertThat(answer.get("name").getAsString()).isEqualTo(i == 0 ? "one.jpg" : "last.jpg");
            assertThat(answer.getAsJsonArray("top")).hasSize(2);
            assertThat(answer.getAsJsonArray("top")
                            .get(0)
                            .getAsJsonObject()
                            .get("index")
                            .getAsInt())
                    .isEqualTo(
                            running.classifier.classify(i == 0 ? first : last).index());
        }
        JsonObject broken = answers.get(1).getAsJsonObject().getAsJsonObject("problem");
        assertThat(broken.get("status").getAsInt()).isEqualTo(422);
        assertThat(broken.get("detail").getAsString()).startsWith("picture of 3 bytes is in none of the formats");
        JsonObject large = answers.get(2).getAsJsonObject().getAsJsonObject("problem");
        assertThat(large.get("status").getAsInt()).isEqualTo(413);
        assertThat(large.get("title").getAsString()).isEqualTo("Payload Too Large");
    }

    @Test
    void aPictureOfItHasTheSizeOfAnyOther() throws Exception {
        HttpResponse<String> response = send(new Multipart().file("a.jpg", new byte[MAX_BYTES + 1]));

        assertThat(object(response)
                        .getAsJsonArray("answers")
                        .get(0)
                        .getAsJsonObject()
                        .getAsJsonObject("problem")
                        .get("detail")
                        .getAsString())
                .isEqualTo("A picture has at most 60000 bytes; send a smaller one");
    }

    @Test
    void heatMapsComeWhereTheyAreAskedFor() throws Exception {
        HttpResponse<String> response = running.send(new Multipart()
                .file("a.jpg", Running.picture(1, 320, 240))
                .to(running.at("/models/lite0/batch?explain=true"))
                .build());

        assertThat(response.body()).contains("\"explanation\":{\"label\":\"");
    }

    @Test
    void hasAMostOfPicturesAndOfBytes() throws Exception {
        Multipart five = new Multipart();
        Multipart large = new Multipart();
        for (int i = 0; i < 5; i++) {
            five.file(i + ".jpg", new byte[10]);
            large.file(i + ".jpg", new byte[100_000]);
        }
        refused(send(five), 413, "A batch has at most 4 pictures, received 5; send the others after these");
        refused(send(large), 413, "A batch has at most 400000 bytes; send a smaller one");
    }

    @Test
    void isAFormWithFiles() throws Exception {
        refused(
                running.post("/batch", Running.picture(1, 32, 24)),
                415,
                "A batch is a form with pictures as files (curl -F picture=@a.jpg -F picture=@b.jpg); received the"
                        + " Content-Type 'null'");
        refused(
                send(new Multipart().field("picture", "no file")),
                400,
                "A batch is a form with pictures as files (curl -F picture=@a.jpg -F picture=@b.jpg); received none, but"
                        + " the fields [picture]");
    }

    @Test
    void findsAPlaceForEachOfItsPicturesOrIsRefusedWhole() throws Exception {
        try (Running small = new Running(Limits.DEFAULT.withQueue(4).withMaxPixels(1_000_000))) {
            int places = Runtime.getRuntime().availableProcessors() + 4;
            try (RawConnection one = RawConnection.picture(small.at("/"), 100)) {
                one.write(new byte[10]);
                while (!small.get("/metrics").body().contains("ocelli_places_taken 1\n")) {
                    Thread.sleep(10);
                }
                Multipart all = new Multipart();
                for (int i = 0; i < places; i++) {
                    all.file(i + ".jpg", Running.picture(i, 32, 24));
                }
                HttpResponse<String> response =
                        small.send(all.to(small.at("/batch")).build());

                assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
                refused(response, 503, "All 4 places in the queue are taken; try again in 1 s");
                assertThat(small.get("/metrics").body()).contains("ocelli_places_taken 1\n");
            }
        }
    }
}
