package io.ocelli.samples.cli;

import io.ocelli.training.Checkpoints;
import io.ocelli.training.Training;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where a training is written down, and whether it goes on. */
final class CheckpointOptions {
    @Option(
            names = "--checkpoints",
            paramLabel = "DIR",
            description = "Write the training down after each epoch, the last two of them.")
    @Nullable
    Path folder;

    @Option(names = "--every", paramLabel = "MINUTES", description = "Write it down also once so much time has passed.")
    @Nullable
    Double minutes;

    @Option(names = "--resume", description = "Go on from the last of --checkpoints; where there is none, begin.")
    boolean resume;

    Training added(Verb verb, Training recipe) {
        if (folder == null) {
            if (minutes != null || resume) {
                throw verb.wrong((resume ? "--resume" : "--every") + " belongs to --checkpoints DIR: name the folder");
            }
            return recipe;
        }
        Checkpoints checkpoints = Checkpoints.in(folder);
        if (minutes != null) {
            if (!(minutes > 0 && minutes < 1e6)) {
                throw verb.wrong("--every is a positive number of minutes, received " + minutes);
            }
            checkpoints = checkpoints.every(Duration.ofMillis(Math.max(1, Math.round(minutes * 60_000))));
        }
        if (!resume && checkpoints.latest() != null) {
            throw verb.wrong("--checkpoints: " + folder
                    + " has those of an earlier training; say --resume to go on with it, or name another folder");
        }
        return recipe.checkpoints(checkpoints);
    }
}
