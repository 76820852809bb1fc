package io.ocelli.samples.server;

import io.javalin.http.HttpStatus;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a request as it arrives: no thread waits for it, so slow clients hold none. It has a largest size and a
 * time; and what all bodies hold together is bounded.
 *
 * <p>A refused body is read too, and thrown away: the connection would break before the client had seen why.
 */
final class Upload implements ReadListener {
    private static final int BUFFER = 1 << 14;
    /** So many times the largest body is thrown away; past it the connection is closed. */
    private static final long DISCARDED = 4;

    private final ServletInputStream input;
    private final Semaphore memory;
    private final String what;
    private final int most;
    private final int seconds;
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private final byte[] buffer = new byte[BUFFER];
    private @Nullable ByteArrayOutputStream kept;
    private @Nullable Refusal refusal;
    private int taken;
    private long discarded;

    private Upload(
            ServletInputStream input, String what, int most, int seconds, Semaphore memory, @Nullable Refusal refusal) {
        this.what = what;
        this.input = input;
        this.most = most;
        this.seconds = seconds;
        this.memory = memory;
        this.refusal = refusal;
        this.kept = refusal == null ? new ByteArrayOutputStream() : null;
    }

    /**
     * Begins to read.
     *
     * @param request one that is answered asynchronously already
     * @param what the body is called so
     * @param most bytes of the largest body
     * @param seconds the time that it has
     * @param memory bytes that all bodies may hold together; {@link #release} gives back what this one took
     * @param refusal what the client is told when its body is read; null if it is not refused
     * @throws Refusal at once where the client waits for leave to send the body
     */
    static Upload begin(
            HttpServletRequest request,
            String what,
            int most,
            int seconds,
            Semaphore memory,
            ScheduledExecutorService clock,
            @Nullable Refusal refusal)
            throws IOException {
        Refusal told = refusal == null && request.getContentLengthLong() > most ? tooLarge(what, most) : refusal;
        if (told != null && request.getHeader("Expect") != null) {
            throw told; // the client asks before it sends
        }
        Upload upload = new Upload(request.getInputStream(), what, most, seconds, memory, told);
        ScheduledFuture<?> end = clock.schedule(upload::expire, seconds, TimeUnit.SECONDS);
        upload.whole.whenComplete((body, failure) -> end.cancel(false));
        upload.input.setReadListener(upload);
        return upload;
    }

    /** The body; or a {@link Refusal}, or what went wrong with the connection. */
    CompletableFuture<byte[]> whole() {
        return whole;
    }

    /** Gives back the memory that the body took. */
    synchronized void release() {
        kept = null;
        memory.release(taken);
        taken = 0;
    }

    private static Refusal tooLarge(String what, int most) {
        return new Refusal(HttpStatus.CONTENT_TOO_LARGE, what + " has at most " + most + " bytes; send a smaller one");
    }

    private synchronized void expire() {
        whole.completeExceptionally(refusal != null ? refusal : tooSlow(what, seconds));
    }

    private static Refusal tooSlow(String what, int seconds) {
        return new Refusal(
                HttpStatus.REQUEST_TIMEOUT,
                what + " arrives within " + seconds + " s; send a smaller one, or by a faster way");
    }

    @Override
    public synchronized void onDataAvailable() throws IOException {
        while (!whole.isDone() && input.isReady()) {
            int count = input.read(buffer);
            if (count < 0) {
                return; // onAllDataRead follows
            }
            take(count);
        }
    }

    private void take(int count) {
        ByteArrayOutputStream body = kept;
        if (body != null && refusal == null) {
            if (body.size() + (long) count > most) {
                refusal = tooLarge(what, most);
            } else if (memory.tryAcquire(count)) {
                taken += count;
                body.write(buffer, 0, count);
                return;
            } else {
                refusal = new Refusal(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "The pictures that arrive at this time fill the memory; try again in "
                                + ClassifierServer.RETRY_AFTER_SECONDS + " s");
            }
            release();
        }
        discarded += count;
        if (refusal != null && discarded > DISCARDED * most) {
            whole.completeExceptionally(refusal);
        }
    }

    @Override
    public synchronized void onAllDataRead() {
        if (refusal != null) {
            whole.completeExceptionally(refusal);
        } else if (kept != null) {
            whole.complete(kept.toByteArray());
        }
    }

    @Override
    public void onError(Throwable failure) {
        whole.completeExceptionally(
                failure instanceof TimeoutException
                        ? tooSlow(what, seconds) // Jetty closes connections on which nothing happens
                        : new Refusal(
                                HttpStatus.BAD_REQUEST,
                                "The body of the request is damaged or ends early: " + failure.getMessage()));
    }
}
