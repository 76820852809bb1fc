package io.ocelli.samples.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.ocelli.Classifier;
import io.ocelli.testing.Relabelled;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 200 clients at a time for a minute, in whose middle the model is opened again and is another: every request is answered, rightly
 * or with an orderly refusal; by one of the two models, and by the second once it was opened.
 */
@Tag("proof")
class LoadTest {
    private static final int CLIENTS = 200;
    private static final int PICTURES = 8;
    /** Most of it is for the second model, which is opened while the first one answers. */
    private static final double MOST_GROWTH_MIB = 160;
    /** Until then a server takes the memory that it is given, whatever becomes of it. */
    private static final long WARM_MILLIS = 2000;
    /** A client waits so long where the server says a second, to press harder. */
    private static final long PAUSE_MILLIS = 50;

    private static final String TOKEN = "0123456789abcdef";

    @TempDir
    Path folder;

    /** What is expected, and what came of it. */
    private static final class Tally {
        final byte[][] pictures = new byte[PICTURES][];
        final int[] expected = new int[PICTURES];
        final AtomicLong right = new AtomicLong();
        final AtomicLong byTheFirst = new AtomicLong();
        final AtomicLong refused = new AtomicLong();
        final ConcurrentFailures failures = new ConcurrentFailures();
        volatile boolean reloaded;
    }

    @Test
    void noAnswerIsLostOrWrong() throws Exception {
        load(folder, Long.getLong("ocelli.load.seconds", 60));
    }

    static void load(Path folder, long duration, String... options) throws Exception {
        Tally tally = new Tally();
        Path model = SavedModels.save(folder.resolve("model"), "first");
        Path tokens = Files.writeString(folder.resolve("tokens"), TOKEN);
        try (Classifier classifier = Classifier.load(model)) {
            for (int i = 0; i < PICTURES; i++) {
                tally.pictures[i] = Running.picture(i, 500, 375);
                tally.expected[i] = classifier.classify(tally.pictures[i]).index();
            }
        }
        long begun = System.nanoTime();
        List<String> asked = new ArrayList<>(
                List.of("--model", "served=" + model, "--queue", "64", "--token-file", tokens.toString()));
        asked.addAll(List.of(options));
        try (ServerProcess server = new ServerProcess("256m", asked.toArray(new String[0]))) {
            Client client = server.client();
            assertThat(post(client, "/classify", tally.pictures[0]).statusCode())
                    .isEqualTo(200);
            double first = (System.nanoTime() - begun) / 1e9;
            long start = System.nanoTime();
            long end = start + duration * 1_000_000_000L;
            ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
            List<Future<?>> all = new ArrayList<>();
            for (int c = 0; c < CLIENTS; c++) {
                int from = c;
                all.add(clients.submit(() -> {
                    for (int i = from; System.nanoTime() < end; i++) {
                        ask(client, i % PICTURES, tally);
                    }
                    return null;
                }));
            }
            long warm = Math.max(duration * 100, WARM_MILLIS);
            Thread.sleep(warm);
            double early = server.resident();
            Thread.sleep(duration * 500 - warm);
            Relabelled.folder(model, "second");
            long reloading = System.nanoTime();
            assertThat(post(client, "/models/served/reload", new byte[0]).statusCode())
                    .isEqualTo(200);
            tally.reloaded = true;
            double reload = (System.nanoTime() - reloading) / 1e9;
            for (Future<?> each : all) {
                each.get();
            }
            double late = server.resident();
            double seconds = (System.nanoTime() - start) / 1e9;
            clients.shutdown();
            System.out.printf(
                    "start to first answer %.2f s; %d clients, %.0f s: %d right answers (%.1f a second, %d by the"
                            + " first model), %d refusals, %d failures; reload %.2f s; resident %.0f MiB when warm,"
                            + " %.0f MiB at the end%n",
                    first,
                    CLIENTS,
                    seconds,
                    tally.right.get(),
                    tally.right.get() / seconds,
                    tally.byTheFirst.get(),
                    tally.refused.get(),
                    tally.failures.count(),
                    reload,
                    early,
                    late);
            assertThat(tally.failures.texts()).isEmpty();
            assertThat(tally.byTheFirst.get()).isPositive().isLessThan(tally.right.get());
            assertThat(tally.refused.get()).isPositive();
            if (!Double.isNaN(late)) {
                assertThat(late - early).isLessThan(MOST_GROWTH_MIB);
            }
            String metrics = client.send(HttpRequest.newBuilder(client.at("/metrics"))
                            .header("Authorization", "Bearer " + TOKEN)
                            .build())
                    .body();
            assertThat(metrics)
                    .contains("ocelli_requests_total{code=\"200\"} " + (tally.right.get() + 1) + "\n")
                    .contains("ocelli_requests_total{code=\"503\"} " + tally.refused + "\n")
                    .contains("ocelli_places_taken 0\n");
        }
    }

    private static HttpResponse<String> post(Client client, String path, byte[] body) throws Exception {
        return client.send(HttpRequest.newBuilder(client.at(path))
                .header("Authorization", "Bearer " + TOKEN)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build());
    }

    private static void ask(Client client, int picture, Tally tally) throws InterruptedException {
        try {
            boolean second = tally.reloaded;
            HttpResponse<String> response = post(client, "/classify?top=1", tally.pictures[picture]);
            JsonObject answer = JsonParser.parseString(response.body()).getAsJsonObject();
            if (response.statusCode() == 503
                    && response.headers().firstValue("Retry-After").isPresent()) {
                tally.refused.incrementAndGet();
                Thread.sleep(PAUSE_MILLIS);
                return;
            }
            JsonObject guess = response.statusCode() == 200
                    ? answer.getAsJsonArray("top").get(0).getAsJsonObject()
                    : new JsonObject();
            boolean right = guess.has("index") && guess.get("index").getAsInt() == tally.expected[picture];
            String label = right ? guess.get("label").getAsString() : "";
            if (label.startsWith("second: ") || label.startsWith("first: ") && !second) {
                tally.right.incrementAndGet();
                tally.byTheFirst.addAndGet(label.startsWith("first: ") ? 1 : 0);
            } else {
                tally.failures.add(response.statusCode() + (second ? " after the reload " : " ") + response.body());
            }
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            tally.failures.add(e.toString());
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
