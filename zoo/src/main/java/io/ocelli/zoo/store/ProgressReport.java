package io.ocelli.zoo.store;

import io.ocelli.model.PublishedWeights;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes progress on to a listener, not more than ten times a second and at the end. */
final class ProgressReport {
    private static final Logger LOG = LoggerFactory.getLogger(WeightsStore.class);
    private static final long PAUSE = 100_000_000;

    private final PublishedWeights row;
    private final DownloadListener listener;
    private long last = System.nanoTime() - PAUSE;

    ProgressReport(PublishedWeights row, DownloadListener listener) {
        this.row = row;
        this.listener = listener;
    }

    void at(long received, long total) {
        long now = System.nanoTime();
        if (now - last >= PAUSE || received == total) {
            last = now;
            listener.progressed(row, received, total);
        }
    }

    /** Logs each tenth of the file. */
    static DownloadListener log() {
        return new DownloadListener() {
            private long tenth = -1;

            @Override
            public void progressed(PublishedWeights weights, long received, long total) {
                // where the server does not say how much there is, each 16 MiB
                long now = total > 0 ? 10 * received / total : received >> 24;
                if (now != tenth) {
                    tenth = now;
                    LOG.info(
                            "{}: {}{}",
                            weights.file(),
                            megabytes(received),
                            total > 0 ? " of " + megabytes(total) : "");
                }
            }
        };
    }

    static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
