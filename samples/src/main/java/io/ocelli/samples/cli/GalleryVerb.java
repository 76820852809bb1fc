package io.ocelli.samples.cli;

import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.learning.Gallery;
import io.ocelli.learning.GalleryFigures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Adds classes by a few pictures each, without training. */
@Command(
        name = "gallery",
        sortOptions = false,
        description = {
            "Add classes by a few pictures each, without training: a picture is of the class whose mean, or whose nearest",
            "pictures, its features are most like, and refused where they are like none. What is saved is a classifier as any",
            "other; given as --model it is gone on with."
        })
public final class GalleryVerb extends Verb {
    @Option(
            names = "--model",
            paramLabel = "NAME|DIR",
            defaultValue = "efficientnet_lite0",
            description = "A name with published weights, a folder, or a gallery's folder; default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    String model;

    @Option(names = "--add", paramLabel = "DIR|CSV", description = "Pictures of classes, new or known, with labels.")
    @Nullable
    Path added;

    @Option(names = "--remove", paramLabel = "LABEL", description = "A class that goes; may be repeated.")
    List<String> removed = new ArrayList<>();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the gallery is saved.")
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Option(
            names = "--neighbours",
            paramLabel = "K",
            description =
                    "How many nearest pictures vote; 0: the nearest mean of a class. Default: as it was, 0 at first.")
    @Nullable
    Integer neighbours;

    @Option(
            names = "--false-acceptance",
            paramLabel = "P",
            defaultValue = "0.05",
            description =
                    "The share of pictures of other classes that may be accepted, by which a threshold is chosen where"
                            + " there are two classes or more; default: ${DEFAULT-VALUE}.")
    double falseAcceptance;

    @Option(
            names = "--threshold",
            paramLabel = "S",
            description = "The least similarity, a cosine, in the place of one that is chosen.")
    @Nullable
    Double threshold;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the classes and the figures as JSON, too.")
    @Nullable
    Path json;

    @Override
    public Integer call() throws IOException {
        requireFolder("--out", folder);
        requireWritable("--json", json);
        if (!(falseAcceptance >= 0 && falseAcceptance < 1)) {
            throw wrong("--false-acceptance is 0 or more and below 1, received " + falseAcceptance);
        }
        if (neighbours != null && (neighbours < 0 || neighbours > 1000)) {
            throw wrong("--neighbours is 0 to 1000, received " + neighbours);
        }
        if (threshold != null && !Double.isFinite(threshold)) {
            throw wrong("--threshold is finite, received " + threshold);
        }
        DataSet pictures = added == null ? null : pictures("--add", added);
        Gallery gallery = begun();
        for (String label : removed) {
            if (!gallery.labels().contains(label)) {
                throw wrong("--remove is one of " + gallery.labels() + ", received '" + label + "'");
            }
            gallery = gallery.remove(label);
        }
        if (neighbours != null) {
            gallery = neighbours == 0 ? gallery.byMeans() : gallery.byNeighbours(neighbours);
        }
        if (pictures != null) {
            try (PictureProgress progress = new PictureProgress(out(), "Looked at")) {
                gallery = gallery.add(progress.of(pictures));
            }
        }
        if (gallery.labels().isEmpty()) {
            throw wrong("--add is needed: a gallery has a class or more");
        }
        if (threshold != null) {
            gallery = gallery.accepting(threshold);
        } else if (gallery.labels().size() > 1) {
            gallery = gallery.falseAcceptance(falseAcceptance);
        }
        gallery.save(folder);
        GalleryFigures figures = gallery.figures();
        out().println(gallery + "; saved to " + folder);
        out().println(figures);
        write(gallery.pictures(), figures);
        return 0;
    }

    private void write(Map<String, Integer> pictures, GalleryFigures figures) throws IOException {
        Json.write(json, writer -> {
            writer.beginObject().name("pictures").beginObject();
            for (Map.Entry<String, Integer> label : pictures.entrySet()) {
                writer.name(label.getKey()).value(label.getValue());
            }
            writer.endObject();
            Json.figure(writer, "threshold", figures.threshold());
            Json.figure(writer, "falseAcceptance", figures.falseAcceptance());
            Json.figure(writer, "falseRejection", figures.falseRejection());
            Json.figure(writer, "accuracy", figures.accuracy());
            writer.name("out").value(folder.toString()).endObject();
        });
    }

    private Gallery begun() {
        try (Classifier classifier = classifier(model)) {
            return Gallery.isIn(classifier.architecture())
                    ? Gallery.load(Path.of(model))
                    : Gallery.of(classifier.network());
        }
    }
}
