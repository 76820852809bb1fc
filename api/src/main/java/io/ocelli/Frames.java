package io.ocelli;

import io.ocelli.data.ImageSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A stream of pictures, such as a camera's, that come faster than they can be classified: one is looked at, one waits, and a later
 * one takes the place of the one that waits. So an answer is never older than two classifications, and the camera is never kept
 * waiting.
 *
 * <pre>{@code
 * try (Frames frames = Frames.of(classifier, answer -> show(answer.prediction()))) {
 *     camera.onFrame(image -> frames.offer(ImageSource.of(image)));
 *     ...
 *     System.out.println(frames.figures()); // how many were dropped, and the latencies
 * }
 * }</pre>
 *
 * <p>It has a thread of its own, which decodes, classifies, and calls the listener; that ends with {@link #close}. The classifier
 * stays open. Whoever would rather ask than be told takes {@link #latest}. Safe for any number of threads.
 */
public final class Frames implements AutoCloseable {
    private static final int LATENCIES = 4096;

    private record Frame(long number, ImageSource source, long offered) {}

    private final PictureClassifier classifier;
    private final Consumer<? super FrameAnswer> listener;
    private final Thread thread;
    private final long[] latencies = new long[LATENCIES];
    private @Nullable Frame waiting;
    private @Nullable FrameAnswer latest;
    private @Nullable Throwable broken;
    private boolean closed;
    private boolean busy;
    private long offered;
    private long answered;
    private long dropped;
    private long failed;

    private Frames(PictureClassifier classifier, Consumer<? super FrameAnswer> listener) {
        this.classifier = classifier;
        this.listener = listener;
        this.thread = new Thread(this::run, "ocelli-frames");
        thread.setDaemon(true);
    }

    /** Frames whose answers are asked for by {@link #latest}. */
    public static Frames of(PictureClassifier classifier) {
        return of(classifier, answer -> {});
    }

    /**
     * Frames whose answers a listener gets.
     *
     * @param listener called for one answer after the other, in their order, by the thread that classifies, which it holds up;
     *     where it throws, the stream ends, and {@link #offer} and {@link #close} throw
     */
    public static Frames of(PictureClassifier classifier, Consumer<? super FrameAnswer> listener) {
        Frames frames = new Frames(classifier, listener);
        frames.thread.start();
        return frames;
    }

    /**
     * Gives a frame, and never waits.
     *
     * @param source is read when the frame's turn comes, if it does
     * @return whether no other frame was dropped for it
     * @throws IllegalStateException after {@link #close}, or after the listener threw
     */
    public boolean offer(ImageSource source) {
        synchronized (latencies) {
            requireWhole();
            if (closed) {
                throw new IllegalStateException("Frames are taken until they are closed, and these were closed");
            }
            boolean free = waiting == null;
            dropped += free ? 0 : 1;
            waiting = new Frame(offered++, source, System.nanoTime());
            latencies.notifyAll();
            return free;
        }
    }

    private void requireWhole() {
        if (broken != null) {
            throw new IllegalStateException("A listener of frames does not throw, and this one did: " + broken, broken);
        }
    }

    /** The last answer, or null where there is none yet. */
    public @Nullable FrameAnswer latest() {
        synchronized (latencies) {
            return latest;
        }
    }

    /** How it went so far. */
    public FrameFigures figures() {
        synchronized (latencies) {
            long[] last = new long[(int) Math.min(answered, LATENCIES)];
            System.arraycopy(latencies, 0, last, 0, last.length);
            return new FrameFigures(offered, answered, dropped, failed, last);
        }
    }

    /**
     * Waits until every frame that was offered is answered or dropped.
     *
     * @throws InterruptedException if the thread is interrupted
     * @throws IllegalStateException if the listener threw
     */
    public void await() throws InterruptedException {
        synchronized (latencies) {
            while ((waiting != null || busy) && broken == null) {
                latencies.wait();
            }
            requireWhole();
        }
    }

    private void run() {
        try {
            for (Frame frame = next(); frame != null; frame = next()) {
                FrameAnswer answer = answer(frame);
                count(answer);
                listener.accept(answer);
            }
        } catch (RuntimeException | Error e) {
            synchronized (latencies) {
                broken = e;
                latencies.notifyAll();
            }
        }
    }

    private @Nullable Frame next() {
        synchronized (latencies) {
            busy = false;
            latencies.notifyAll();
            while (waiting == null && !closed) {
                try {
                    latencies.wait();
                } catch (InterruptedException e) {
                    closed = true; // nobody else has this thread
                }
            }
            Frame frame = closed ? null : waiting;
            waiting = null;
            busy = frame != null;
            return frame;
        }
    }

    private FrameAnswer answer(Frame frame) {
        Prediction prediction = null;
        RuntimeException error = null;
        try {
            prediction = classifier.classify(frame.source());
        } catch (RuntimeException e) {
            error = e;
        }
        return new FrameAnswer(frame.number(), prediction, error, System.nanoTime() - frame.offered());
    }

    private void count(FrameAnswer answer) {
        synchronized (latencies) {
            latest = answer;
            if (answer.error() == null) {
                latencies[(int) (answered++ % LATENCIES)] = answer.latencyNanos();
            } else {
                failed++;
            }
        }
    }

    /**
     * Drops the frame that waits, and waits for the one that is looked at; called by the listener, it does not wait.
     *
     * @throws IllegalStateException if the listener threw
     */
    @Override
    public void close() {
        synchronized (latencies) {
            closed = true;
            dropped += waiting == null ? 0 : 1;
            waiting = null;
            latencies.notifyAll();
        }
        boolean interrupted = false;
        while (thread.isAlive() && Thread.currentThread() != thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        synchronized (latencies) {
            requireWhole();
        }
    }
}
