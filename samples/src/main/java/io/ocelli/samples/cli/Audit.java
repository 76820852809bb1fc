package io.ocelli.samples.cli;

import com.google.gson.stream.JsonWriter;
import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.data.SkippedPicture;
import io.ocelli.engine.Preset;
import io.ocelli.reports.Duplicates;
import io.ocelli.reports.Fingerprints;
import io.ocelli.reports.LabelError;
import io.ocelli.reports.Predictions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Looks for what is wrong with labelled pictures. */
@Command(
        name = "audit",
        sortOptions = false,
        description = {
            "Look for what is wrong with labelled pictures: broken files, pictures that are there twice, also encoded anew",
            "or resized, labels that are likely errors, and pictures that lie in another folder, too.",
            "Labels are compared with what a model says; without a model that knows the classes, with what heads on the",
            "built-in backbone say of pictures that they have not learnt from."
        })
public final class Audit extends Verb {
    private static final int SHOWN = 10;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR|CSV",
            description = "A folder with a sub-folder for each class, or lines of path,label.")
    @SuppressWarnings("NullAway.Init")
    Path data;

    @Option(
            names = "--against",
            paramLabel = "DIR|CSV",
            description = "Other pictures, such as those to validate with, of which none should be among these.")
    @Nullable
    Path against;

    @Option(names = "--model", paramLabel = "DIR|NAME", description = "What says which label is likely.")
    @Nullable
    String model;

    @Option(names = "--json", paramLabel = "FILE", description = "Write what was found as JSON, too, all of it.")
    @Nullable
    Path json;

    /** What was found. */
    private record Findings(
            List<String> classes,
            int[] counts,
            List<SkippedPicture> broken,
            List<Duplicates> duplicates,
            List<Duplicates> leaks,
            List<LabelError> labels,
            String judge) {}

    @Override
    public Integer call() throws IOException {
        requireWritable("--json", json);
        DataSet pictures = pictures("--data", data);
        DataSet others = against == null ? null : pictures("--against", against);
        Fingerprints prints;
        Fingerprints otherPrints = null;
        try (PictureProgress progress = new PictureProgress(out(), "Compared")) {
            DataSet counted = progress.of(pictures);
            DataSet countedOthers = others == null ? null : progress.of(others);
            prints = Fingerprints.of(counted);
            otherPrints = countedOthers == null ? null : Fingerprints.of(countedOthers);
        }
        List<SkippedPicture> broken = new ArrayList<>(prints.broken());
        if (otherPrints != null) {
            broken.addAll(otherPrints.broken());
        }
        Findings found = labels(
                pictures,
                readable(pictures, prints.broken()),
                broken,
                prints.duplicates(),
                otherPrints == null ? List.of() : prints.leaks(otherPrints));
        tell(found);
        Json.write(json, writer -> write(writer, found));
        return 0;
    }

    private static DataSet readable(DataSet pictures, List<SkippedPicture> broken) {
        List<Integer> left = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            left.add(i);
        }
        broken.forEach(picture -> left.remove((Integer) picture.index()));
        return pictures.subset(left.stream().mapToInt(Integer::intValue).toArray());
    }

    private Findings labels(
            DataSet all,
            DataSet readable,
            List<SkippedPicture> broken,
            List<Duplicates> duplicates,
            List<Duplicates> leaks) {
        List<LabelError> labels = List.of();
        String judge = "nothing: there are fewer than two pictures that can be read";
        if (readable.size() >= 2) {
            try (Classifier classifier = model == null ? null : classifier(model, Preset.THROUGHPUT);
                    PictureProgress progress = new PictureProgress(out(), "Looked at")) {
                if (classifier != null && Predictions.fit(classifier, readable)) {
                    judge = String.valueOf(model);
                    labels = Predictions.steady(classifier, progress.of(readable, 2))
                            .labelErrors();
                } else {
                    judge = "heads on efficientnet_lite0, out of fold"
                            + (model == null ? "" : ", for " + model + " does not know all classes");
                    labels = Predictions.outOfFold(
                                    progress.of(readable, 2),
                                    Classifier.efficientnetLite0().pretrained(),
                                    0)
                            .labelErrors();
                }
            }
        }
        return new Findings(all.classes(), all.counts(), broken, duplicates, leaks, labels, judge);
    }

    private void tell(Findings found) {
        out().println("Classes:");
        for (int i = 0; i < found.counts.length; i++) {
            out().printf("  %s: %d%n", found.classes.get(i), found.counts[i]);
        }
        tell("cannot be read", found.broken.stream().map(SkippedPicture::reason).toList());
        tell(
                "groups are of one picture",
                found.duplicates.stream().map(Audit::line).toList());
        if (against != null) {
            tell(
                    "are in " + against + " too",
                    found.leaks.stream().map(Audit::line).toList());
        }
        tell(
                "labels are doubted, by " + found.judge,
                found.labels.stream()
                        .filter(label -> !label.given().equals(label.suggested()))
                        .map(label -> String.format(
                                Locale.ROOT,
                                "%s: %s (%.1f %%), rather %s",
                                label.sample().name(),
                                label.given(),
                                100 * label.score(),
                                label.suggested()))
                        .toList());
    }

    private static String line(Duplicates group) {
        return (group.exact() ? "the same: " : "alike: ") + String.join(", ", group.names());
    }

    private void tell(String what, List<String> lines) {
        out().printf("%d %s%s%n", lines.size(), what, lines.isEmpty() ? "." : ":");
        lines.stream().limit(SHOWN).forEach(line -> out().println("  " + line));
        if (lines.size() > SHOWN) {
            out().printf("  and %d more%s%n", lines.size() - SHOWN, json == null ? " (--json has all)" : "");
        }
    }

    private static void write(JsonWriter json, Findings found) throws IOException {
        json.beginObject().name("classes");
        strings(json, found.classes);
        json.name("counts").beginArray();
        for (int count : found.counts) {
            json.value(count);
        }
        json.endArray().name("broken");
        strings(json, found.broken.stream().map(SkippedPicture::name).toList());
        groups(json.name("duplicates"), found.duplicates);
        groups(json.name("leaks"), found.leaks);
        json.name("judge").value(found.judge);
        json.name("labelErrors").beginArray();
        for (LabelError label : found.labels) {
            json.beginObject();
            json.name("file").value(label.sample().name());
            json.name("given").value(label.given());
            json.name("suggested").value(label.suggested());
            json.name("score").value(label.score());
            json.endObject();
        }
        json.endArray();
        Json.figure(json, "seconds", seconds());
        json.endObject();
    }

    private static void groups(JsonWriter json, List<Duplicates> groups) throws IOException {
        json.beginArray();
        for (Duplicates group : groups) {
            strings(json, group.names());
        }
        json.endArray();
    }

    private static void strings(JsonWriter json, List<String> texts) throws IOException {
        json.beginArray();
        for (String text : texts) {
            json.value(text);
        }
        json.endArray();
    }
}
