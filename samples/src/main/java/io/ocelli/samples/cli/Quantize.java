package io.ocelli.samples.cli;

import com.google.gson.stream.JsonWriter;
import io.ocelli.Classifier;
import io.ocelli.compression.CalibrationMethod;
import io.ocelli.compression.Quantization;
import io.ocelli.compression.QuantizationReport;
import io.ocelli.compression.WeightQuantization;
import io.ocelli.data.DataSet;
import io.ocelli.model.Network;
import io.ocelli.model.Pass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
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
            "calibrate. A table shows, node by node, how far it is from what it was. Or smaller alone: --weights-only."
        })
public final class Quantize extends Verb {
    private static final String USUAL = "percentile";

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR|NAME",
            description = "What train wrote, or a name with published weights.")
    @SuppressWarnings("NullAway.Init")
    String model;

    @Option(
            names = "--calibration",
            paramLabel = "DIR",
            description = "Pictures as those to come, a hundred or so; labels do not matter.")
    @Nullable
    Path calibration;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the small one is saved.")
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Option(
            names = "--method",
            paramLabel = "NAME",
            description = "minmax, percentile (default), entropy or mse: which numbers the levels cover.")
    @Nullable
    String method;

    @Option(names = "--equalize", description = "Make channels alike between layers first; not through ReLU6.")
    boolean equalize;

    @Option(names = "--correct-biases", description = "Move the means back that rounding moved, layer after layer.")
    boolean correct;

    @Option(
            names = "--weights-only",
            description = {
                "Weights alone become int8, for a download of a quarter that takes the time that it took. It needs no",
                "pictures; where --calibration names some, what it says of them is compared."
            })
    boolean weightsOnly;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures as JSON, too.")
    @Nullable
    Path json;

    @Override
    public Integer call() throws IOException {
        requireWritable("--json", json);
        requireFolder("--out", folder);
        requireNetwork(model);
        if (weightsOnly && (method != null || equalize || correct)) {
            throw wrong("--weights-only leaves activations as they are; leave "
                    + (method != null ? "--method" : equalize ? "--equalize" : "--correct-biases") + " out");
        }
        if (!weightsOnly && calibration == null) {
            throw wrong("--calibration names pictures as those to come, by which levels are chosen;"
                    + " without any, --weights-only makes a smaller file");
        }
        CalibrationMethod chosen = chosen();
        DataSet pictures = calibration == null ? null : pictures("--calibration", calibration);
        try (Classifier classifier = classifier(model);
                PictureProgress progress = new PictureProgress(out(), "Looked at")) {
            DataSet looked = pictures == null ? null : progress.of(pictures, looks(chosen));
            Pass pass =
                    weightsOnly ? WeightQuantization.allLayers() : calibrated(Objects.requireNonNull(looked), chosen);
            Network original = classifier.network();
            Network small = pass.apply(original);
            QuantizationReport report = looked == null ? null : QuantizationReport.of(original, small, looked);
            progress.close();
            try (Classifier quantized = classifier.apply(network -> small);
                    Classifier checked = quantized.checkedAtOpen(Quantization.PARITY_TOLERANCE)) {
                checked.save(folder);
                report(report, quantized.engine());
            }
        }
        return 0;
    }

    /** How often each picture is read. */
    private int looks(CalibrationMethod chosen) {
        return weightsOnly ? 1 : chosen.isDecidedByRange() ? 2 : 3;
    }

    private Pass calibrated(DataSet pictures, CalibrationMethod chosen) {
        return Quantization.of(pictures).method(chosen).equalized(equalize).corrected(correct);
    }

    private CalibrationMethod chosen() {
        return switch (method == null ? USUAL : method) {
            case "minmax" -> CalibrationMethod.minMax();
            case USUAL -> CalibrationMethod.percentile();
            case "entropy" -> CalibrationMethod.entropy();
            case "mse" -> CalibrationMethod.mse();
            default -> throw wrong("--method is minmax, percentile, entropy or mse, received '" + method + "'");
        };
    }

    private void report(@Nullable QuantizationReport report, String engine) throws IOException {
        String way = weightsOnly ? "weights only" : method == null ? USUAL : method;
        long bytes = bytes();
        if (report != null) {
            out().print(report);
        }
        out().printf(
                        Locale.ROOT,
                        "%s: %s%.1f MB, on %s; saved to %s%n",
                        way,
                        report == null
                                ? ""
                                : String.format(
                                        Locale.ROOT,
                                        "agreement %.2f %%, logits %.2f dB, ",
                                        100 * report.agreement(),
                                        report.decibels()),
                        bytes / 1e6,
                        engine,
                        folder);
        out().flush();
        Json.write(json, writer -> {
            writer.beginObject();
            writer.name("method").value(way);
            writer.name("bytes").value(bytes);
            if (report != null) {
                write(writer, report);
            }
            writer.endObject();
        });
    }

    private static void write(JsonWriter writer, QuantizationReport report) throws IOException {
        writer.name("images").value(report.pictures());
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
