package io.ocelli.samples.cli;

import io.ocelli.Backbone;
import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.engine.Precision;
import io.ocelli.model.Model;
import io.ocelli.training.History;
import io.ocelli.training.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains a classifier on a folder of pictures and saves it. */
@Command(
        name = "train",
        sortOptions = false,
        description = {
            "Train a classifier on a folder of pictures, one sub-folder a class, and save it.",
            "A model with published weights starts from these with its backbone frozen; --full fine-tunes all of it.",
            "A model without (lenet5, simple_cnn) is trained whole, from the start."
        })
public final class Train extends Verb {
    @Option(names = "--model", required = true, paramLabel = "NAME", description = "What the verb models lists.")
    @SuppressWarnings("NullAway.Init")
    String model;

    @Option(names = "--train", required = true, paramLabel = "DIR", description = "Pictures to learn from.")
    @SuppressWarnings("NullAway.Init")
    Path train;

    @Option(names = "--validation", required = true, paramLabel = "DIR", description = "Pictures to validate with.")
    @SuppressWarnings("NullAway.Init")
    Path validation;

    @Option(names = "--epochs", paramLabel = "N", description = "Default: 25 with a frozen backbone, else 10.")
    @Nullable
    Integer epochs;

    @Option(names = "--batch", paramLabel = "N", description = "Pictures in a step; default: 32.")
    @Nullable
    Integer batch;

    @Option(names = "--full", description = "Fine-tune the whole network.")
    boolean full;

    @Option(names = "--precision", paramLabel = "fp32|mixed", description = "Default: fp32.")
    Precision precision = Precision.FP32;

    @Option(names = "--seed", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    long seed;

    @Option(names = "--engine", paramLabel = "NAME", description = "Default: the fastest that can do the work.")
    @Nullable
    String engine;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the classifier is saved.")
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures as JSON, too.")
    @Nullable
    Path json;

    @Override
    public Integer call() throws IOException {
        Model found = architecture("--model", model);
        Training recipe = recipe();
        requireEngine(engine);
        requireWritable("--json", json);
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw wrong("--out is a folder to write, and " + folder + " is a file");
        }
        DataSet learnt = pictures("--train", train);
        DataSet examined = pictures("--validation", validation);
        List<String> classes = learnt.classes();
        boolean published = !found.weights().isEmpty();
        out().printf(
                        "%s: %d pictures of %d classes, %s%n",
                        found.name(),
                        learnt.size(),
                        classes.size(),
                        !published
                                ? "the whole network from the start, for no weights are published"
                                : full ? "the whole network from " + row(found) : "a new head on " + row(found));
        long start = System.nanoTime();
        try (TrainingProgress progress = new TrainingProgress();
                Classifier classifier = backbone(found, published)
                        .head(classes.size())
                        .fit(learnt, examined, recipe.listener(progress))) {
            double training = (System.nanoTime() - start) / 1e9;
            progress.close();
            classifier.save(folder);
            report(classifier, learnt.size(), examined.size(), training);
        }
        return 0;
    }

    private static String row(Model model) {
        return "the weights " + model.weights().get(0).name();
    }

    private Training recipe() {
        Training recipe = Training.defaults().precision(precision).seed(seed);
        if (epochs != null) {
            positive("--epochs", epochs);
            recipe = recipe.epochs(epochs);
        }
        if (batch != null) {
            positive("--batch", batch);
            recipe = recipe.batchSize(batch);
        }
        return recipe;
    }

    private Backbone backbone(Model found, boolean published) {
        Backbone backbone = Classifier.model(found.name());
        if (published) {
            backbone = full ? backbone.pretrained() : backbone.pretrained().freezeBackbone();
        }
        return engine == null ? backbone : backbone.engine(engine);
    }

    private void report(Classifier classifier, int images, int validated, double training) throws IOException {
        List<History.Epoch> made = classifier.history().epochs();
        // What is saved is the network after the last epoch.
        double accuracy =
                made.isEmpty() ? Double.NaN : made.get(made.size() - 1).validationAccuracy();
        double seconds = seconds();
        out().printf(
                        Locale.ROOT,
                        "Accuracy %.2f %% on %d pictures after %d epochs, %.1f s (training %.1f s), saved to %s%n",
                        100 * accuracy,
                        validated,
                        made.size(),
                        seconds,
                        training,
                        folder);
        Json.write(json, writer -> {
            writer.beginObject();
            Json.figure(writer, "accuracy", accuracy);
            writer.name("epochs").value(made.size());
            writer.name("images").value(images);
            writer.name("validation_images").value(validated);
            Json.figure(writer, "seconds", seconds);
            Json.figure(writer, "seconds_training", training);
            writer.endObject();
        });
    }
}
