package io.ocelli.samples.server;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.ocelli.Classifier;
import io.ocelli.TimedPrediction;
import io.ocelli.data.Sample;
import io.ocelli.image.Images;
import io.ocelli.learning.Columns;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The way of a picture from its request to its answer: a place, the body, the picture's size, the classifier. */
final class Classifying {
    private static final int MOST_GUESSES = 100;
    /** Bodies have this part of the heap: they are copied once when they are whole, and pixels have a half. */
    private static final int PART_OF_THE_HEAP = 8;

    private static final long LINGER_MILLIS = 500;
    /** The picture, its map, both in one, and the file of it: so many times the memory of a picture. */
    private static final int EXPLAINED = 3;

    private final Classifier classifier;
    private final ClassifierServer.Limits limits;
    private final Reasons reasons;
    private final Executor responders;
    private final ExecutorService threads;
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1);
    private final Semaphore places;
    private final Semaphore memory;
    private final Semaphore pixels;
    private final int allPixels;
    private final Metrics metrics;
    /** Whether the classifier looks at a form's fields beside the picture. */
    private final boolean beside;

    /** Requests that are not answered to the last byte yet, and this server. */
    private final Phaser unanswered = new Phaser(1);

    private volatile boolean ending;

    Classifying(Classifier classifier, ClassifierServer.Limits limits, Executor responders) {
        this.classifier = classifier;
        this.beside = classifier.decorators().stream().anyMatch(Columns.class::isInstance);
        this.limits = limits;
        this.reasons = new Reasons(classifier);
        this.responders = responders;
        int processors = Runtime.getRuntime().availableProcessors();
        int all = processors + limits.queue();
        this.places = new Semaphore(all);
        long part = Runtime.getRuntime().maxMemory() / PART_OF_THE_HEAP;
        this.memory = new Semaphore((int) Math.min(Integer.MAX_VALUE, Math.max(part, limits.maxBytes())));
        this.allPixels = Math.max(limits.maxPixels(), ClassifierServer.Limits.pixelsOfTheHeap());
        this.pixels = new Semaphore(allPixels, true);
        this.threads = Executors.newFixedThreadPool(processors);
        this.metrics = new Metrics(() -> all - places.availablePermits(), all);
        clock.setRemoveOnCancelPolicy(true);
    }

    /** What is said of a picture, and why where that was asked for. */
    record Said(TimedPrediction timed, Reasons.@Nullable Reason reason) {}

    /** What writes an answer. */
    interface Answer {
        void write(Context context, HttpStatus status, String body);
    }

    Metrics metrics() {
        return metrics;
    }

    boolean ending() {
        return ending;
    }

    /** Answers a request, later and by another thread. */
    void answer(Context context, Answer answer) {
        int top = top(context.queryParam("top"));
        boolean explain = explain(context.queryParam("explain"));
        context.future(() -> {
            Runnable end = begin(context);
            boolean begun = !ending;
            boolean placed = begun && places.tryAcquire();
            if (!begun) {
                end.run();
                context.header("Connection", "close");
            }
            Refusal refusal = placed ? null : begun ? full() : ended();
            CompletableFuture<Said> prediction;
            try {
                prediction = prediction(context, refusal, explain);
            } catch (IOException | RuntimeException e) {
                prediction = CompletableFuture.failedFuture(e);
            }
            return prediction
                    .whenComplete((said, failure) -> {
                        if (placed) {
                            places.release();
                        }
                    })
                    .handleAsync(
                            (said, failure) -> {
                                if (failure != null) {
                                    throw Failures.refusal(failure);
                                }
                                metrics.classified(said.timed().timings());
                                answer.write(context, HttpStatus.OK, Answers.prediction(said, top));
                                return said;
                            },
                            responders);
        });
    }

    /** Counts a request until it is answered to its last byte; what is given ends that before. */
    private Runnable begin(Context context) {
        AtomicBoolean counted = new AtomicBoolean(true);
        unanswered.register();
        Runnable end = () -> {
            if (counted.getAndSet(false)) {
                unanswered.arriveAndDeregister();
            }
        };
        context.req().getAsyncContext().addListener(new Completion(end));
        return end;
    }

    private Refusal full() {
        return new Refusal(
                HttpStatus.SERVICE_UNAVAILABLE,
                "All " + limits.queue() + " places in the queue are taken; try again in "
                        + ClassifierServer.RETRY_AFTER_SECONDS + " s");
    }

    private static Refusal ended() {
        return new Refusal(HttpStatus.SERVICE_UNAVAILABLE, "The server is ending; ask the one that follows it");
    }

    private CompletableFuture<Said> prediction(Context context, @Nullable Refusal refusal, boolean explain)
            throws IOException {
        Upload upload = Upload.begin(context.req(), limits.maxBytes(), limits.uploadSeconds(), memory, clock, refusal);
        String type = context.header("Content-Type");
        return upload.whole()
                .thenApply(body -> new Waiting(body, System.nanoTime()))
                .thenApplyAsync(waiting -> classify(waiting, type, explain), threads)
                .whenComplete((said, failure) -> upload.release());
    }

    private record Waiting(byte[] body, long since) {}

    private Said classify(Waiting waiting, @Nullable String type, boolean explain) {
        metrics.waited(System.nanoTime() - waiting.since());
        Form form = Form.of(type, waiting.body(), beside);
        byte[] picture = form.picture();
        if (explain && beside) {
            throw new Refusal(
                    HttpStatus.BAD_REQUEST,
                    "explain is for networks that look at pictures alone, and this one looks at more; leave it out");
        }
        if (picture == null) {
            return new Said(timed(() -> Sample.withoutPicture("form", form.fields())), null);
        }
        PictureSize size = PictureSize.of(picture);
        if (size.pixels() > limits.maxPixels()) {
            throw new Refusal(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "A picture has at most " + limits.maxPixels() + " pixels, and this one claims " + size
                            + "; send a smaller one");
        }
        long held = size.pixels() * (explain ? EXPLAINED : 1);
        int taken = (int) Math.max(1, Math.min(allPixels, held));
        pixels.acquireUninterruptibly(taken);
        try {
            TimedPrediction timed = timed(() -> new Sample("form", () -> Images.read(picture), form.fields()));
            return new Said(timed, explain ? reasons.of(picture) : null);
        } finally {
            pixels.release(taken);
        }
    }

    private TimedPrediction timed(Supplier<Sample> sample) {
        try {
            return classifier.timed(sample.get());
        } catch (IllegalArgumentException e) {
            if (beside) { // a field is not what its column holds
                throw new Refusal(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    private static boolean explain(@Nullable String asked) {
        if (asked == null || asked.equals("false")) {
            return false;
        }
        if (asked.equals("true")) {
            return true;
        }
        throw new Refusal(HttpStatus.BAD_REQUEST, "explain is true or false, received '" + asked + "'");
    }

    private static int top(@Nullable String asked) {
        if (asked == null) {
            return 5;
        }
        try {
            int top = Integer.parseInt(asked);
            if (top >= 1 && top <= MOST_GUESSES) {
                return top;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new Refusal(
                HttpStatus.BAD_REQUEST, "top is a number from 1 to " + MOST_GUESSES + ", received '" + asked + "'");
    }

    /** Refuses what comes from now on, and waits until what came before is answered, for so many seconds at most. */
    void end(long seconds) {
        ending = true;
        try {
            int phase = unanswered.arrive();
            unanswered.awaitAdvanceInterruptibly(phase, seconds, TimeUnit.SECONDS);
            // Who had the last answers asks again on the same connections, and is told before these are closed.
            Thread.sleep(LINGER_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            // They have had their time.
        } finally {
            stop();
        }
    }

    /** Ends the threads. */
    void stop() {
        clock.shutdownNow();
        threads.shutdown();
        reasons.close();
    }

    /** Runs at the end of an answer. */
    private record Completion(Runnable task) implements AsyncListener {
        @Override
        public void onComplete(AsyncEvent event) {
            task.run();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            // onComplete follows
        }

        @Override
        public void onError(AsyncEvent event) {
            // onComplete follows
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            // only once
        }
    }
}
