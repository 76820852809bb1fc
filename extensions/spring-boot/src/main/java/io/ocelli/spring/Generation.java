package io.ocelli.spring;

import io.ocelli.Classifier;
import java.time.Instant;

/** A classifier between two reloads: it is closed when the last call that took it has ended and another has its place. */
final class Generation {
    private final Classifier classifier;
    private final Instant opened = Instant.now();
    private int calls;
    private boolean retired;

    Generation(Classifier classifier) {
        this.classifier = classifier;
    }

    Classifier classifier() {
        return classifier;
    }

    Instant opened() {
        return opened;
    }

    /** Whether it may be used; then {@link #release} follows. */
    synchronized boolean take() {
        if (retired) {
            return false;
        }
        calls++;
        return true;
    }

    void release() {
        boolean last;
        synchronized (this) {
            calls--;
            last = retired && calls == 0;
        }
        if (last) {
            classifier.close();
        }
    }

    /** No call begins any more; those that run end as they began. */
    void retire() {
        boolean last;
        synchronized (this) {
            last = !retired && calls == 0;
            retired = true;
        }
        if (last) {
            classifier.close();
        }
    }
}
