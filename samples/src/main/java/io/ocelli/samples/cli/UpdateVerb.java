package io.ocelli.samples.cli;

import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.learning.PictureMemory;
import io.ocelli.learning.Update;
import io.ocelli.learning.Updated;
import io.ocelli.model.InputSize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Teaches a saved classifier new pictures and classes. */
@Command(
        name = "update",
        sortOptions = false,
        description = {
            "Teach a classifier new pictures, and new classes, beside a memory of old ones. It is checked with old pictures",
            "that it has not learnt from, and refused where it has forgotten too much: no classifier is written then."
        })
public final class UpdateVerb extends Verb {
    @Option(names = "--model", required = true, paramLabel = "DIR", description = "What train or update wrote.")
    @SuppressWarnings("NullAway.Init")
    String model;

    @Option(names = "--data", required = true, paramLabel = "DIR|CSV", description = "New pictures with labels.")
    @SuppressWarnings("NullAway.Init")
    Path data;

    @Option(
            names = "--memory",
            required = true,
            paramLabel = "DIR",
            description = "Where pictures that it learnt from are kept; it goes on growing to --capacity.")
    @SuppressWarnings("NullAway.Init")
    Path memory;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the taught one is saved.")
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Option(
            names = "--remember",
            paramLabel = "DIR|CSV",
            description = "Put these pictures, which it learnt from before, into the memory first: once.")
    @Nullable
    Path remembered;

    @Option(names = "--capacity", paramLabel = "N", defaultValue = "500", description = "Pictures kept; default: 500.")
    int capacity;

    @Option(
            names = "--megabytes",
            paramLabel = "MB",
            description = "What the memory takes of the disk at most; it keeps fewer pictures then. Default: any.")
    @Nullable
    Double megabytes;

    @Option(
            names = "--forgetting",
            paramLabel = "SHARE",
            defaultValue = "0.05",
            description = "By how much the accuracy on old pictures may fall; default: 0.05.")
    double forgetting;

    @Option(
            names = "--whole",
            description =
                    "The whole network learns, not its head alone: for one that was taught from nothing by its own pictures.")
    boolean whole;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    RecipeOptions recipes;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures as JSON, too.")
    @Nullable
    Path json;

    @Override
    public Integer call() throws IOException {
        requireWritable("--json", json);
        if (capacity < 2) {
            throw wrong("--capacity is at least 2, received " + capacity);
        }
        if (!(forgetting >= 0 && forgetting <= 1)) {
            throw wrong("--forgetting is from 0 to 1, received " + forgetting);
        }
        if (megabytes != null && !(megabytes > 0 && megabytes < 1e9)) {
            throw wrong("--megabytes is positive, received " + megabytes);
        }
        requireFolder("--out", folder);
        Update update = Update.with(memory).capacity(capacity).forgetting(forgetting);
        Update kept = megabytes == null ? update : update.bytes(Math.round(megabytes * 1e6));
        Update asked = whole ? kept.wholeNetwork() : kept;
        DataSet pictures = pictures("--data", data);
        @Nullable DataSet before = remembered == null ? null : pictures("--remember", remembered);
        if (before == null && asked.learnt().size() == 0) {
            throw wrong("--memory: there is no old picture in " + memory
                    + "; name those that it learnt from by --remember");
        }
        try (Interruption interruption = new Interruption();
                Classifier classifier = classifier(model)) {
            InputSize size = classifier.architecture().input();
            Update chosen = asked.recipe(recipes.recipe(this, !whole, size));
            if (before != null) {
                chosen.remember(classifier, before);
            }
            return teach(chosen, classifier, pictures, interruption);
        }
    }

    private int teach(Update update, Classifier classifier, DataSet pictures, Interruption interruption)
            throws IOException {
        try (TrainingProgress progress = new TrainingProgress(out());
                Updated updated = update.recipe(
                                update.recipe().stopWhen(interruption::asked).listener(progress))
                        .teach(classifier, pictures)) {
            progress.close();
            if (updated.accepted()) {
                updated.classifier().save(folder);
                updated.remember();
            }
            report(updated, update, pictures.size());
            if (!updated.accepted()) {
                err().println("ocelli: refused, and no classifier was written: " + updated.reason()
                        + (remembered == null ? "" : "; --remember is done, so leave it out the next time"));
                return 1;
            }
            return interruption.code();
        }
    }

    private void report(Updated updated, Update update, int images) throws IOException {
        PictureMemory learnt = update.learnt();
        out().printf(
                        Locale.ROOT,
                        "%d new pictures, %d classes: new %.2f %% right, old %.2f %% before and %.2f %% now, %d in memory (%.2f MB)%s%n",
                        images,
                        updated.classifier().labels().size(),
                        100 * updated.learnt(),
                        100 * updated.before(),
                        100 * updated.after(),
                        learnt.size(),
                        learnt.bytes() / 1e6,
                        updated.accepted() ? "; saved to " + folder : "");
        Json.write(json, writer -> {
            writer.beginObject();
            writer.name("accepted").value(updated.accepted());
            writer.name("images").value(images);
            writer.name("classes").beginArray();
            for (String label : updated.classifier().labels()) {
                writer.value(label);
            }
            writer.endArray();
            Json.figure(writer, "new_accuracy", updated.learnt());
            Json.figure(writer, "old_accuracy_before", updated.before());
            Json.figure(writer, "old_accuracy", updated.after());
            writer.name("memory").value(learnt.size());
            writer.name("memory_bytes").value(learnt.bytes());
            writer.endObject();
        });
    }
}
