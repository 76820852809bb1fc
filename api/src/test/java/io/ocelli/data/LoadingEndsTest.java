package io.ocelli.data;

import static io.ocelli.data.Numbered.assertNoThreadIsLeft;
import static io.ocelli.data.Numbered.numbered;
import static io.ocelli.data.Numbered.picture;
import static io.ocelli.data.Numbered.rendered;
import static io.ocelli.data.Numbered.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** However a loading ends, its threads end with it. */
@Timeout(60)
class LoadingEndsTest {
    @AfterEach
    void noThreadIsLeft() {
        Numbered.assertNoThreadIsLeft();
    }

    @Test
    void batchesThatWereAllTakenAreClosed() {
        Batches batches = BatchLoader.of(numbered(5)).epoch(0);
        batches.forEachRemaining(batch -> {});
        assertNoThreadIsLeft();
    }

    @Test
    void closingEarlyLeavesNoThread() {
        DataSet slow = rendered(1000, i -> {
            sleep(1);
            return picture(i);
        });
        Batches batches =
                BatchLoader.of(slow).batchSize(10).ahead(50).threads(4).epoch(0);
        batches.next();
        batches.close();
        assertNoThreadIsLeft();
        assertThatThrownBy(batches::next).isInstanceOf(CancellationException.class);
    }

    @Test
    void closingFromAnotherThreadEndsTheWait() throws InterruptedException {
        CountDownLatch reading = new CountDownLatch(1);
        DataSet stuck = rendered(100, i -> {
            reading.countDown();
            sleep(200);
            return picture(i);
        });
        Batches batches = BatchLoader.of(stuck).threads(2).epoch(0);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread taker = new Thread(() -> {
            try {
                batches.next();
            } catch (Throwable e) {
                thrown.set(e);
            }
        });
        taker.start();
        reading.await();
        batches.close();
        taker.join(Duration.ofSeconds(10).toMillis());
        assertThat(thrown.get())
                .isInstanceOf(CancellationException.class)
                .hasMessage("The loading of epoch 0 ended before its last batch: it was closed");
    }

    @Test
    void anInterruptedTakerEndsTheLoading() throws InterruptedException {
        CountDownLatch reading = new CountDownLatch(1);
        DataSet stuck = rendered(100, i -> {
            reading.countDown();
            sleep(200);
            return picture(i);
        });
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> stillInterrupted = new AtomicReference<>();
        Thread taker = new Thread(() -> {
            try (Batches batches = BatchLoader.of(stuck).threads(2).epoch(0)) {
                batches.next();
            } catch (Throwable e) {
                thrown.set(e);
                stillInterrupted.set(Thread.currentThread().isInterrupted());
            }
        });
        taker.start();
        reading.await();
        taker.interrupt();
        taker.join(Duration.ofSeconds(10).toMillis());
        assertThat(thrown.get())
                .isInstanceOf(CancellationException.class)
                .hasMessage("The loading of epoch 0 ended before its last batch: its thread was interrupted");
        assertThat(stillInterrupted.get()).isTrue();
    }
}
