package io.ocelli.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ReplaceableTest {
    private final List<String> closed = Collections.synchronizedList(new ArrayList<>());
    private final Replaceable<String> thing = Replaceable.of("first", closed::add, "It was closed");

    @Test
    void whatIsReplacedIsClosedWhenItsLastUseEnds() {
        Replaceable.Use<String> one = thing.use();
        Replaceable.Use<String> two = thing.use();
        thing.replace("second");

        assertThat(thing.use().get()).isEqualTo("second");
        one.close();
        one.close();
        assertThat(closed).isEmpty();
        assertThat(two.get()).isEqualTo("first");
        two.close();
        assertThat(closed).containsExactly("first");
    }

    @Test
    void whatNobodyUsesIsClosedAtOnce() {
        thing.replace("second");
        assertThat(closed).containsExactly("first");
        thing.close();
        thing.close();
        assertThat(closed).containsExactly("first", "second");
    }

    @Test
    void afterItsEndNoUseBegins() {
        Replaceable.Use<String> last = thing.use();
        thing.close();

        assertThatThrownBy(thing::use).isInstanceOf(IllegalStateException.class).hasMessage("It was closed");
        assertThatThrownBy(() -> thing.replace("second")).isInstanceOf(IllegalStateException.class);
        assertThat(closed).containsExactly("second");
        last.close();
        assertThat(closed).containsExactly("second", "first");
    }

    @Test
    void manyThreadsUseNothingThatIsClosed() throws Exception {
        AtomicBoolean[] open = new AtomicBoolean[500];
        for (int i = 0; i < open.length; i++) {
            open[i] = new AtomicBoolean(true);
        }
        Replaceable<AtomicBoolean> flags = Replaceable.of(open[0], flag -> flag.set(false), "");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        AtomicBoolean going = new AtomicBoolean(true);
        List<Future<?>> all = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            all.add(threads.submit(() -> {
                while (going.get()) {
                    try (Replaceable.Use<AtomicBoolean> use = flags.use()) {
                        assertThat(use.get()).isTrue();
                    }
                }
                return null;
            }));
        }
        for (int i = 1; i < open.length; i++) {
            flags.replace(open[i]);
            Thread.yield();
        }
        going.set(false);
        for (Future<?> each : all) {
            each.get();
        }
        threads.shutdown();
        flags.close();
        assertThat(open).noneMatch(AtomicBoolean::get);
    }
}
