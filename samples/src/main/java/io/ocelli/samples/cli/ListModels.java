package io.ocelli.samples.cli;

import io.ocelli.graph.Cost;
import io.ocelli.graph.Parameter;
import io.ocelli.model.Architecture;
import io.ocelli.model.Model;
import io.ocelli.model.Models;
import io.ocelli.model.PublishedWeights;
import io.ocelli.tensor.Shape;
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
            Architecture architecture = model.build();
            PublishedWeights first =
                    model.weights().isEmpty() ? null : model.weights().get(0);
            Double accuracy = first == null ? null : first.accuracy().get("acc@1");
            out().printf(
                            "%-22s %-14s %8.2f M %8.2f %6s %7s  %s%n",
                            model.name(),
                            model.input(),
                            parameters(architecture) / 1e6,
                            gigaflops(architecture),
                            accuracy == null ? "" : String.format("%.1f", accuracy),
                            first == null || first.bytes() == 0 ? "" : String.format("%.1f", first.bytes() / 1e6),
                            model.weights().stream().map(PublishedWeights::name).collect(Collectors.joining(", ")));
        }
        Json.write(json, writer -> {
            writer.beginArray();
            for (Model model : chosen()) {
                Architecture architecture = model.build();
                writer.beginObject().name("name").value(model.name());
                writer.name("timm").value(model.timmName());
                writer.name("input").beginArray();
                writer.value(model.input().channels());
                writer.value(model.input().height());
                writer.value(model.input().width()).endArray();
                writer.name("classes").value(architecture.classes());
                writer.name("parameters").value(parameters(architecture));
                Json.figure(writer, "gigaflops", gigaflops(architecture));
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

    private static double gigaflops(Architecture architecture) {
        Shape input = Shape.of(
                1,
                architecture.input().channels(),
                architecture.input().height(),
                architecture.input().width());
        return Cost.of(architecture.graph(), Map.of(Architecture.INPUT, input)).gigaflops();
    }

    private static long parameters(Architecture architecture) {
        return architecture.graph().parameters().stream()
                .filter(parameter -> parameter.role() == Parameter.Role.WEIGHT)
                .mapToLong(parameter -> parameter.shape().count())
                .sum();
    }
}
