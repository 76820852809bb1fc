package io.ocelli.samples.cli;

import com.google.gson.stream.JsonWriter;
import io.ocelli.Classifier;
import io.ocelli.compression.Compress;
import io.ocelli.compression.CompressionCandidate;
import io.ocelli.compression.CompressionCandidate.Form;
import io.ocelli.compression.CompressionResult;
import io.ocelli.compression.CompressionSearch;
import io.ocelli.compression.CompressionWish;
import io.ocelli.compression.PairedTime;
import io.ocelli.compression.Pruning;
import io.ocelli.data.DataSet;
import io.ocelli.reports.TradeOffPage;
import io.ocelli.training.Training;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks for the best of a classifier's smaller forms that keeps a wish, and saves it. */
@Command(
        name = "compress",
        sortOptions = false,
        description = {
            "Make a classifier as small and fast as is wished: it is pruned at several ratios, each pruned network is",
            "fine-tuned with the original as teacher, and each of these and the original is tried in int8, and with",
            "weights of int8 alone. A table shows what was tried; the best that keeps the wish is saved. Until then all",
            "networks lie in the folder search of --out, and the same command goes on with them."
        })
public final class CompressVerb extends Verb {
    @Option(names = "--model", required = true, paramLabel = "DIR|NAME", description = "What is to become smaller.")
    @SuppressWarnings("NullAway.Init")
    String model;

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

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the chosen one is saved.")
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Option(
            names = "--latency",
            paramLabel = "MS",
            description = "The most milliseconds for a picture on this machine.")
    @Nullable
    Double latency;

    @Option(names = "--size", paramLabel = "MB", description = "The most megabytes of its files.")
    @Nullable
    Double size;

    @Option(
            names = "--macs",
            paramLabel = "G",
            description = "The most thousand millions of multiply-adds for a picture.")
    @Nullable
    Double macs;

    @Option(
            names = "--max-drop",
            paramLabel = "POINTS",
            description = {
                "By how many points it may be less accurate. Of those that keep the wish the most accurate one is chosen;",
                "where nothing but this is wished, the fastest."
            })
    @Nullable
    Double drop;

    @Option(
            names = "--ratios",
            paramLabel = "R",
            split = ",",
            defaultValue = "0.25,0.5,0.75",
            description = "The shares of channels that go; default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    List<Double> ratios;

    @Option(
            names = "--forms",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "int8,int8-weights",
            description = "What networks are tried in beside float32: int8, int8-weights, none; default: both.")
    @SuppressWarnings("NullAway.Init")
    List<String> forms;

    @Option(
            names = "--round-to",
            paramLabel = "N",
            defaultValue = "8",
            description = "Keep a multiple of N channels; default: 8, which suits processors.")
    int roundTo;

    @Option(
            names = "--pairs",
            paramLabel = "N",
            defaultValue = "15",
            description = "Times are medians of so many runs by turns with the original; default: 15.")
    int pairs;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    RecipeOptions recipes;

    @Option(
            names = "--report",
            paramLabel = "FILE.html",
            description = "Write a page with a chart of accuracy over time, and the table.")
    @Nullable
    Path report;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures as JSON, too.")
    @Nullable
    Path json;

    @Override
    public Integer call() throws IOException {
        requireWritable("--json", json);
        if (report != null) {
            replaceable("--report", report);
        }
        requireFolder("--out", folder);
        requireNetwork(model);
        positive("--round-to", roundTo);
        positive("--pairs", pairs);
        CompressionWish wish = wish();
        for (double ratio : ratios) {
            if (!(ratio > 0 && ratio < 1)) {
                throw wrong("--ratios are shares of channels that go, above 0 and below 1, received " + ratio);
            }
        }
        Form[] besides = forms.equals(List.of("none"))
                ? new Form[0]
                : forms.stream().map(this::form).toArray(Form[]::new);
        DataSet pictures = pictures("--train", train);
        DataSet chosenBy = pictures("--validation", validation);
        try (Interruption interruption = new Interruption();
                TrainingProgress progress = new TrainingProgress(out());
                Classifier classifier = classifier(model)) {
            Training recipe = recipes.recipe(
                            this, false, classifier.architecture().input())
                    .listener(progress);
            CompressionSearch search = Compress.within(wish)
                    .recipe(recipe)
                    .ratios(ratios.stream().mapToDouble(each -> each).toArray())
                    .forms(besides)
                    .pruning(Pruning.of(0).roundTo(roundTo))
                    .pairs(pairs)
                    .stopWhen(interruption::asked)
                    .listener(this::tell);
            CompressionResult found = search.search(classifier, pictures, chosenBy, folder.resolve("search"));
            progress.close();
            if (!found.isComplete()) {
                out().println("It was stopped. The same command goes on.");
                return interruption.code();
            }
            report(found);
            CompressionCandidate best = found.best();
            try (Classifier small = found.open(best)) {
                small.save(folder);
            }
            found.discard();
            out().printf("The best that keeps %s is %s; saved to %s%n", wish, best.name(), folder);
            return 0;
        }
    }

    private CompressionWish wish() {
        if (latency == null && size == null && macs == null && drop == null) {
            throw wrong("say what is wished: --latency, --size, --macs, --max-drop, or several of them");
        }
        CompressionWish wish = CompressionWish.none();
        wish = latency == null ? wish : wish.latency(above("--latency", latency));
        wish = size == null ? wish : wish.bytes(1e6 * above("--size", size));
        wish = macs == null ? wish : wish.products(1e9 * above("--macs", macs));
        if (drop != null) {
            if (!(drop >= 0 && drop <= 100)) {
                throw wrong("--max-drop is from 0 to 100 points, received " + drop);
            }
            wish = wish.drop(drop / 100);
        }
        return wish;
    }

    private Form form(String name) {
        return switch (name) {
            case "int8" -> Form.INT8;
            case "int8-weights" -> Form.INT8_WEIGHTS;
            default -> throw wrong("--forms are int8 and int8-weights, or none, received '" + name + "'");
        };
    }

    private double above(String option, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw wrong(option + " is positive, received " + value);
        }
        return value;
    }

    private void tell(CompressionCandidate candidate) {
        out().printf(
                        Locale.ROOT,
                        "%s: %.3f MB, %.3f ms%s%n",
                        candidate.name(),
                        candidate.bytes() / 1e6,
                        candidate.single().milliseconds(),
                        candidate.isTrained()
                                ? String.format(Locale.ROOT, ", accuracy %.2f %%", 100 * candidate.accuracy())
                                : ", not trained");
    }

    private void report(CompressionResult found) throws IOException {
        out().print(found.table());
        found.notes().forEach(out()::println);
        out().flush();
        if (report != null) {
            page(found).write(replaceable("--report", report));
        }
        Json.write(json, writer -> write(writer, found));
    }

    private TradeOffPage page(CompressionResult found) {
        List<CompressionCandidate> kept = found.kept();
        String summary = kept.isEmpty()
                ? "None keeps the wish of " + found.wish() + "; the nearest is "
                        + found.nearest().name() + "."
                : "Of " + kept.size() + " that keep the wish of " + found.wish() + ", "
                        + kept.get(0).name() + " is the best.";
        TradeOffPage page = TradeOffPage.of("Compression of " + model, "milliseconds for a picture", "accuracy, %")
                .summary(summary)
                .table(found.rows())
                .notes(found.notes());
        for (CompressionCandidate each : found.candidates()) {
            if (each.isTrained()) {
                TradeOffPage.Standing standing = !kept.contains(each)
                        ? TradeOffPage.Standing.MISSED
                        : each.equals(kept.get(0)) ? TradeOffPage.Standing.CHOSEN : TradeOffPage.Standing.KEPT;
                page = page.point(each.name(), each.single().milliseconds(), 100 * each.accuracy(), standing);
            }
        }
        return page;
    }

    private void write(JsonWriter writer, CompressionResult found) throws IOException {
        List<CompressionCandidate> kept = found.kept();
        writer.beginObject();
        writer.name("wish").beginObject();
        Json.figure(writer, "latency_ms", found.wish().latency());
        Json.figure(writer, "bytes", found.wish().bytes());
        Json.figure(writer, "macs", found.wish().products());
        Json.figure(writer, "drop", found.wish().drop());
        writer.endObject();
        writer.name("best").value(kept.isEmpty() ? null : kept.get(0).name());
        writer.name("nearest").value(found.nearest().name());
        writer.name("networks").beginArray();
        for (CompressionCandidate each : found.candidates()) {
            writer.beginObject();
            writer.name("network").value(each.name());
            writer.name("ratio").value(each.ratio());
            writer.name("bytes").value(each.bytes());
            writer.name("parameters").value(each.cost().parameters());
            writer.name("macs").value(each.cost().products());
            time(writer, "batch_1", each.single());
            time(writer, "batch_16", each.sixteen());
            Json.figure(writer, "accuracy", each.accuracy());
            Json.figure(writer, "agreement", each.agreement());
            strings(writer, "missed", found.missed(each));
            writer.endObject();
        }
        writer.endArray();
        strings(writer, "notes", found.notes());
        writer.endObject();
    }

    private static void time(JsonWriter writer, String name, PairedTime time) throws IOException {
        writer.name(name).beginObject();
        Json.figure(writer, "milliseconds", time.milliseconds());
        Json.figure(writer, "of_original", time.ratio());
        writer.endObject();
    }

    private static void strings(JsonWriter writer, String name, List<String> values) throws IOException {
        writer.name(name).beginArray();
        for (String value : values) {
            writer.value(value);
        }
        writer.endArray();
    }
}
