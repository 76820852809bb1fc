package io.ocelli.serving;

import io.ocelli.error.BusyException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts together what threads ask singly. It has no threads of its own: whoever has waited longest takes what waits with it, runs
 * that for all, and gives each its part. What fails together is run again one by one, so that an error is its own asker's.
 * Thread-safe.
 *
 * @param <Q> what is asked
 * @param <A> what is answered
 */
final class Gathering<Q, A> implements AutoCloseable {
    private final Batching batching;
    private final int sideBySide;
    private final Function<List<Q>, List<A>> together;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final Deque<Call<Q, A>> queue = new ArrayDeque<>();
    private int waiting;
    private int running;
    private boolean closed;
    private long runs;
    private long taken;

    /**
     * @param sideBySide how many runs there may be at a time
     * @param together answers each of several, in their order
     */
    Gathering(Batching batching, int sideBySide, Function<List<Q>, List<A>> together) {
        this.batching = batching;
        this.sideBySide = sideBySide;
        this.together = together;
    }

    /** What one thread asks: some that stay together. */
    private static final class Call<Q, A> {
        final List<Q> questions;
        final Condition turn;
        final long until;

        @Nullable
        List<A> answers;

        @Nullable
        Throwable failure;

        boolean ended;

        Call(List<Q> questions, Condition turn, long until) {
            this.questions = questions;
            this.turn = turn;
            this.until = until;
        }

        List<A> orThrow() {
            if (failure instanceof Error) {
                throw (Error) failure;
            }
            if (failure != null) {
                throw (RuntimeException) failure;
            }
            if (answers == null) {
                throw new AssertionError("a call ends with an answer or a failure");
            }
            return answers;
        }
    }

    /**
     * The answers to these, in their order, perhaps by another thread that asks at the same time.
     *
     * @throws BusyException if the queue is full
     * @throws IllegalStateException after {@link #close}
     */
    List<A> ask(List<Q> questions) {
        Call<Q, A> call = new Call<>(
                questions,
                lock.newCondition(),
                System.nanoTime() + batching.patience().toNanos());
        List<Call<Q, A>> led;
        lock.lock();
        try {
            enter(call);
            led = await(call);
        } finally {
            lock.unlock();
        }
        if (!led.isEmpty()) {
            try {
                answer(led);
            } finally {
                end(led);
            }
        }
        return call.orThrow();
    }

    private void enter(Call<Q, A> call) {
        if (closed) {
            throw new IllegalStateException(Serving.CLOSED);
        }
        int size = call.questions.size();
        if (waiting > 0 && waiting + size > batching.queue()) {
            throw new BusyException("At most " + batching.queue()
                    + " pictures wait for the network, and so many do. Ask again later, or let more wait by"
                    + " Batching.queue.");
        }
        queue.add(call);
        waiting += size;
        wakeFirst();
    }

    /** Waits until a call has ended, or leads a run: the calls of that run. */
    private List<Call<Q, A>> await(Call<Q, A> call) {
        boolean interrupted = false;
        List<Call<Q, A>> led = new ArrayList<>();
        while (led.isEmpty() && !call.ended) {
            if (queue.peek() != call || running == sideBySide) {
                call.turn.awaitUninterruptibly();
                continue;
            }
            long left = call.until - System.nanoTime();
            if (left <= 0 || waiting >= batching.pictures() || closed || interrupted) {
                led = take();
            } else {
                try {
                    call.turn.awaitNanos(left);
                } catch (InterruptedException e) {
                    interrupted = true; // waits no longer, and answers as anybody
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return led;
    }

    private List<Call<Q, A>> take() {
        List<Call<Q, A>> led = new ArrayList<>();
        int size = 0;
        for (Call<Q, A> next = queue.peek(); next != null; next = queue.peek()) {
            if (!led.isEmpty() && size + next.questions.size() > batching.pictures()) {
                break;
            }
            size += next.questions.size();
            led.add(queue.remove());
        }
        waiting -= size;
        running++;
        runs++;
        taken += size;
        wakeFirst();
        return led;
    }

    /** The first of the queue looks whether it can lead. */
    private void wakeFirst() {
        Call<Q, A> first = queue.peek();
        if (first != null && running < sideBySide) {
            first.turn.signal();
        }
    }

    private void answer(List<Call<Q, A>> led) {
        List<Q> all = new ArrayList<>();
        led.forEach(call -> all.addAll(call.questions));
        try {
            List<A> answers = together.apply(all);
            int from = 0;
            for (Call<Q, A> call : led) {
                int to = from + call.questions.size();
                call.answers = new ArrayList<>(answers.subList(from, to));
                from = to;
            }
        } catch (RuntimeException | Error e) {
            led.forEach(call -> call.answers = null);
            if (led.size() == 1) {
                led.get(0).failure = e;
            } else {
                led.forEach(this::answerAlone);
            }
        }
    }

    private void answerAlone(Call<Q, A> call) {
        try {
            call.answers = together.apply(call.questions);
        } catch (RuntimeException | Error e) {
            call.failure = e;
        }
    }

    private void end(List<Call<Q, A>> led) {
        lock.lock();
        try {
            running--;
            for (Call<Q, A> call : led) {
                call.ended = true;
                call.turn.signal();
            }
            wakeFirst();
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    Batching.Figures figures() {
        lock.lock();
        try {
            return new Batching.Figures(waiting, runs, taken);
        } finally {
            lock.unlock();
        }
    }

    /** Lets no more in, and waits until all that is in is answered. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            wakeFirst();
            while (running > 0 || !queue.isEmpty()) {
                ended.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }
}
