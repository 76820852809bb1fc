package io.ocelli.samples.cli;

import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageFolder;
import io.ocelli.data.Sample;
import io.ocelli.error.ImageException;
import io.ocelli.explanation.Anomalies;
import io.ocelli.explanation.AnomalyDetector;
import io.ocelli.explanation.AnomalyMethod;
import io.ocelli.image.Randomness;
import io.ocelli.model.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Learns from normal pictures alone what is anomalous. */
@Command(
        name = "anomaly",
        sortOptions = false,
        description = {
            "Learn from normal pictures alone to tell what is unlike them. What is saved is a classifier as any other, of the",
            "classes normal and anomalous; explain shows where a picture is unusual. The threshold is chosen by a fifth of the",
            "pictures, from which nothing else is learnt."
        })
public final class Anomaly extends Verb {
    private static final int FEWEST = 5;

    @Option(
            names = "--train",
            required = true,
            paramLabel = "DIR",
            description = "A folder with normal pictures, at least 5; those in its sub-folders count.")
    @SuppressWarnings("NullAway.Init")
    Path train;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            defaultValue = "efficientnet_lite0",
            description = "A name with published weights, or a folder; default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    String model;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the classifier is saved.")
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Option(
            names = "--method",
            paramLabel = "NAME",
            defaultValue = "patchcore",
            description = "patchcore (default), padim or knn.")
    @SuppressWarnings("NullAway.Init")
    String method;

    @Option(
            names = "--false-alarms",
            paramLabel = "P",
            description = "The share of normal pictures that may be called anomalous; default: ${DEFAULT-VALUE}.")
    double falseAlarms = 0.05;

    @Option(names = "--json", paramLabel = "FILE", description = "Write what was learnt as JSON, too.")
    @Nullable
    Path json;

    @Override
    public Integer call() throws IOException {
        requireFolder("--out", folder);
        requireWritable("--json", json);
        if (!(falseAlarms >= 0 && falseAlarms < 1)) {
            throw wrong("--false-alarms is 0 or more and below 1, received " + falseAlarms);
        }
        AnomalyMethod by = method();
        DataSet pictures = pictures();
        int[] order = shuffled(pictures.size());
        int held = Math.max(1, order.length / 5);
        try (PictureProgress progress = new PictureProgress(out(), "Looked at")) {
            DataSet counted = progress.of(pictures);
            AnomalyDetector detector = Anomalies.of(network(), by)
                    .falseAlarms(falseAlarms)
                    .fit(
                            counted.subset(Arrays.copyOfRange(order, held, order.length)),
                            counted.subset(Arrays.copyOf(order, held)));
            progress.close();
            detector.save(folder);
            out().printf(
                            Locale.ROOT,
                            "%s of %d normal pictures, threshold %.4f by %d more; saved to %s%n",
                            by,
                            order.length - held,
                            detector.threshold(),
                            held,
                            folder);
            Json.write(json, writer -> {
                writer.beginObject().name("method").value(by.toString());
                writer.name("pictures").value(order.length - held);
                writer.name("thresholdPictures").value(held);
                Json.figure(writer, "threshold", detector.threshold());
                writer.name("out").value(folder.toString()).endObject();
            });
        }
        return 0;
    }

    private Network network() {
        try (Classifier classifier = classifier(model)) {
            return classifier.network();
        }
    }

    private AnomalyMethod method() {
        return switch (method) {
            case "patchcore" -> AnomalyMethod.patchCore();
            case "padim" -> AnomalyMethod.padim();
            case "knn" -> AnomalyMethod.nearestPictures();
            default -> throw wrong("--method is patchcore, padim or knn, received '" + method + "'");
        };
    }

    private DataSet pictures() {
        ImageFolder all;
        try {
            all = ImageFolder.unlabelled(train);
        } catch (ImageException e) {
            throw wrong("--train: " + e.getMessage());
        }
        if (all.size() < FEWEST) {
            throw wrong("--train is a folder of at least " + FEWEST + " normal pictures, and " + train + " has "
                    + all.size());
        }
        List<Sample> samples = new ArrayList<>();
        IntStream.range(0, all.size()).forEach(i -> samples.add(all.sample(i)));
        return DataSet.of(List.of(), samples);
    }

    /** The same for the same pictures. */
    private static int[] shuffled(int size) {
        int[] order = IntStream.range(0, size).toArray();
        Randomness randomness = Randomness.of(0).split("anomaly");
        for (int i = size - 1; i > 0; i--) {
            int j = randomness.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }
}
