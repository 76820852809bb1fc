package io.ocelli.samples.cli;

import io.ocelli.Classifier;
import io.ocelli.Prediction;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageFolder;
import io.ocelli.data.ImageSource;
import io.ocelli.error.ImageException;
import io.ocelli.learning.Acquisition;
import io.ocelli.learning.HeadDropout;
import io.ocelli.learning.Unlabelled;
import io.ocelli.reports.LabellingPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells which of many pictures without labels to label next. */
@Command(
        name = "select",
        sortOptions = false,
        description = {
            "Tell which of these pictures without labels to label next, so that a classifier learns most of them: the",
            "first in the list first."
        })
public final class Select extends Verb {
    private static final int DRAWS = 20;

    @Option(names = "--model", required = true, paramLabel = "DIR", description = "What train wrote.")
    @SuppressWarnings("NullAway.Init")
    String model;

    @Option(names = "--unlabelled", required = true, paramLabel = "DIR", description = "Pictures without labels.")
    @SuppressWarnings("NullAway.Init")
    Path unlabelled;

    @Option(names = "--count", required = true, paramLabel = "N", description = "How many.")
    int count;

    @Option(
            names = "--by",
            paramLabel = "NAME",
            defaultValue = "entropy",
            description = "entropy (default), margin, bald, core_set or badge.")
    @SuppressWarnings("NullAway.Init")
    Acquisition acquisition;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Of draws; default: 0.")
    long seed;

    @Option(
            names = "--page",
            paramLabel = "FILE.html",
            description = "Write a page to label them in, from which a CSV is downloaded that train takes.")
    @Nullable
    Path page;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the list as JSON, too.")
    @Nullable
    Path json;

    @Override
    public Integer call() throws IOException {
        requireWritable("--json", json);
        requireWritable("--page", page);
        DataSet pictures = pictures();
        if (count < 1 || count > pictures.size()) {
            throw wrong("--count is from 1 to the " + pictures.size() + " pictures in " + unlabelled + ", received "
                    + count);
        }
        double[][] said = new double[pictures.size()][];
        float[][] features = new float[pictures.size()][];
        Prediction[] predictions = new Prediction[pictures.size()];
        try (Classifier classifier = classifier(model);
                PictureProgress progress = new PictureProgress(out(), "Looked at")) {
            DataSet counted = progress.of(pictures);
            for (int i = 0; i < said.length; i++) {
                ImageSource source = ImageSource.of(counted.sample(i).source().read());
                predictions[i] = classifier.classify(source);
                features[i] = classifier.features(source);
                float[] narrow = predictions[i].probabilities();
                said[i] = new double[narrow.length];
                for (int k = 0; k < narrow.length; k++) {
                    said[i][k] = narrow[k];
                }
            }
            Unlabelled all = Unlabelled.of(said, features);
            if (acquisition == Acquisition.BALD) {
                all = all.withDraws(HeadDropout.of(classifier.network()).draws(features, DRAWS, seed));
            }
            progress.close();
            int[] chosen = acquisition.choose(all, count, seed);
            report(pictures, predictions, chosen, acquisition.scores(all));
            if (page != null) {
                write(page, classifier.labels(), pictures, predictions, chosen);
            }
        } catch (IllegalArgumentException e) {
            throw wrong("--by: " + e.getMessage());
        }
        return 0;
    }

    private DataSet pictures() {
        try {
            return ImageFolder.unlabelled(unlabelled);
        } catch (ImageException e) {
            throw wrong("--unlabelled: " + e.getMessage());
        }
    }

    private void write(Path page, List<String> classes, DataSet pictures, Prediction[] predictions, int... chosen) {
        List<LabellingPage.Asked> asked = new ArrayList<>();
        for (int i : chosen) {
            asked.add(new LabellingPage.Asked(pictures.sample(i), predictions[i].index(), predictions[i].confidence()));
        }
        try {
            LabellingPage.write(classes, asked, page);
        } catch (IllegalArgumentException e) {
            throw wrong("--page: " + e.getMessage());
        }
        out().println("Open " + page + " in a browser to label them");
    }

    private void report(DataSet pictures, Prediction[] predictions, int[] chosen, double[] scores) throws IOException {
        for (int i : chosen) {
            out().printf(
                            Locale.ROOT,
                            "%.4f  %s  (%s, %.1f %%)%n",
                            scores[i],
                            pictures.sample(i).name(),
                            predictions[i].label(),
                            100 * predictions[i].confidence());
        }
        Json.write(json, writer -> {
            writer.beginObject();
            writer.name("by").value(acquisition.name().toLowerCase(Locale.ROOT));
            writer.name("pictures").beginArray();
            for (int i : chosen) {
                writer.beginObject();
                writer.name("picture").value(pictures.sample(i).name());
                writer.name("label").value(predictions[i].label());
                Json.figure(writer, "probability", predictions[i].confidence());
                Json.figure(writer, "score", scores[i]);
                writer.endObject();
            }
            writer.endArray();
            writer.endObject();
        });
    }
}
