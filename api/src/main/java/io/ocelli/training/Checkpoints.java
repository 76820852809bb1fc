package io.ocelli.training;

import io.ocelli.error.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where and how often a training is written down, so that it goes on where it was when it is started again
 * ({@link Training#checkpoints}). A value, for any number of threads; a folder is for one training at a time.
 *
 * <pre>{@code
 * recipe.checkpoints(Checkpoints.in(Path.of("runs/a")).every(Duration.ofMinutes(5)).keep(3))
 * }</pre>
 *
 * @param folder made where it is missing; it has a file {@code checkpoint-EPOCH-BATCH.safetensors} for each, which appears whole
 *     or not at all
 * @param every how long at most is lost besides; null for what ends of epochs alone write
 * @param epochs after how many of them one is written, too
 * @param keep how many of the last ones stay
 */
public record Checkpoints(Path folder, @Nullable Duration every, int epochs, int keep) {
    private static final Pattern FILE = Pattern.compile("checkpoint-\\d{6}-\\d{9}\\.safetensors");
    private static final Pattern LEFT = Pattern.compile("\\.checkpoint-\\d{6}-\\d{9}\\.safetensors\\..*\\.tmp");

    public Checkpoints {
        if (every != null && (every.isNegative() || every.isZero())) {
            throw new IllegalArgumentException("every is longer than nothing, received " + every);
        }
        if (epochs < 1 || keep < 1) {
            throw new IllegalArgumentException(
                    "Checkpoints are kept, one at least, after so many epochs, one at least; received keep " + keep
                            + " and epochs " + epochs);
        }
    }

    /** After each epoch, the last two of them. */
    public static Checkpoints in(Path folder) {
        return new Checkpoints(folder, null, 1, 2);
    }

    /** In a folder of this one. */
    Checkpoints in(String name) {
        return new Checkpoints(folder.resolve(name), every, epochs, keep);
    }

    /** Also once so much time has passed since the last. */
    public Checkpoints every(Duration time) {
        return new Checkpoints(folder, time, epochs, keep);
    }

    /** After every so many epochs. */
    public Checkpoints everyEpochs(int number) {
        return new Checkpoints(folder, every, number, keep);
    }

    /** The last so many stay. */
    public Checkpoints keep(int number) {
        return new Checkpoints(folder, every, epochs, number);
    }

    /**
     * The last one; null where there is none.
     *
     * @throws WeightsException if it cannot be read
     */
    public @Nullable Checkpoint latest() {
        List<Path> files = files(FILE);
        return files.isEmpty() ? null : Checkpoint.load(files.get(files.size() - 1));
    }

    /**
     * Writes one, and removes those that are too many.
     *
     * @throws WeightsException if it cannot be written; those before it stay
     */
    void save(Checkpoint checkpoint) {
        Position at = checkpoint.position();
        checkpoint.save(
                folder.resolve(String.format(Locale.ROOT, "checkpoint-%06d-%09d.safetensors", at.epoch(), at.batch())));
        List<Path> files = files(FILE);
        remove(files.subList(0, Math.max(0, files.size() - keep)));
    }

    /**
     * Makes the folder ready.
     *
     * @throws WeightsException if nothing can be written there
     */
    void prepare() {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, ".checkpoint", ".tmp"));
        } catch (IOException e) {
            throw new WeightsException(
                    "Checkpoints are written to a folder, and nothing can be written to " + folder + ": " + e
                            + ". Make it writable, or name another.",
                    e);
        }
        // A process that was killed while it wrote leaves this.
        remove(files(LEFT));
    }

    private List<Path> files(Pattern pattern) {
        if (!Files.isDirectory(folder)) {
            return Collections.emptyList();
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(file ->
                            pattern.matcher(file.getFileName().toString()).matches())
                    .collect(Collectors.toCollection(ArrayList::new));
            Collections.sort(found);
            return found;
        } catch (IOException e) {
            throw new WeightsException("The folder of checkpoints " + folder + " cannot be read: " + e, e);
        }
    }

    private static void remove(List<Path> files) {
        for (Path file : files) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new WeightsException("An old checkpoint, " + file + ", cannot be removed: " + e, e);
            }
        }
    }

    /** Writes a training's checkpoints as it goes on, and at its end. */
    TrainingListener writer() {
        return new CheckpointWriter(this);
    }
}
