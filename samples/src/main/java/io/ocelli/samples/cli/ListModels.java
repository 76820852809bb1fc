package io.ocelli.samples.cli;

import io.ocelli.graph.Parameter;
import io.ocelli.model.Architecture;
import io.ocelli.model.Model;
import io.ocelli.model.Models;
import io.ocelli.model.PublishedWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the registered architectures and the weights published for each. */
@Command(name = "models", description = "List the architectures and their published weights.")
public final class ListModels extends Verb {
    @Option(names = "--json", paramLabel = "FILE", description = "Write the list as JSON, too.")
    @Nullable
    Path json;

    @Override
    public Integer call() throws IOException {
        requireWritable("--json", json);
        for (Model model : Models.all()) {
            out().printf(
                            "%-22s %-14s %8.2f M  %s%n",
                            model.name(),
                            model.input(),
                            parameters(model.build()) / 1e6,
                            model.weights().stream().map(PublishedWeights::name).collect(Collectors.joining(", ")));
        }
        Json.write(json, writer -> {
            writer.beginArray();
            for (Model model : Models.all()) {
                Architecture architecture = model.build();
                writer.beginObject().name("name").value(model.name());
                writer.name("timm").value(model.timmName());
                writer.name("input").beginArray();
                writer.value(model.input().channels());
                writer.value(model.input().height());
                writer.value(model.input().width()).endArray();
                writer.name("classes").value(architecture.classes());
                writer.name("parameters").value(parameters(architecture));
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

    private static long parameters(Architecture architecture) {
        return architecture.graph().parameters().stream()
                .filter(parameter -> parameter.role() == Parameter.Role.WEIGHT)
                .mapToLong(parameter -> parameter.shape().count())
                .sum();
    }
}
