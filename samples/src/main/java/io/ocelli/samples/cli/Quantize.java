package io.ocelli.samples.cli;

import io.ocelli.Classifier;
import io.ocelli.compression.CalibrationMethod;
import io.ocelli.compression.Quantization;
import io.ocelli.compression.QuantizationReport;
import io.ocelli.data.DataSet;
import io.ocelli.model.Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a classifier's network one of int8, and saves it so. */
@Command(
        name = "quantize",
        sortOptions = false,
        description = {
            "Make a classifier smaller and faster: weights of 8 bits, and activations in levels that pictures",
            "calibrate. A table shows, node by node, how far it is from what it was."
        })
public final class Quantize extends Verb {
    /** How far what is opened later may be from what was saved: levels are rounded at ties as an engine likes. */
    private static final double TOLERANCE = 0.1;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR|NAME",
            description = "What train wrote, or a name with published weights.")
    @SuppressWarnings("NullAway.Init")
    String model;

    @Option(
            names = "--calibration",
            required = true,
            paramLabel = "DIR",
            description = "Pictures as those to come, a hundred or so; labels do not matter.")
    @SuppressWarnings("NullAway.Init")
    Path calibration;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the small one is saved.")
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Option(
            names = "--method",
            paramLabel = "NAME",
            defaultValue = "percentile",
            description = "minmax, percentile (default), entropy or mse: which numbers the levels cover.")
    @SuppressWarnings("NullAway.Init")
    String method;

    @Option(names = "--equalize", description = "Make channels alike between layers first; not through ReLU6.")
    boolean equalize;

    @Option(names = "--correct-biases", description = "Move the means back that rounding moved, layer after layer.")
    boolean correct;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures as JSON, too.")
    @Nullable
    Path json;

    @Override
    public Integer call() throws IOException {
        requireWritable("--json", json);
        requireFolder("--out", folder);
        if (model.endsWith(".onnx")) {
            throw wrong("--model is a folder that train wrote or the name of a model, and " + model
                    + " is an ONNX file, whose network is not known");
        }
        CalibrationMethod chosen = chosen();
        DataSet pictures = pictures("--calibration", calibration);
        try (Classifier classifier = classifier(model);
                PictureProgress progress = new PictureProgress(out(), "Looked at")) {
            int looks = chosen.isDecidedByRange() ? 1 : 2;
            Quantization pass = Quantization.of(progress.of(pictures, looks + 1))
                    .method(chosen)
                    .equalized(equalize)
                    .corrected(correct);
            Network original = classifier.network();
            Network small = pass.apply(original);
            QuantizationReport report = QuantizationReport.of(original, small, pass.pictures());
            progress.close();
            try (Classifier quantized = classifier.apply(network -> small);
                    Classifier checked = quantized.checkedAtOpen(TOLERANCE)) {
                checked.save(folder);
                report(report, quantized.engine());
            }
        }
        return 0;
    }

    private CalibrationMethod chosen() {
        return switch (method) {
            case "minmax" -> CalibrationMethod.minMax();
            case "percentile" -> CalibrationMethod.percentile();
            case "entropy" -> CalibrationMethod.entropy();
            case "mse" -> CalibrationMethod.mse();
            default -> throw wrong("--method is minmax, percentile, entropy or mse, received '" + method + "'");
        };
    }

    private void report(QuantizationReport report, String engine) throws IOException {
        long bytes = bytes();
        out().print(report);
        out().printf(
                        Locale.ROOT,
                        "%s: agreement %.2f %%, logits %.2f dB, %.1f MB, on %s; saved to %s%n",
                        method,
                        100 * report.agreement(),
                        report.decibels(),
                        bytes / 1e6,
                        engine,
                        folder);
        out().flush();
        Json.write(json, writer -> {
            writer.beginObject();
            writer.name("method").value(method);
            writer.name("images").value(report.pictures());
            writer.name("bytes").value(bytes);
            Json.figure(writer, "agreement", report.agreement());
            Json.figure(writer, "signal_to_noise_db", report.decibels());
            writer.name("nodes").beginArray();
            for (QuantizationReport.Row row : report.rows()) {
                writer.beginObject();
                writer.name("node").value(row.node());
                writer.name("operation").value(row.operation());
                Json.figure(writer, "scale", row.scale());
                writer.name("zero_point").value(row.zeroPoint());
                Json.figure(writer, "signal_to_noise_db", row.decibels());
                writer.endObject();
            }
            writer.endArray();
            writer.endObject();
        });
    }

    /** Of the two files that a saved classifier is. */
    private long bytes() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(Quantize::size).sum();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
