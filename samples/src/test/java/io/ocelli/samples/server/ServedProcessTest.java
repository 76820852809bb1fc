package io.ocelli.samples.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.google.gson.JsonParser;
import io.ocelli.samples.Cli;
import io.ocelli.testing.JavaProcess;
import io.ocelli.testing.Relabelled;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The served command as a process of its own: its memory, its signals, its exit code. */
class ServedProcessTest {
    private static final byte[] PICTURE = Running.picture(2, 500, 375);

    private static List<HttpResponse<String>> atOnce(Client client, int times, byte[] picture) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(times);
        List<Future<HttpResponse<String>>> all = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            all.add(clients.submit(() -> client.post("/classify?top=1", picture)));
        }
        List<HttpResponse<String>> answers = new ArrayList<>();
        for (Future<HttpResponse<String>> each : all) {
            answers.add(each.get());
        }
        clients.shutdown();
        return answers;
    }

    @Test
    void picturesOfMorePixelsThanTheHeapBearsDoNotUseItUp() throws Exception {
        byte[] large = Bomb.png(5_500, 5_500);
        byte[] bomb = Bomb.png(13_000, 13_000);
        try (ServerProcess server = new ServerProcess("512m", "--model", "efficientnet_lite0")) {
            for (HttpResponse<String> answer : atOnce(server.client(), 12, bomb)) {
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(413);
                assertThat(JsonParser.parseString(answer.body())
                                .getAsJsonObject()
                                .get("detail")
                                .getAsString())
                        .contains("this one claims 13000 x 13000");
            }
            for (HttpResponse<String> answer : atOnce(server.client(), 12, large)) {
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            }
            assertThat(server.client().post("/classify", PICTURE).statusCode()).isEqualTo(200);
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS) // which has no SIGTERM
    void aSignalEndsItWhenWhatWasBegunIsAnswered() throws Exception {
        ServerProcess server = new ServerProcess("256m", "--model", "efficientnet_lite0");
        Client client = server.client();
        CountDownLatch answered = new CountDownLatch(16);
        AtomicInteger refused = new AtomicInteger();
        List<String> wrong = new ArrayList<>();
        ExecutorService clients = Executors.newFixedThreadPool(16);
        for (int i = 0; i < 16; i++) {
            clients.execute(() -> {
                boolean on = true;
                while (on) {
                    try {
                        HttpResponse<String> answer = client.post("/classify?top=1", PICTURE);
                        on = answer.statusCode() == 200;
                        if (on) {
                            answered.countDown();
                        } else if (answer.statusCode() == 503) {
                            refused.incrementAndGet();
                        } else {
                            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
                        }
                    } catch (java.net.ConnectException e) {
                        on = false; // it has ended
                    } catch (Exception e) {
                        on = false;
                        synchronized (wrong) {
                            wrong.add(e.toString());
                        }
                    }
                }
            });
        }
        assertThat(answered.await(1, TimeUnit.MINUTES)).as("answers").isTrue();
        server.close();
        clients.shutdown();

        assertThat(clients.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(server.exitCode()).isZero();
        assertThat(wrong).isEmpty();
        assertThat(refused.get()).isPositive();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS) // which has no SIGHUP
    void hangingUpOpensItsModelsAgainAndTheLogTellsOfRequestsByTheirIds(@TempDir Path folder) throws Exception {
        assumeFalse(
                hangingUpIsIgnored(), "skipped: this process ignores SIGHUP, as under nohup, and so do its children");
        Path model = SavedModels.save(folder.resolve("insects"), "first");
        Path log = folder.resolve("log");
        Path said = folder.resolve("said.json");
        try (ServerProcess server = new ServerProcess(
                "256m", log, "--model", model.toString(), "--log-requests", "--json", said.toString())) {
            Client client = server.client();
            assertThat(JsonParser.parseString(Files.readString(said)).toString())
                    .isEqualTo("{\"address\":\"" + client.at("/") + "\",\"port\":"
                            + client.at("/").getPort() + ",\"models\":[\"insects\"]}");
            assertThat(client.post("/models/insects/classify", PICTURE).body()).contains("\"label\":\"first: ");
            Relabelled.folder(model, "second");
            assertThat(new ProcessBuilder("kill", "-HUP", Long.toString(server.pid()))
                            .start()
                            .waitFor())
                    .isZero();
            awaitLine(log, "ocelli: the models were opened again");
            assertThat(client.post("/classify", PICTURE).body()).contains("\"label\":\"second: ");
            client.send(HttpRequest.newBuilder(client.at("/a%0Ab"))
                    .header("X-Request-Id", "job-7")
                    .build());
            awaitLine(log, "job-7");
            assertThat(Files.readAllLines(log))
                    .anyMatch(line -> line.matches(".*[0-9a-f-]{36} 127\\.0\\.0\\.1 POST /classify 200 [0-9]+ ms"))
                    .anyMatch(line -> line.matches(".*job-7 127\\.0\\.0\\.1 GET /a%0Ab 404 [0-9]+ ms"));
        }
    }

    private static void awaitLine(Path log, String part) throws Exception {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!Files.readString(log).contains(part)) {
            assertThat(System.nanoTime()).as(Files.readString(log)).isLessThan(end);
            Thread.sleep(50);
        }
    }

    /** What a process ignores when it begins, the JVM goes on ignoring, whatever handler it is given. */
    private static boolean hangingUpIsIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line ->
                                (Long.parseUnsignedLong(line.substring(7).trim(), 16) & 1) != 0);
    }

    @Test
    void aTakenPortIsToldInOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Process process = JavaProcess.of(
                            List.of(),
                            Cli.class,
                            "serve",
                            "--model",
                            "efficientnet_lite0",
                            "--port",
                            Integer.toString(taken.getLocalPort()))
                    .redirectErrorStream(true)
                    .start();
            String printed = new String(process.getInputStream().readAllBytes());

            assertThat(printed.lines())
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith("ocelli: The server cannot listen at 127.0.0.1, port " + taken.getLocalPort());
            assertThat(process.waitFor()).isEqualTo(1);
        }
    }
}
