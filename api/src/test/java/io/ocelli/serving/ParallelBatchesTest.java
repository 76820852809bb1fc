package io.ocelli.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class ParallelBatchesTest {
    private static List<Integer> doubled(List<Integer> numbers) {
        return numbers.stream().map(number -> 2 * number).toList();
    }

    @Test
    void whatTheSourceThrowsComesBehindTheResultsBeforeIt() {
        Stream<Integer> failing = IntStream.range(0, 30).boxed().peek(number -> {
            if (number == 20) {
                throw new IllegalArgumentException("the source failed");
            }
        });
        List<Integer> taken = new ArrayList<>();
        try (ParallelBatches<Integer, Integer> batches =
                new ParallelBatches<>(failing.iterator(), 8, ParallelBatchesTest::doubled)) {
            assertThatThrownBy(() -> batches.forEachRemaining(taken::add))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the source failed");
        }

        assertThat(taken).isEqualTo(doubled(IntStream.range(0, 20).boxed().toList()));
    }

    @Test
    void whatIsNeitherReadToItsEndNorClosedLeavesNoThread() throws Exception {
        Iterator<Integer> left =
                new ParallelBatches<>(IntStream.range(0, 1_000).boxed().iterator(), 8, ParallelBatchesTest::doubled);
        assertThat(left.next()).isZero();

        long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        while (threads() > 0 && System.nanoTime() < end) {
            Thread.sleep(10);
        }
        assertThat(threads()).isZero();
        assertThat(left.next()).as("and goes on where it was").isEqualTo(2);
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("ocelli-classify"))
                .count();
    }

    /** Whoever waits for a batch that was still queued would wait for ever. */
    @Test
    void closingFromAnotherThreadEndsWhoWaits() {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            for (int round = 0; round < 300; round++) {
                ParallelBatches<Integer, Integer> batches = new ParallelBatches<>(
                        IntStream.iterate(0, number -> number + 1).boxed().iterator(), 1, numbers -> {
                            Thread.yield();
                            return doubled(numbers);
                        });
                batches.next();
                Thread closer = new Thread(batches::close);
                closer.start();
                assertThatThrownBy(() -> batches.forEachRemaining(number -> {}))
                        .isInstanceOf(CancellationException.class);
                closer.join();
            }
        });
    }
}
