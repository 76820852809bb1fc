package io.ocelli.samples.cli;

import io.ocelli.Backbone;
import io.ocelli.Classifier;
import io.ocelli.HeadSpec;
import io.ocelli.data.DataSet;
import io.ocelli.data.SkippedPicture;
import io.ocelli.data.Split;
import io.ocelli.files.WholeFile;
import io.ocelli.learning.Columns;
import io.ocelli.model.Model;
import io.ocelli.reports.TrainingReport;
import io.ocelli.training.History;
import io.ocelli.training.Training;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a classifier on labelled pictures and saves it. */
@Command(
        name = "train",
        sortOptions = false,
        description = {
            "Train a classifier on labelled pictures and save it: a folder with a sub-folder for each class, or a CSV",
            "with a line path,label for each picture, of which --columns may name more columns. What it is validated",
            "with is named, or split off.",
            "A model with published weights starts from these with its backbone frozen; --full fine-tunes all of it.",
            "A model without (lenet5, simple_cnn), and one with --scratch, is trained whole, from the start."
        })
public final class Train extends Verb {
    private static final String RECIPE = "recipe.json";

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

    @Mixin
    @SuppressWarnings("NullAway.Init")
    RecipeOptions recipes;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    CheckpointOptions checkpoints;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    AdaptOptions adapting;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    DistilOptions distilling;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    ColumnOptions beside;

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description = "Begin with these weights, safetensors or .pth, in the place of the published ones.")
    @Nullable
    Path weights;

    @Option(names = "--full", description = "Fine-tune the whole network.")
    boolean full;

    @Option(names = "--scratch", description = "Train the whole network from random weights, published ones or not.")
    boolean scratch;

    @Option(names = "--engine", paramLabel = "NAME", description = "Default: the fastest that can do the work.")
    @Nullable
    String engine;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the classifier is saved.")
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Option(
            names = "--report",
            paramLabel = "FILE.html",
            description = "Write a page with curves, times and pictures, anew as epochs end.")
    @Nullable
    Path report;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures as JSON, too.")
    @Nullable
    Path json;

    @Override
    public Integer call() throws IOException {
        Model found = architecture("--model", model);
        if (scratch && (full || weights != null)) {
            throw wrong("--scratch begins with random weights; leave " + (full ? "--full" : "--weights") + " out");
        }
        boolean pretrained = weights != null || !scratch && !found.weights().isEmpty();
        if (weights != null) {
            requireFile("--weights", weights);
        }
        boolean frozen = pretrained && !full;
        Training recipe = adapting.chosen(checkpoints.added(this, recipes.recipe(this, frozen, found.input())));
        requireEngine(engine);
        requireWritable("--json", json);
        if (report != null) {
            replaceable("--report", report);
        }
        requireFolder("--out", folder);
        Training adapted = adapting.adapted(this, recipe, frozen, found.build());
        boolean renormalised = adapting.renormalises(frozen, found.build());
        if (beside.columns != null && (adapting.method != null || distilling.teacher != null)) {
            throw wrong(
                    "--adapt and --teacher are for networks that look at pictures alone; leave them or --columns out");
        }
        DistilOptions.Lesson lesson =
                distilling.distilled(this, adapted, parts(), found.build(), adapting.method != null);
        adapted = lesson.recipe();
        Split parts = lesson.pictures();
        Columns columns = beside.fitted(this, parts.training());
        DataSet learnt = columns == null ? parts.training() : columns.of(parts.training());
        DataSet examined = columns == null ? parts.validation() : columns.of(parts.validation());
        List<String> classes = learnt.classes();
        out().printf(
                        "%s: %d pictures of %d classes and %d to validate with, %s%n",
                        found.name(),
                        learnt.size(),
                        classes.size(),
                        examined.size(),
                        !pretrained
                                ? "the whole network from the start" + (scratch ? "" : ", for no weights are published")
                                : full ? "the whole network from " + row(found) : "a new head on " + row(found));
        if (report != null) {
            adapted = adapted.listener(TrainingReport.to(report));
        }
        long start = System.nanoTime();
        try (Interruption interruption = new Interruption();
                TrainingProgress progress = new TrainingProgress(out());
                Classifier trained = head(backbone(found, pretrained).head(classes.size()), columns)
                        .fit(
                                learnt,
                                examined,
                                adapted.stopWhen(interruption::asked).listener(progress));
                Classifier learner = adapting.adapted(this, trained, renormalised);
                Classifier classifier = columns == null ? learner.undecorated() : learner.with(columns)) {
            double training = (System.nanoTime() - start) / 1e9;
            progress.close();
            classifier.save(folder);
            String text = recipe.toJson();
            WholeFile.write(folder.resolve(RECIPE), to -> to.write(text.getBytes(StandardCharsets.UTF_8)));
            if (renormalised) {
                out().println("Its norms have the statistics of " + adapting.unlabelled + " now");
            }
            double accuracy =
                    renormalised ? classifier.evaluate(examined).accuracy() : accuracy(trained.history(), adapted);
            report(trained, accuracy, learnt.size(), examined.size(), training);
            if (interruption.asked()) {
                out().println(
                                checkpoints.folder == null
                                        ? "It was stopped, and what was learnt until then is saved. With --checkpoints DIR it could go on."
                                        : "It was stopped. The same command with --resume goes on from "
                                                + checkpoints.folder);
            }
            return interruption.code();
        }
    }

    private HeadSpec head(HeadSpec plain, @Nullable Columns columns) {
        return columns == null ? plain : beside.over(plain, columns);
    }

    private String row(Model model) {
        return "the weights "
                + (weights != null ? weights : model.weights().get(0).name());
    }

    private Split parts() {
        if ((validation == null) == (split == null)) {
            throw wrong("name the pictures to validate with by --validation, or split them off by --split 0.2"
                    + (split == null ? "" : "; not both"));
        }
        if (split != null && !(split > 0 && split < 1)) {
            throw wrong("--split is a share between 0 and 1, received " + split);
        }
        DataSet all = beside.pictures(this, "--train", train);
        if (split != null) {
            return all.split(1 - split, recipes.seed == null ? 0 : recipes.seed);
        }
        return new Split(all, beside.pictures(this, "--validation", Objects.requireNonNull(validation)));
    }

    private Backbone backbone(Model found, boolean pretrained) {
        Backbone backbone = Classifier.model(found.name());
        if (pretrained) {
            backbone = weights == null ? backbone.pretrained() : backbone.weights(weights);
            backbone = full ? backbone : backbone.freezeBackbone();
        }
        return engine == null ? backbone : backbone.engine(engine);
    }

    /** After the epoch whose weights are saved. */
    private double accuracy(History history, Training recipe) {
        List<History.Epoch> made = history.epochs();
        if (made.isEmpty()) {
            return Double.NaN;
        }
        return (recipe.givesBestWeights() ? history.best() : made.get(made.size() - 1)).validationAccuracy();
    }

    private void report(Classifier classifier, double accuracy, int images, int validated, double training)
            throws IOException {
        List<History.Epoch> made = classifier.history().epochs();
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
