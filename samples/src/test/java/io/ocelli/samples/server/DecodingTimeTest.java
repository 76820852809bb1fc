package io.ocelli.samples.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;

/** A picture that is cheap to send and takes long to decode. */
class DecodingTimeTest {
    /** A picture of as many passes as are read: each of its tiny scans goes over all pixels again. */
    private static byte[] slow() {
        return ManyScans.jpeg(9000, 9000, 498);
    }

    @Test
    void aPictureThatTakesTooLongIsGivenUp() throws Exception {
        byte[] slow = slow();
        assertThat(slow.length).isLessThan(300_000);
        ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);
        long start = System.nanoTime();
        assertThatThrownBy(() -> new DecodingTime(1, clock).limit(slow).read())
                .isInstanceOf(Refusal.class)
                .hasMessage("A picture is decoded within 1 s, and this one was not; send it in a simpler form");
        assertThat((System.nanoTime() - start) / 1e9).isLessThan(20);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(new DecodingTime(60, clock)
                        .limit(Running.picture(1, 64, 48))
                        .read()
                        .width())
                .isEqualTo(64);
        clock.shutdown();
    }

    @Test
    void theSenderIsTold422AndTheNextPictureIsAnswered() throws Exception {
        byte[] slow = slow();
        try (Running running =
                new Running(Limits.DEFAULT.withMaxPixels(100_000_000).withDecodingSeconds(1))) {
            HttpResponse<String> response = running.post("/classify", slow);
            assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
            assertThat(response.body()).contains("A picture is decoded within 1 s");
            for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
                assertThat(running.post("/classify", Running.picture(1, 64, 48)).statusCode())
                        .isEqualTo(200);
            }
        }
    }
}
