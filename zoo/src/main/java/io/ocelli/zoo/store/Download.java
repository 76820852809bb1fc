package io.ocelli.zoo.store;

import io.ocelli.error.WeightsException;
import io.ocelli.files.FileLocks;
import io.ocelli.model.PublishedWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings one file into a folder, once, whoever asks for it at the same time. */
final class Download {
    private static final Logger LOG = LoggerFactory.getLogger(WeightsStore.class);

    private final PublishedWeights row;
    private final Path target;
    private final Path lock;
    private final PartialFile part;
    private final Route route;
    private final ProgressReport progress;

    Download(PublishedWeights row, WeightsStore store, Route route, DownloadListener listener) {
        this.row = row;
        this.target = store.file(row.file());
        this.lock = store.lock(row.file());
        this.part = new PartialFile(target);
        this.route = route;
        this.progress = new ProgressReport(row, listener);
    }

    /** The whole file, which was there or is now. */
    Path run() {
        try (FileLocks.Held held = FileLocks.lock(lock, this::waiting)) {
            if (!Files.exists(target)) {
                fetch();
            }
            return target;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("the thread was interrupted. What has come is kept, and the next download goes on from it", e);
        } catch (Failure e) {
            throw failed(e.why(), e);
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw failed("the thread was interrupted", e);
            }
            throw failed(
                    "the cache cannot be written (" + e
                            + "). Name another folder with -Docelli.cache=FOLDER or OCELLI_CACHE",
                    e);
        }
    }

    private void waiting() {
        LOG.info("Waiting for {}, which another thread or process downloads", row.file());
    }

    private void fetch() throws Failure, IOException, InterruptedException {
        Checksum expected = Checksum.of(row);
        LOG.info(
                "Downloading {} from {} to {}{}",
                row.file(),
                route.locate(row),
                target.getParent(),
                expected == null ? "; its authors published no checksum to compare with" : "");
        int failures = 0;
        long furthest = part.size();
        while (true) {
            try {
                boolean resumed = new Transfer(row, part, route, progress).run();
                check(expected, resumed);
                part.finish(target);
                return;
            } catch (Failure failure) {
                long size = part.size();
                // each byte more than ever before is progress, so a file that comes in a thousand parts comes
                failures = size > furthest ? 1 : failures + 1;
                furthest = Math.max(furthest, size);
                if (!failure.isPassing() || failures >= route.backOff().tries()) {
                    throw failure.isPassing() && failures > 1
                            ? Failure.lasting(
                                    failure.why() + "; " + failures + " tries in a row came no further", failure)
                            : failure;
                }
                long delay = Math.max(failure.waiting(), route.backOff().delay(failures));
                LOG.info("{}: {}; the next try is in {} ms", row.file(), failure.why(), delay);
                Thread.sleep(delay);
            }
        }
    }

    private void check(@Nullable Checksum expected, boolean resumed) throws Failure, IOException {
        if (expected == null) {
            return;
        }
        String received = Checksum.measure(part.path());
        if (!expected.fits(received)) {
            part.delete();
            String why = "its SHA-256 is to be " + expected + " and is " + received + "; what came was deleted";
            // an earlier try's bytes may have been another file's: the whole, in one piece, decides
            throw resumed ? Failure.passing(why) : Failure.lasting(why);
        }
    }

    private WeightsException failed(String why, Throwable cause) {
        return new WeightsException(
                row.file() + " cannot be downloaded from " + route.locate(row) + ": " + why
                        + ". You can also bring the file to " + target.getParent()
                        + " yourself, or name a mirror with -Docelli.mirror=URL or OCELLI_MIRROR.",
                cause);
    }
}
