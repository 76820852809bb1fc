package io.ocelli.samples.cli;

import io.ocelli.data.OnBroken;
import io.ocelli.engine.Optimizer;
import io.ocelli.engine.Precision;
import io.ocelli.error.OcelliException;
import io.ocelli.training.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how a network learns; each goes before what a file of a recipe says. */
final class RecipeOptions {
    @Option(
            names = "--recipe",
            paramLabel = "FILE",
            description = "A recipe as JSON, as train writes it beside what it saves: recipe.json.")
    @Nullable
    Path recipe;

    @Option(names = "--epochs", paramLabel = "N", description = "Default: 25 with a frozen backbone, else 10.")
    @Nullable
    Integer epochs;

    @Option(names = "--batch", paramLabel = "N", description = "Pictures in a step; default: 32.")
    @Nullable
    Integer batch;

    @Option(
            names = "--learning-rate",
            paramLabel = "RATE",
            description = "Default: 1e-3 with a frozen backbone, else 1e-4.")
    @Nullable
    Double learningRate;

    @Option(
            names = "--ema",
            paramLabel = "DECAY",
            description =
                    "Keep a running average of the weights, of which this share stays at each update: 0.99 to 0.9999.")
    @Nullable
    Double average;

    @Option(names = "--precision", paramLabel = "fp32|mixed", description = "Default: fp32.")
    @Nullable
    Precision precision;

    @Option(names = "--seed", paramLabel = "N", description = "Default: 0.")
    @Nullable
    Long seed;

    @Option(
            names = "--skip-broken",
            description = "Leave pictures out that cannot be read, and list them; by default such a one ends it.")
    boolean skipBroken;

    /** @param frozen whether only a head learns */
    Training recipe(Verb verb, boolean frozen) throws IOException {
        Training said = recipe == null ? Training.defaults() : read(verb, recipe);
        if (epochs != null) {
            verb.positive("--epochs", epochs);
            said = said.epochs(epochs);
        }
        if (batch != null) {
            verb.positive("--batch", batch);
            said = said.batchSize(batch);
        }
        if (learningRate != null) {
            if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
                throw verb.wrong("--learning-rate is positive, received " + learningRate);
            }
            // The optimizer of Training.defaults(), at another rate.
            said = said.optimizer(Optimizer.adamW(learningRate).weightDecay(frozen ? 1e-4 : 0.05));
        }
        if (average != null) {
            if (!(average > 0 && average < 1)) {
                throw verb.wrong("--ema is between 0 and 1, received " + average);
            }
            said = said.average(average);
        }
        if (precision != null) {
            said = said.precision(precision);
        }
        if (seed != null) {
            said = said.seed(seed);
        }
        return skipBroken ? said.onBroken(OnBroken.SKIP) : said;
    }

    private static Training read(Verb verb, Path file) throws IOException {
        verb.requireFile("--recipe", file);
        try {
            return Training.fromJson(Files.readString(file));
        } catch (OcelliException e) {
            throw verb.wrong("--recipe: " + file + ": " + e.getMessage());
        }
    }
}
