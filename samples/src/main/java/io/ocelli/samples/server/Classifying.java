package io.ocelli.samples.server;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.ocelli.TimedPrediction;
import io.ocelli.data.ImageSource;
import io.ocelli.data.Sample;
import io.ocelli.serving.Replaceable;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

/** The way of pictures from their request to its answer: a place, the body, the pictures' sizes, the classifier. */
final class Classifying {
    /** Bodies have this part of the heap: they are copied once when they are whole, and pixels have a half. */
    private static final int PART_OF_THE_HEAP = 8;

    private static final long LINGER_MILLIS = 500;
    /** The picture, its map, both in one, and the file of it: so many times the memory of a picture. */
    private static final int EXPLAINED = 3;

    private final Limits limits;
    private final Guard guard;
    private final Executor responders;
    private final ExecutorService threads;
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1);
    private final DecodingTime decoding;
    private final Semaphore places;
    private final Semaphore memory;
    private final Semaphore pixels;
    private final int allPixels;
    private final int mostPictures;
    private final int mostBatchBytes;
    private final Metrics metrics;

    /** Requests that are not answered to the last byte yet, and this server. */
    private final Phaser unanswered = new Phaser(1);

    private volatile boolean ending;

    Classifying(Limits limits, Guard guard, Executor responders) {
        this.limits = limits;
        this.guard = guard;
        this.responders = responders;
        int processors = Runtime.getRuntime().availableProcessors();
        int all = processors + limits.queue();
        this.places = new Semaphore(all);
        this.mostPictures = Math.min(all, limits.maxPictures());
        long part = Runtime.getRuntime().maxMemory() / PART_OF_THE_HEAP;
        int bodies = (int) Math.min(Integer.MAX_VALUE, Math.max(part, limits.maxBytes()));
        this.memory = new Semaphore(bodies);
        this.mostBatchBytes = Math.min(bodies, limits.maxBatchBytes());
        this.allPixels = Math.max(limits.maxPixels(), Limits.pixelsOfTheHeap());
        this.pixels = new Semaphore(allPixels, true);
        // those of a run wait for it while the others decode
        this.threads = Executors.newFixedThreadPool(processors + limits.gathered() - 1);
        this.metrics = new Metrics(() -> all - places.availablePermits(), all);
        this.decoding = new DecodingTime(limits.decodingSeconds(), clock);
        clock.setRemoveOnCancelPolicy(true);
    }

    /** What is said of a picture, and why where that was asked for. */
    record Said(TimedPrediction timed, Reasons.@Nullable Reason reason) {}

    /** What is said of one of several pictures, or why nothing is. */
    record Item(String name, @Nullable Said said, @Nullable Refusal refusal) {}

    /** What writes an answer. */
    interface Answer {
        void write(Context context, HttpStatus status, String body);
    }

    /**
     * Who asks what.
     *
     * @param refusal what it is told when its body is read; null if it is not refused
     */
    record Question(
            Route route,
            ServedModel model,
            Asked asked,
            @Nullable Refusal refusal) {}

    private record Waiting(byte[] body, long since) {}

    Metrics metrics() {
        return metrics;
    }

    boolean ending() {
        return ending;
    }

    /** Answers a request, later and by another thread. */
    void answer(Context context, Question question, Answer answer) {
        context.future(() -> {
            Runnable end = begin(context);
            boolean begun = !ending;
            boolean placed = begun && question.refusal() == null && places.tryAcquire();
            if (!begun) {
                end.run();
                context.header("Connection", "close");
            }
            Refusal refusal =
                    placed ? null : !begun ? ended() : question.refusal() == null ? full() : question.refusal();
            CompletableFuture<String> answered;
            try {
                answered = body(context, question, refusal);
            } catch (IOException | RuntimeException e) {
                answered = CompletableFuture.failedFuture(e);
            }
            return answered.whenComplete((body, failure) -> {
                        if (placed) {
                            places.release();
                        }
                    })
                    .handleAsync(
                            (body, failure) -> {
                                if (failure != null) {
                                    throw Failures.refusal(failure, RequestId.of(context));
                                }
                                answer.write(context, HttpStatus.OK, body);
                                return body;
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

    private CompletableFuture<String> body(Context context, Question question, @Nullable Refusal refusal)
            throws IOException {
        boolean batch = question.route().isBatch();
        Upload upload = Upload.begin(
                context.req(),
                batch ? "A batch" : "A picture",
                batch ? mostBatchBytes : limits.maxBytes(),
                limits.uploadSeconds(),
                memory,
                clock,
                refusal);
        String type = context.header("Content-Type");
        String request = RequestId.of(context);
        String client = Guard.client(context);
        CompletableFuture<Waiting> waiting = upload.whole().thenApply(body -> new Waiting(body, System.nanoTime()));
        CompletableFuture<String> answered = batch
                ? waiting.thenComposeAsync(each -> batch(each, type, question, request, client), threads)
                : waiting.thenApplyAsync(each -> single(each, type, question), threads);
        return answered.whenComplete((body, failure) -> upload.release());
    }

    private String single(Waiting waiting, @Nullable String type, Question question) {
        try (Replaceable.Use<ServedModel.Opened> use = question.model().use()) {
            Form form = Form.of(type, waiting.body(), use.get().beside());
            Said said = classify(use.get(), form, question.asked(), waiting.since());
            return Answers.prediction(
                    question.model().name(), said, question.asked().top());
        }
    }

    private CompletableFuture<String> batch(
            Waiting waiting, @Nullable String type, Question question, String request, String client) {
        List<Form.Named> files = Form.batch(String.valueOf(type), waiting.body());
        if (files.size() > mostPictures) {
            throw new Refusal(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "A batch has at most " + mostPictures + " pictures, received " + files.size()
                            + "; send the others after these");
        }
        int more = files.size() - 1; // one place was taken when it came
        if (!places.tryAcquire(more)) {
            throw full();
        }
        guard.charge(client, more);
        Replaceable.Use<ServedModel.Opened> use;
        try {
            use = question.model().use();
        } catch (Refusal e) {
            places.release(more);
            throw e;
        }
        List<CompletableFuture<Item>> items = new ArrayList<>();
        for (Form.Named file : files) {
            items.add(CompletableFuture.supplyAsync(
                    () -> item(use.get(), file, question.asked(), waiting.since(), request), threads));
        }
        return CompletableFuture.allOf(items.toArray(new CompletableFuture<?>[0]))
                .whenComplete((all, failure) -> {
                    use.close();
                    places.release(more);
                })
                .thenApply(all -> {
                    List<Item> said = new ArrayList<>();
                    items.forEach(item -> said.add(item.join()));
                    return Answers.batch(
                            question.model().name(), said, question.asked().top());
                });
    }

    private Item item(ServedModel.Opened model, Form.Named file, Asked asked, long since, String request) {
        try {
            if (file.picture().length > limits.maxBytes()) {
                throw new Refusal(
                        HttpStatus.CONTENT_TOO_LARGE,
                        "A picture has at most " + limits.maxBytes() + " bytes; send a smaller one");
            }
            if (model.beside()) {
                throw new Refusal(
                        HttpStatus.BAD_REQUEST,
                        "A batch is for networks that look at pictures alone, and this one looks at more; send one at"
                                + " a time");
            }
            return new Item(file.name(), classify(model, new Form(file.picture(), Map.of()), asked, since), null);
        } catch (RuntimeException | OutOfMemoryError e) {
            return new Item(file.name(), null, Failures.refusal(e, request));
        }
    }

    private Said classify(ServedModel.Opened model, Form form, Asked asked, long since) {
        metrics.waited(System.nanoTime() - since);
        byte[] picture = form.picture();
        if (asked.explain() && model.beside()) {
            throw new Refusal(
                    HttpStatus.BAD_REQUEST,
                    "explain is for networks that look at pictures alone, and this one looks at more; leave it out");
        }
        if (picture == null) {
            return new Said(timed(model, () -> Sample.withoutPicture("form", form.fields())), null);
        }
        PictureSize size = PictureSize.of(picture);
        if (size.pixels() > limits.maxPixels()) {
            throw new Refusal(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "A picture has at most " + limits.maxPixels() + " pixels, and this one claims " + size
                            + "; send a smaller one");
        }
        long held = size.pixels() * (asked.explain() ? EXPLAINED : 1);
        int taken = (int) Math.max(1, Math.min(allPixels, held));
        pixels.acquireUninterruptibly(taken);
        try {
            ImageSource source = decoding.limit(picture);
            TimedPrediction timed = timed(model, () -> new Sample("form", source, form.fields()));
            return new Said(timed, asked.explain() ? model.reasons().of(source) : null);
        } finally {
            pixels.release(taken);
        }
    }

    private TimedPrediction timed(ServedModel.Opened model, Supplier<Sample> sample) {
        try {
            TimedPrediction timed = model.classifier().timed(sample.get());
            metrics.classified(timed);
            return timed;
        } catch (IllegalArgumentException e) {
            if (model.beside()) { // a field is not what its column holds
                throw new Refusal(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
            }
            throw e;
        }
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
