package io.ocelli.samples.server;

import io.javalin.http.HttpStatus;
import io.ocelli.data.ImageSource;
import io.ocelli.image.Image;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The time that a picture is decoded within: past it the thread is interrupted, by which decoders end. */
final class DecodingTime {
    private final int seconds;
    private final ScheduledExecutorService clock;

    DecodingTime(int seconds, ScheduledExecutorService clock) {
        this.seconds = seconds;
        this.clock = clock;
    }

    /** An uploaded picture, whose reads end by a {@link Refusal} if they take longer. */
    ImageSource limit(byte[] file) {
        return ImageSource.of(file).around(this::within);
    }

    private Image within(Supplier<Image> read) {
        Interrupter interrupter = new Interrupter();
        ScheduledFuture<?> end = clock.schedule(interrupter::interrupt, seconds, TimeUnit.SECONDS);
        try {
            return read.get();
        } catch (CancellationException e) {
            if (interrupter.interrupted()) {
                throw new Refusal(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        "A picture is decoded within " + seconds
                                + " s, and this one was not; send it in a simpler form");
            }
            throw e;
        } finally {
            end.cancel(false);
            interrupter.end();
        }
    }

    /** Interrupts the thread that made it, until the end. */
    private static final class Interrupter {
        private @Nullable Thread thread = Thread.currentThread();
        private boolean interrupted;

        synchronized void interrupt() {
            if (thread != null) {
                interrupted = true;
                thread.interrupt();
            }
        }

        synchronized boolean interrupted() {
            return interrupted;
        }

        synchronized void end() {
            thread = null;
            if (interrupted) {
                Thread.interrupted();
            }
        }
    }
}
