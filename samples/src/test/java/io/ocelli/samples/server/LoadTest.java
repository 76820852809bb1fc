package io.ocelli.samples.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.ocelli.Classifier;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** 200 clients at a time for a minute: every request is answered, rightly or with an orderly refusal. */
@Tag("proof")
class LoadTest {
    private static final int CLIENTS = 200;
    private static final int PICTURES = 8;
    private static final double MOST_GROWTH_MIB = 50;
    /** A client waits so long where the server says a second, to press harder. */
    private static final long PAUSE_MILLIS = 50;

    @Test
    void noAnswerIsLostOrWrong() throws Exception {
        load(Long.getLong("ocelli.load.seconds", 60));
    }

    static void load(long duration) throws Exception {
        AtomicLong right = new AtomicLong();
        AtomicLong refused = new AtomicLong();
        ConcurrentFailures failures = new ConcurrentFailures();
        byte[][] pictures = new byte[PICTURES][];
        int[] expected = new int[PICTURES];
        try (Classifier classifier = Classifier.efficientnetLite0().pretrained().open()) {
            for (int i = 0; i < PICTURES; i++) {
                pictures[i] = Running.picture(i, 500, 375);
                expected[i] = classifier.classify(pictures[i]).index();
            }
        }
        try (ServerProcess server = new ServerProcess("256m", "--model", "efficientnet_lite0", "--queue", "64")) {
            Client client = server.client();
            long start = System.nanoTime();
            long end = start + duration * 1_000_000_000L;
            ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
            List<Future<?>> all = new ArrayList<>();
            for (int c = 0; c < CLIENTS; c++) {
                int first = c;
                all.add(clients.submit(() -> {
                    for (int i = first; System.nanoTime() < end; i++) {
                        ask(client, pictures[i % PICTURES], expected[i % PICTURES], right, refused, failures);
                    }
                    return null;
                }));
            }
            Thread.sleep(duration * 100);
            double early = server.resident();
            for (Future<?> each : all) {
                each.get();
            }
            double late = server.resident();
            double seconds = (System.nanoTime() - start) / 1e9;
            clients.shutdown();
            System.out.printf(
                    "%d clients, %.0f s: %d right answers (%.1f a second), %d refusals, %d failures;"
                            + " resident %.0f MiB after a tenth, %.0f MiB at the end%n",
                    CLIENTS, seconds, right.get(), right.get() / seconds, refused.get(), failures.count(), early, late);
            assertThat(failures.texts()).isEmpty();
            assertThat(right.get()).isPositive();
            assertThat(refused.get()).isPositive();
            if (!Double.isNaN(late)) {
                assertThat(late - early).isLessThan(MOST_GROWTH_MIB);
            }
            String metrics = client.get("/metrics").body();
            assertThat(metrics)
                    .contains("ocelli_requests_total{code=\"200\"} " + right + "\n")
                    .contains("ocelli_requests_total{code=\"503\"} " + refused + "\n")
                    .contains("ocelli_places_taken 0\n");
        }
    }

    private static void ask(
            Client client,
            byte[] picture,
            int expected,
            AtomicLong right,
            AtomicLong refused,
            ConcurrentFailures failures)
            throws InterruptedException {
        try {
            HttpResponse<String> response = client.post("/classify?top=1", picture);
            JsonObject answer = JsonParser.parseString(response.body()).getAsJsonObject();
            if (response.statusCode() == 503
                    && response.headers().firstValue("Retry-After").isPresent()) {
                refused.incrementAndGet();
                Thread.sleep(PAUSE_MILLIS);
            } else if (response.statusCode() == 200
                    && answer.getAsJsonArray("top")
                                    .get(0)
                                    .getAsJsonObject()
                                    .get("index")
                                    .getAsInt()
                            == expected) {
                right.incrementAndGet();
            } else {
                failures.add(response.statusCode() + " " + response.body());
            }
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            failures.add(e.toString());
        }
    }

    /** The first few of what went wrong, and how often. */
    private static final class ConcurrentFailures {
        private final List<String> texts = new ArrayList<>();
        private int count;

        synchronized void add(String text) {
            count++;
            if (texts.size() < 10) {
                texts.add(text);
            }
        }

        synchronized int count() {
            return count;
        }

        synchronized List<String> texts() {
            return new ArrayList<>(texts);
        }
    }
}
