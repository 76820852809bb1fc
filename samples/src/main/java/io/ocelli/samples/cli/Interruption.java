package io.ocelli.samples.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * What Ctrl-C and SIGTERM do while long work runs: they ask it to stop, so that it saves what there is and says how to go on; a
 * second one ends the process at once.
 *
 * <p>No shutdown hook: natives close their environments in such hooks, while what there is has yet to be saved.
 */
final class Interruption implements AutoCloseable {
    /** What a shell adds to a signal's number. */
    private static final int KILLED = 128;

    private final Map<Signal, SignalHandler> before = new LinkedHashMap<>();
    private volatile int signal;

    Interruption() {
        for (String name : new String[] {"INT", "TERM"}) {
            try {
                Signal handled = new Signal(name);
                before.put(handled, Signal.handle(handled, this::ask));
            } catch (IllegalArgumentException e) {
                // Somebody else has it, or the platform has none of the name: it does what it always does.
            }
        }
    }

    private void ask(Signal received) {
        if (asked()) {
            Runtime.getRuntime().halt(KILLED + received.getNumber());
        }
        signal = received.getNumber();
    }

    boolean asked() {
        return signal != 0;
    }

    /** The exit code of what a signal has stopped; 0 where none has. */
    int code() {
        return asked() ? KILLED + signal : 0;
    }

    @Override
    public void close() {
        before.forEach(Signal::handle);
    }
}
