package io.ocelli.samples.cli;

import com.google.common.collect.ImmutableMap;
import io.ocelli.Classifier;
import io.ocelli.compression.Importance;
import io.ocelli.compression.Pruning;
import io.ocelli.data.DataSet;
import io.ocelli.graph.Cost;
import io.ocelli.model.Architecture;
import io.ocelli.model.Network;
import io.ocelli.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Leaves channels of a classifier's network out, and saves it so. */
@Command(
        name = "prune",
        sortOptions = false,
        description = {
            "Make a classifier smaller: the least important channels of each group of layers go. It has to be",
            "trained further. A table shows what it costs before and after, and nodes are named before which all stay."
        })
public final class Prune extends Verb {
    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR|NAME",
            description = "What train wrote, or a name with published weights.")
    @SuppressWarnings("NullAway.Init")
    String model;

    @Option(
            names = "--ratio",
            required = true,
            paramLabel = "R",
            description = "The share of channels that go, from 0 and below 1.")
    double ratio;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the small one is saved.")
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Option(
            names = "--importance",
            paramLabel = "NAME",
            defaultValue = "l2",
            description =
                    "l1, l2 (default), bn (batch norm scales), taylor (needs --pictures) or random: which channels go.")
    @SuppressWarnings("NullAway.Init")
    String importance;

    @Option(names = "--pictures", paramLabel = "DIR", description = "Labelled pictures for --importance taylor.")
    @Nullable
    Path pictures;

    @Option(names = "--global", description = "The share is of all channels together, not of each group.")
    boolean global;

    @Option(
            names = "--round-to",
            paramLabel = "N",
            defaultValue = "1",
            description = "Keep a multiple of N channels (default 1; 8 suits processors).")
    int roundTo;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures as JSON, too.")
    @Nullable
    Path json;

    @Override
    public Integer call() throws IOException {
        requireWritable("--json", json);
        requireFolder("--out", folder);
        requireNetwork(model);
        if (!(ratio >= 0 && ratio < 1)) {
            throw wrong("--ratio is the share of channels that go, from 0 and below 1, received " + ratio);
        }
        if (roundTo < 1) {
            throw wrong("--round-to is 1 or more, received " + roundTo);
        }
        if (importance.equals("taylor") != (pictures != null)) {
            throw wrong("--pictures belongs to --importance taylor, received --importance " + importance
                    + (pictures == null ? " without it" : " with it"));
        }
        try (Classifier classifier = classifier(model)) {
            Pruning pruning = Pruning.of(ratio)
                    .importance(chosen(classifier))
                    .global(global)
                    .roundTo(roundTo);
            Network before = classifier.network();
            Network after = pruning.apply(before);
            try (Classifier pruned = classifier.apply(network -> after)) {
                pruned.save(folder);
            }
            report(Figures.of(before), Figures.of(after), Pruning.barriers(before));
        }
        return 0;
    }

    private Importance chosen(Classifier classifier) {
        return switch (importance) {
            case "l1" -> Importance.l1();
            case "l2" -> Importance.l2();
            case "bn" -> Importance.batchNormScale();
            case "taylor" -> {
                DataSet labelled = pictures("--pictures", Objects.requireNonNull(pictures));
                yield Importance.taylor(labelled.relabel(classifier.labels()));
            }
            case "random" -> Importance.random(0);
            default -> throw wrong("--importance is l1, l2, bn, taylor or random, received '" + importance + "'");
        };
    }

    private void report(Figures before, Figures after, Map<String, String> barriers) throws IOException {
        out().printf(Locale.ROOT, "%-14s %14s %14s %8s%n", "", "before", "after", "left");
        row("parameters", before.parameters(), after.parameters());
        row("MACs", before.macs(), after.macs());
        row("bytes", before.bytes(), after.bytes());
        barriers.forEach((node, why) -> out().printf("all channels stay before %s: %s%n", node, why));
        out().printf("pruned by %s; saved to %s%n", importance, folder);
        out().flush();
        Json.write(json, writer -> {
            writer.beginObject();
            writer.name("importance").value(importance);
            writer.name("ratio").value(ratio);
            for (Figures each : new Figures[] {before, after}) {
                writer.name(each == before ? "before" : "after").beginObject();
                writer.name("parameters").value(each.parameters());
                writer.name("macs").value(each.macs());
                writer.name("bytes").value(each.bytes());
                writer.endObject();
            }
            writer.name("barriers").beginObject();
            for (Map.Entry<String, String> barrier : barriers.entrySet()) {
                writer.name(barrier.getKey()).value(barrier.getValue());
            }
            writer.endObject();
            writer.endObject();
        });
    }

    private void row(String name, long before, long after) {
        out().printf(Locale.ROOT, "%-14s %14d %14d %6.1f %%%n", name, before, after, 100.0 * after / before);
    }

    /** What a network costs. */
    private record Figures(long parameters, long macs, long bytes) {
        static Figures of(Network network) {
            Architecture architecture = network.architecture();
            Cost cost = Cost.of(
                    architecture.graph().only(Architecture.LOGITS),
                    ImmutableMap.of(Architecture.INPUT, architecture.input().shape()));
            long bytes = 0;
            for (Tensor tensor : network.weights().toMap().values()) {
                bytes += tensor.bytes().remaining();
            }
            return new Figures(cost.parameters(), cost.products(), bytes);
        }
    }
}
