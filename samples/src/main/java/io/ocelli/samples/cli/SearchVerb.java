package io.ocelli.samples.cli;

import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.engine.Optimizer;
import io.ocelli.files.WholeFile;
import io.ocelli.learning.Proxy;
import io.ocelli.learning.Search;
import io.ocelli.learning.SearchLimits;
import io.ocelli.learning.SearchResult;
import io.ocelli.learning.SearchSpace;
import io.ocelli.learning.SearchTrial;
import io.ocelli.model.Network;
import io.ocelli.training.Training;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Looks for a network that is accurate on these pictures and fast on this machine. */
@Command(
        name = "search",
        sortOptions = false,
        description = {
            "Look for a network that is accurate on these pictures and fast enough on this machine: by regularised",
            "evolution, each candidate trained for a few epochs. The same command with the same --out goes on behind the",
            "trials that it finds there. What it writes: trials.tsv, front.md, front.svg, and in the folder best the most",
            "accurate one, trained, as train would save it."
        })
public final class SearchVerb extends Verb {
    private static final int SMALL = 32;
    private static final double MINUTE = 60e9;

    @Option(names = "--train", required = true, paramLabel = "DIR|CSV", description = "Pictures to learn from.")
    @SuppressWarnings("NullAway.Init")
    Path train;

    @Option(
            names = "--validation",
            required = true,
            paramLabel = "DIR|CSV",
            description = "Pictures that networks are chosen by; others have to tell how good the chosen one is.")
    @SuppressWarnings("NullAway.Init")
    Path validation;

    @Option(
            names = "--latency",
            required = true,
            paramLabel = "MS",
            description = "The most milliseconds that a picture may take here.")
    double latency;

    @Option(
            names = "--budget",
            required = true,
            paramLabel = "MINUTES",
            description = "After so long no other trial begins.")
    double budget;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where all is written.")
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            defaultValue = "32",
            description =
                    "The side of pictures, up to 32 among networks for CIFAR; default: 32. 0 searches 96 to 160, too.")
    int size;

    @Option(names = "--random", description = "Draw all at random, to compare with.")
    boolean random;

    @Option(
            names = "--proxy",
            paramLabel = "NAME",
            defaultValue = "none",
            description = "Train the best of four by it: none (default), parameters, products or synflow.")
    @SuppressWarnings("NullAway.Init")
    Proxy proxy;

    @Option(names = "--trials", paramLabel = "N", defaultValue = "1000", description = "At most; default: 1000.")
    int trials;

    @Option(names = "--epochs", paramLabel = "N", defaultValue = "3", description = "Of each trial; default: 3.")
    int epochs;

    @Option(names = "--workers", paramLabel = "N", defaultValue = "1", description = "Trials at a time; default: 1.")
    int workers;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Default: 0.")
    long seed;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures as JSON, too.")
    @Nullable
    Path json;

    @Override
    public Integer call() throws IOException {
        requireWritable("--json", json);
        requireFolder("--out", folder);
        positive("--epochs", epochs);
        positive("--workers", workers);
        positive("--trials", trials);
        if (!(latency > 0 && latency < Double.POSITIVE_INFINITY)) {
            throw wrong("--latency is positive, received " + latency);
        }
        if (!(budget > 0 && budget < Double.POSITIVE_INFINITY)) {
            throw wrong("--budget is positive, received " + budget);
        }
        if (size < 0 || size > 0 && size < 4) {
            throw wrong("--size is 4 or more, or 0, received " + size);
        }
        DataSet pictures = pictures("--train", train);
        DataSet chosenBy = pictures("--validation", validation);
        Files.createDirectories(folder);
        SearchSpace space = size == 0
                ? SearchSpace.photos()
                : (size <= SMALL ? SearchSpace.cifar() : SearchSpace.photos()).resolutions(size);
        Training recipe = Training.defaults()
                .epochs(epochs)
                .optimizer(Optimizer.adamW(2e-3))
                .seed(seed);
        long start = System.nanoTime();
        try (Interruption interruption = new Interruption()) {
            Search search = Search.of(space, folder.resolve("trials.tsv"))
                    .limits(SearchLimits.none().latency(latency))
                    .recipe(recipe.stopWhen(interruption::asked))
                    .filter(proxy, proxy == Proxy.NONE ? 1 : 4)
                    .trials(trials)
                    .workers(workers)
                    .seed(seed)
                    .stopWhen(() -> interruption.asked() || System.nanoTime() - start > budget * MINUTE)
                    .listener(this::tell);
            SearchResult found = result(random ? search.random() : search, pictures, chosenBy);
            if (found.trials().isEmpty()) {
                err().println(
                                "ocelli: no trial ended; give more --budget, or a higher --latency if no network was fast enough");
                return interruption.asked() ? interruption.code() : 1;
            }
            text("front.md", found.table());
            text("front.svg", found.chart());
            out().print(found.table());
            double accuracy = interruption.asked() ? Double.NaN : trained(found.best(), pictures, chosenBy, recipe);
            report(found, accuracy);
            return interruption.code();
        }
    }

    private SearchResult result(Search search, DataSet pictures, DataSet chosenBy) {
        try {
            return search.over(pictures, chosenBy);
        } catch (IllegalStateException e) {
            throw wrong("the search: " + e.getMessage());
        }
    }

    private void tell(SearchTrial trial) {
        out().printf(
                        Locale.ROOT,
                        "Trial %d: %s, accuracy %.2f %%, %.3f ms, %.1f s%n",
                        trial.number() + 1,
                        trial.candidate(),
                        100 * trial.accuracy(),
                        trial.footprint().latency(),
                        trial.seconds());
    }

    private void text(String name, String content) throws IOException {
        WholeFile.write(folder.resolve(name), to -> to.write(content.getBytes(StandardCharsets.UTF_8)));
    }

    /** Trains the best one as its trial did, and saves it. */
    private double trained(SearchTrial best, DataSet pictures, DataSet chosenBy, Training recipe) {
        Network network = best.candidate().network(pictures.classes().size(), seed);
        try (Classifier classifier = Classifier.simpleCnn()
                .preprocessing(network.preprocessing())
                .head(pictures.classes())
                .then(any -> network)
                .fit(pictures, chosenBy, recipe)) {
            classifier.save(folder.resolve("best"));
            return classifier.evaluate(chosenBy).accuracy();
        }
    }

    private void report(SearchResult found, double accuracy) throws IOException {
        SearchTrial best = found.best();
        List<SearchTrial> front = found.front();
        out().printf(
                        Locale.ROOT,
                        "%d trials, %d on the front; the best, %s, has %.2f %% at %.3f ms%s%n",
                        found.trials().size(),
                        front.size(),
                        best.candidate(),
                        100 * best.accuracy(),
                        best.footprint().latency(),
                        Double.isNaN(accuracy) ? "" : " and is saved to " + folder.resolve("best"));
        Json.write(json, writer -> {
            writer.beginObject();
            writer.name("trials").value(found.trials().size());
            writer.name("best").value(best.candidate().toString());
            Json.figure(writer, "accuracy", best.accuracy());
            Json.figure(writer, "saved_accuracy", accuracy);
            writer.name("front").beginArray();
            for (SearchTrial trial : front) {
                writer.beginObject();
                writer.name("network").value(trial.candidate().toString());
                Json.figure(writer, "accuracy", trial.accuracy());
                Json.figure(writer, "latency_ms", trial.footprint().latency());
                writer.name("memory").value(trial.footprint().memory());
                writer.name("parameters").value(trial.footprint().cost().parameters());
                writer.name("products").value(trial.footprint().cost().products());
                writer.endObject();
            }
            writer.endArray();
            writer.endObject();
        });
    }
}
