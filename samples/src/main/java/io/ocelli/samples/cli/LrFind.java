package io.ocelli.samples.cli;

import io.ocelli.Backbone;
import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.model.Model;
import io.ocelli.reports.LearningRatePage;
import io.ocelli.training.LearningRates;
import io.ocelli.training.TrainingEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tries learning rates. */
@Command(
        name = "lr-find",
        sortOptions = false,
        description = {
            "Try learning rates from 1e-7 to 10 for a hundred steps, and suggest one: where the loss falls fastest.",
            "Nothing is kept of what was learnt."
        })
public final class LrFind extends Verb {
    @Option(names = "--model", required = true, paramLabel = "NAME", description = "What the verb models lists.")
    @SuppressWarnings("NullAway.Init")
    String model;

    @Option(names = "--train", required = true, paramLabel = "DIR|CSV", description = "Pictures to learn from.")
    @SuppressWarnings("NullAway.Init")
    Path train;

    @Option(names = "--full", description = "The whole network learns; by default a head on published weights.")
    boolean full;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    RecipeOptions recipes;

    @Option(names = "--out", required = true, paramLabel = "FILE.html", description = "The page to write, with a plot.")
    @SuppressWarnings("NullAway.Init")
    Path out;

    @Option(names = "--json", paramLabel = "FILE", description = "Write rates and losses as JSON, too.")
    @Nullable
    Path json;

    @Override
    public Integer call() throws IOException {
        Model architecture = architecture("--model", model);
        boolean published = !architecture.weights().isEmpty();
        Path page = replaceable("--out", out);
        requireWritable("--json", json);
        DataSet pictures = pictures("--train", train);
        Backbone backbone = Classifier.model(architecture.name());
        if (published) {
            backbone = full ? backbone.pretrained() : backbone.pretrained().freezeBackbone();
        }
        LearningRates rates;
        try (PictureProgress progress = new PictureProgress(out(), "Tried", "rates")) {
            progress.expect(LearningRates.STEPS);
            rates = backbone.head(pictures.classes().size())
                    .learningRates(
                            pictures,
                            recipes.recipe(this, published && !full, architecture.input())
                                    .listener((event, session) -> {
                                        if (event instanceof TrainingEvent.StepEnded) {
                                            progress.read();
                                        }
                                    }));
        }
        LearningRatePage.write(rates, page);
        double suggested = suggestion(rates);
        String found = Double.isNaN(suggested)
                ? "the loss did not fall at any rate"
                : String.format(Locale.ROOT, "the loss falls fastest at a learning rate of %.2g", suggested);
        out().printf("%d steps; %s; see %s%n", rates.points().size(), found, page);
        Json.write(json, writer -> {
            writer.beginObject();
            Json.figure(writer, "suggestion", suggested);
            writer.name("points").beginArray();
            for (LearningRates.Point point : rates.points()) {
                writer.beginObject();
                Json.figure(writer, "learning_rate", point.rate());
                Json.figure(writer, "loss", point.loss());
                writer.endObject();
            }
            writer.endArray();
            writer.endObject();
        });
        return 0;
    }

    private static double suggestion(LearningRates rates) {
        try {
            return rates.suggestion();
        } catch (IllegalStateException e) {
            return Double.NaN;
        }
    }
}
