package io.ocelli.samples.cli;

import io.ocelli.Backbone;
import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.data.OnBroken;
import io.ocelli.data.SkippedPicture;
import io.ocelli.data.Split;
import io.ocelli.engine.Optimizer;
import io.ocelli.engine.Precision;
import io.ocelli.model.Model;
import io.ocelli.training.History;
import io.ocelli.training.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains a classifier on labelled pictures and saves it. */
@Command(
        name = "train",
        sortOptions = false,
        description = {
            "Train a classifier on labelled pictures and save it: a folder with a sub-folder for each class, or a CSV",
            "with a line path,label for each picture. What it is validated with is named, or split off.",
            "A model with published weights starts from these with its backbone frozen; --full fine-tunes all of it.",
            "A model without (lenet5, simple_cnn) is trained whole, from the start."
        })
public final class Train extends Verb {
    @Option(names = "--model", required = true, paramLabel = "NAME", description = "What the verb models lists.")
    @SuppressWarnings("NullAway.Init")
    String model;

    @Option(names = "--train", required = true, paramLabel = "DIR|CSV", description = "Pictures to learn from.")
    @SuppressWarnings("NullAway.Init")
    Path train;

    @Option(names = "--validation", paramLabel = "DIR|CSV", description = "Pictures to validate with.")
    @Nullable
    Path validation;

    @Option(
            names = "--split",
            paramLabel = "SHARE",
            description = {
                "The share of the pictures, of each class, that is kept to validate with (0.2 is usual);",
                "which ones, follows from --seed."
            })
    @Nullable
    Double split;

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
            names = "--skip-broken",
            description = "Leave pictures out that cannot be read, and list them; by default such a one ends it.")
    boolean skipBroken;

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
        boolean published = !found.weights().isEmpty();
        Training recipe = recipe(published && !full);
        requireEngine(engine);
        requireWritable("--json", json);
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw wrong("--out is a folder to write, and " + folder + " is a file");
        }
        Split parts = parts();
        DataSet learnt = parts.training();
        DataSet examined = parts.validation();
        List<String> classes = learnt.classes();
        out().printf(
                        "%s: %d pictures of %d classes and %d to validate with, %s%n",
                        found.name(),
                        learnt.size(),
                        classes.size(),
                        examined.size(),
                        !published
                                ? "the whole network from the start, for no weights are published"
                                : full ? "the whole network from " + row(found) : "a new head on " + row(found));
        long start = System.nanoTime();
        try (TrainingProgress progress = new TrainingProgress(out());
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

    private Split parts() {
        if ((validation == null) == (split == null)) {
            throw wrong("name the pictures to validate with by --validation, or split them off by --split 0.2"
                    + (split == null ? "" : "; not both"));
        }
        if (split != null && !(split > 0 && split < 1)) {
            throw wrong("--split is a share between 0 and 1, received " + split);
        }
        DataSet all = pictures("--train", train);
        if (split != null) {
            return all.split(1 - split, seed);
        }
        return new Split(all, pictures("--validation", Objects.requireNonNull(validation)));
    }

    private Training recipe(boolean frozen) {
        Training recipe = Training.defaults().precision(precision).seed(seed);
        if (epochs != null) {
            positive("--epochs", epochs);
            recipe = recipe.epochs(epochs);
        }
        if (batch != null) {
            positive("--batch", batch);
            recipe = recipe.batchSize(batch);
        }
        if (learningRate != null) {
            if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
                throw wrong("--learning-rate is positive, received " + learningRate);
            }
            // The optimizer of Training.defaults(), at another rate.
            recipe = recipe.optimizer(Optimizer.adamW(learningRate).weightDecay(frozen ? 1e-4 : 0.05));
        }
        return recipe.onBroken(skipBroken ? OnBroken.SKIP : OnBroken.FAIL);
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
        List<SkippedPicture> skipped = classifier.skipped();
        if (!skipped.isEmpty()) {
            err().println("ocelli: " + skipped.size() + " pictures were left out:");
            skipped.forEach(picture -> err().println("  " + picture.reason()));
        }
        Json.write(json, writer -> {
            writer.beginObject();
            Json.figure(writer, "accuracy", accuracy);
            writer.name("epochs").value(made.size());
            writer.name("images").value(images);
            writer.name("validation_images").value(validated);
            writer.name("skipped").beginArray();
            for (SkippedPicture picture : skipped) {
                writer.value(picture.name());
            }
            writer.endArray();
            Json.figure(writer, "seconds", seconds);
            Json.figure(writer, "seconds_training", training);
            writer.endObject();
        });
    }
}
