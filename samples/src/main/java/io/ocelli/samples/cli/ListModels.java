package io.ocelli.samples.cli;

import com.google.gson.stream.JsonWriter;
import io.ocelli.graph.Cost;
import io.ocelli.model.InputSize;
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
        line("name", "weights", "input", "parameters", "GFLOPs", "acc@1", "MB");
        for (Model model : chosen()) {
            if (model.weights().isEmpty()) {
                print(model, model.input(), null);
            }
            for (PublishedWeights row : model.weights()) {
                print(model, model.input(row), row);
            }
        }
        Json.write(json, writer -> {
            writer.beginArray();
            for (Model model : chosen()) {
                writer.beginObject().name("name").value(model.name());
                writer.name("timm").value(model.timmName());
                writer.name("classes").value(model.build().classes());
                write(writer, model, model.input());
                writer.name("weights").beginArray();
                for (PublishedWeights row : model.weights()) {
                    writer.beginObject().name("name").value(row.name());
                    writer.name("url").value(row.url());
                    writer.name("license").value(row.license());
                    write(writer, model, model.input(row));
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

    private void print(Model model, InputSize input, @Nullable PublishedWeights row) {
        Cost cost = model.cost(input);
        Double accuracy = row == null ? null : row.accuracy().get("acc@1");
        line(
                model.name(),
                row == null ? "" : row.name(),
                input,
                String.format("%.2f M", cost.parameters() / 1e6),
                String.format("%.2f", cost.gigaflops()),
                accuracy == null ? "" : String.format("%.1f", accuracy),
                row == null || row.bytes() == 0 ? "" : String.format("%.1f", row.bytes() / 1e6));
    }

    private void line(Object... cells) {
        out().printf("%-18s %-26s %-13s %10s %8s %6s %7s%n", cells);
    }

    private static void write(JsonWriter writer, Model model, InputSize input) throws IOException {
        Cost cost = model.cost(input);
        writer.name("input").beginArray();
        writer.value(input.channels())
                .value(input.height())
                .value(input.width())
                .endArray();
        writer.name("parameters").value(cost.parameters());
        Json.figure(writer, "gigaflops", cost.gigaflops());
    }

    private List<Model> chosen() {
        return Models.all().stream()
                .filter(model -> model.name().contains(part))
                .collect(Collectors.toList());
    }
}
