package io.ocelli.samples.cli;

import com.google.gson.stream.JsonWriter;
import io.ocelli.Classifier;
import io.ocelli.boxes.CocoResults;
import io.ocelli.boxes.Detection;
import io.ocelli.dense.Sightings;
import io.ocelli.dense.SlidingWindow;
import io.ocelli.engine.Preset;
import io.ocelli.error.ImageException;
import io.ocelli.image.Box;
import io.ocelli.image.Images;
import io.ocelli.image.PngWriter;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Strips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds things in pictures by a classifier of small ones. */
@Command(
        name = "detect",
        sortOptions = false,
        description = {
            "Find things in pictures: a window slides over each, and what the classifier says of it is a box.",
            "A picture that cannot be read is told of on standard error and the others go on; the exit code is then 1."
        })
public final class Detect extends Verb {
    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR|NAME",
            description = "What train wrote, or a name with published weights.")
    @SuppressWarnings("NullAway.Init")
    String model;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Where each picture is written with its boxes drawn, as PNG.")
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Parameters(arity = "1..*", paramLabel = "PICTURE", description = "Picture files.")
    @SuppressWarnings("NullAway.Init")
    List<Path> pictures;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the boxes as JSON, too.")
    @Nullable
    Path json;

    @Option(
            names = "--coco",
            paramLabel = "FILE",
            description = "Write COCO's results, too: pictures are numbered from 1 as they are named, classes from 0.")
    @Nullable
    Path coco;

    @Option(
            names = "--window",
            split = ",",
            paramLabel = "PIXELS",
            description = "The window's side, or several with commas between; default: the side the model takes.")
    int[] sides = {};

    @Option(
            names = "--overlap",
            paramLabel = "SHARE",
            description = "How much of a window the next one covers too, 0 to below 1; default: ${DEFAULT-VALUE}.")
    double overlap = 0.5;

    @Option(
            names = "--confidence",
            paramLabel = "P",
            description = "The probability from which on something is seen; default: ${DEFAULT-VALUE}.")
    double confidence = 0.5;

    @Option(
            names = "--iou",
            paramLabel = "IOU",
            description = "The overlap up to which two boxes of a class both stay; default: ${DEFAULT-VALUE}.")
    double iou = 0.3;

    @Option(
            names = "--across-classes",
            description = "Compare boxes whatever their classes: one place holds one thing.")
    boolean acrossClasses;

    @Option(names = "--averaging", description = "Put a box where those of its class at its place are in the mean.")
    boolean averaging;

    @Option(
            names = "--surroundings",
            paramLabel = "TIMES",
            description = "How many times the window's side the model sees, for one that looks around a thing; default:"
                    + " ${DEFAULT-VALUE}.")
    double surroundings = 1;

    @Option(
            names = "--background",
            paramLabel = "LABEL",
            description = "A class that is nothing; may be said several times.")
    List<String> background = new ArrayList<>();

    /** What was seen in a picture, or why nothing was. */
    private record Answer(
            Path file, @Nullable Sightings seen, @Nullable String error) {}

    @Override
    public Integer call() throws IOException {
        requireFolder("--out", folder);
        requireWritable("--json", json);
        requireWritable("--coco", coco);
        List<Answer> answers = new ArrayList<>();
        try (Classifier classifier = classifier(model, Preset.THROUGHPUT)) {
            SlidingWindow window = window(classifier);
            Files.createDirectories(folder);
            for (Path file : pictures) {
                answers.add(answer(window, classifier, file, answers.size() + 1));
            }
        }
        Json.write(json, writer -> write(writer, answers));
        if (coco != null) {
            CocoResults.write(detections(answers), coco);
        }
        return answers.stream().anyMatch(answer -> answer.error() != null) ? 1 : 0;
    }

    private SlidingWindow window(Classifier classifier) {
        Preprocessing takes = classifier.preprocessing();
        int[] asked = sides.length > 0 ? sides : new int[] {Math.max(takes.cropHeight(), takes.cropWidth())};
        for (String label : background) {
            if (!classifier.labels().contains(label)) {
                throw wrong("--background is one of the model's classes, " + classifier.labels() + ", received '"
                        + label + "'");
            }
        }
        SlidingWindow window = SlidingWindow.of(asked)
                .overlap(overlap)
                .surroundings(surroundings)
                .confidence(confidence)
                .iou(iou)
                .background(background.toArray(new String[0]));
        SlidingWindow rivals = acrossClasses ? window.acrossClasses() : window;
        return averaging ? rivals.averaging() : rivals;
    }

    private Answer answer(SlidingWindow window, Classifier classifier, Path file, int number) {
        try (Strips picture = Images.strips(file)) {
            Sightings seen = window.over(classifier, picture);
            PngWriter.write(new BoxesDrawn(picture, seen), folder.resolve(drawn(file, number)));
            out().println(file + ": " + seen.all().size() + " boxes " + counted(seen.counts()));
            return new Answer(file, seen, null);
        } catch (ImageException e) {
            err().println("ocelli: " + e.getMessage());
            return new Answer(file, null, String.valueOf(e.getMessage()));
        }
    }

    /** The picture's own name, with its number before it where another picture of the list has the same. */
    private String drawn(Path file, int number) {
        String name = stem(file);
        long alike = pictures.stream().filter(each -> stem(each).equals(name)).count();
        return (alike > 1 ? number + "-" : "") + name + ".png";
    }

    private static String stem(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private static String counted(Map<String, Integer> counts) {
        List<String> each = new ArrayList<>();
        counts.forEach((label, count) -> each.add(count + " " + label));
        return each.isEmpty() ? "" : "(" + String.join(", ", each) + ")";
    }

    private static List<Detection> detections(List<Answer> answers) {
        List<Detection> detections = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            Sightings seen = answers.get(i).seen();
            if (seen != null) {
                detections.addAll(seen.detections(i + 1));
            }
        }
        return detections;
    }

    private static void write(JsonWriter writer, List<Answer> answers) throws IOException {
        writer.beginArray();
        for (Answer answer : answers) {
            writer.beginObject().name("file").value(answer.file().toString());
            Sightings seen = answer.seen();
            if (seen == null) {
                writer.name("error").value(answer.error()).endObject();
                continue;
            }
            writer.name("height").value(seen.size().height());
            writer.name("width").value(seen.size().width());
            writer.name("boxes").beginArray();
            for (Sightings.Sighting each : seen.all()) {
                Box box = each.box();
                writer.beginObject().name("label").value(each.label());
                writer.name("confidence").value(each.confidence());
                writer.name("box").beginArray();
                writer.value(box.left()).value(box.top()).value(box.right()).value(box.bottom());
                writer.endArray().endObject();
            }
            writer.endArray().name("counts").beginObject();
            for (Map.Entry<String, Integer> count : seen.counts().entrySet()) {
                writer.name(count.getKey()).value(count.getValue());
            }
            writer.endObject().endObject();
        }
        writer.endArray();
    }
}
