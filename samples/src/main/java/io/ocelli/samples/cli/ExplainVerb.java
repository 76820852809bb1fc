package io.ocelli.samples.cli;

import com.google.gson.stream.JsonWriter;
import io.ocelli.Classifier;
import io.ocelli.error.ImageException;
import io.ocelli.explanation.Explain;
import io.ocelli.explanation.Explainer;
import io.ocelli.explanation.Explanation;
import io.ocelli.explanation.HeatMap;
import io.ocelli.explanation.Method;
import io.ocelli.explanation.SanityCheck;
import io.ocelli.image.Image;
import io.ocelli.image.Images;
import io.ocelli.samples.ContactSheet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows where in pictures a classifier sees what speaks for a class. */
@Command(
        name = "explain",
        sortOptions = false,
        description = {
            "Show where in pictures a model sees what speaks for a class: each picture is written under a map of colours, from",
            "dark blue (nothing) to yellow (most). One that cannot be read is told of on standard error and the others go on;",
            "the exit code is then 1."
        })
public final class ExplainVerb extends Verb {
    private static final int COLUMNS = 10;
    /** Of a picture on the sheet, in pixels. */
    private static final int SIDE = 200;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR|NAME",
            description = "What train wrote, or a name with published weights.")
    @SuppressWarnings("NullAway.Init")
    String model;

    @Option(
            names = "--method",
            paramLabel = "NAME",
            description = {
                "grad-cam (default; of what anomaly wrote: anomaly), grad-cam++, hires-cam, layer-cam, eigen-cam, score-cam,",
                "ablation-cam, saliency, input-x-gradient, smooth-grad, integrated-gradients, occlusion, rise or",
                "attention-rollout."
            })
    @Nullable
    String method;

    @Option(names = "--label", paramLabel = "NAME", description = "The class; default: what the model says of each.")
    @Nullable
    String label;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Where a PNG of each picture is written.")
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write the maps as JSON, too, as they are before resizing.")
    @Nullable
    Path json;

    @Option(
            names = "--sheet",
            paramLabel = "FILE.png",
            description = "Write one contact sheet, too: each picture, and beside it the same under its map.")
    @Nullable
    Path sheet;

    @Option(
            names = "--randomized",
            description =
                    "Take new weights, by chance, for those that were learnt: maps that stay alike are no reasons.")
    boolean randomized;

    @Parameters(arity = "1..*", paramLabel = "PICTURE", description = "Picture files.")
    @SuppressWarnings("NullAway.Init")
    List<Path> pictures;

    /** What was seen in a picture, or why nothing was. */
    private record Explained(
            Path file, @Nullable HeatMap map, @Nullable String error) {}

    private final List<Explained> all = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final ContactSheet shown = new ContactSheet(COLUMNS, SIDE);

    @Override
    public Integer call() throws IOException {
        requireWritable("--json", json);
        requireWritable("--sheet", sheet);
        requireFolder("--out", folder);
        requireNetwork(model);
        Method chosen = method == null ? null : method(method);
        try (Classifier classifier = classifier(model)) {
            if (label != null && !classifier.labels().contains(label)) {
                throw wrong("--label is one of the model's "
                        + classifier.labels().size() + " classes, received '" + label + "'");
            }
            Method by = chosen == null ? Method.of(classifier.network()) : chosen;
            Explanation explanation = Explain.by(by, classifier);
            if (randomized) {
                explanation = explanation.network(SanityCheck.randomized(classifier.network(), 0));
            }
            try (Explainer explainer = explanation.open()) {
                Files.createDirectories(folder);
                for (Path picture : pictures) {
                    explain(explainer, picture, classifier.preprocessing().intensities() != null);
                }
            }
        }
        Json.write(json, this::write);
        if (sheet != null && !shown.isEmpty()) {
            shown.write(sheet);
        }
        return all.stream().anyMatch(each -> each.error() != null) ? 1 : 0;
    }

    private Method method(String name) {
        try {
            return Method.named(name);
        } catch (IllegalArgumentException e) {
            throw wrong("--method: " + e.getMessage());
        }
    }

    /** @param whole whether the model takes samples of 16 bits; what is drawn has 8 */
    private void explain(Explainer explainer, Path file, boolean whole) throws IOException {
        Image picture;
        Image seen;
        try {
            picture = Images.read(file);
            seen = whole ? Images.readWhole(file) : picture;
        } catch (ImageException e) {
            all.add(new Explained(file, null, e.getMessage()));
            err().println("ocelli: " + e.getMessage());
            return;
        }
        HeatMap map = label == null ? explainer.of(seen) : explainer.of(seen, label);
        all.add(new Explained(file, map, null));
        if (sheet != null) {
            shown.add(picture, file.getFileName().toString()).add(map.overlay(picture), map.label());
        }
        Path written = folder.resolve(name(file));
        Files.write(written, map.png(picture));
        out().println(file + ": " + map.label() + ", " + written);
    }

    /** The picture's name with another ending, and a number where it was there before. */
    private String name(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        String free = stem;
        for (int i = 2; !names.add(free); i++) {
            free = stem + "-" + i;
        }
        return free + ".png";
    }

    private void write(JsonWriter writer) throws IOException {
        writer.beginArray();
        for (Explained each : all) {
            writer.beginObject().name("file").value(each.file().toString());
            HeatMap map = each.map();
            if (map == null) {
                writer.name("error").value(each.error());
            } else {
                writer.name("label").value(map.label());
                writer.name("height").value(map.height());
                writer.name("width").value(map.width());
                writer.name("map");
                Json.numbers(writer, map.values());
            }
            writer.endObject();
        }
        writer.endArray();
    }
}
