package io.ocelli.samples.cli;

import io.ocelli.graph.Cost;
import io.ocelli.model.Model;
import io.ocelli.model.Models;
import io.ocelli.model.PublishedWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the registered architectures and the weights published for each. */
@Command(name = "models", description = "List the architectures and their published weights.")
public final class ListModels extends Verb {
    @Parameters(arity = "0..1", paramLabel = "PART", description = "Only models whose name has this in it.")
    String part = "";

    @Option(names = "--json", paramLabel = "FILE", description = "Write the list as JSON, too.")
    @Nullable
    Path json;

    @Override
    public Integer call() throws IOException {
        requireWritable("--json", json);
        out().printf(
                        "%-22s %-14s %10s %8s %6s %7s  %s%n",
                        "name", "input", "parameters", "GFLOPs", "acc@1", "MB", "weights");
        for (Model model : chosen()) {
            Cost cost = model.cost();
            PublishedWeights first =
                    model.weights().isEmpty() ? null : model.weights().get(0);
            out().printf(
                            "%-22s %-14s %8.2f M %8.2f %6s %7s  %s%n",
                            model.name(),
                            model.input(),
                            cost.parameters() / 1e6,
                            cost.gigaflops(),
                            Double.isNaN(model.accuracy()) ? "" : String.format("%.1f", model.accuracy()),
                            first == null || first.bytes() == 0 ? "" : String.format("%.1f", first.bytes() / 1e6),
                            model.weights().stream().map(PublishedWeights::name).collect(Collectors.joining(", ")));
        }
        Json.write(json, writer -> {
            writer.beginArray();
            for (Model model : chosen()) {
                Cost cost = model.cost();
                writer.beginObject().name("name").value(model.name());
                writer.name("timm").value(model.timmName());
                writer.name("input").beginArray();
                writer.value(model.input().channels());
                writer.value(model.input().height());
                writer.value(model.input().width()).endArray();
                writer.name("classes").value(model.build().classes());
                writer.name("parameters").value(cost.parameters());
                Json.figure(writer, "gigaflops", cost.gigaflops());
                writer.name("weights").beginArray();
                for (PublishedWeights row : model.weights()) {
                    writer.beginObject().name("name").value(row.name());
                    writer.name("url").value(row.url());
                    writer.name("license").value(row.license());
                    for (Map.Entry<String, Double> accuracy : row.accuracy().entrySet()) {
                        Json.figure(writer, accuracy.getKey(), accuracy.getValue());
                    }
                    writer.endObject();
                }
                writer.endArray().endObject();
            }
            writer.endArray();
        });
        return 0;
    }

    private List<Model> chosen() {
        return Models.all().stream()
                .filter(model -> model.name().contains(part))
                .collect(Collectors.toList());
    }
}
