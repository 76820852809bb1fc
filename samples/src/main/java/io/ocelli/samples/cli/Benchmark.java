package io.ocelli.samples.cli;

import io.ocelli.Answer;
import io.ocelli.Classifier;
import io.ocelli.Timings;
import io.ocelli.engine.Preset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures how fast a classifier is on this machine, from picture files to predictions. */
@Command(
        name = "benchmark",
        sortOptions = false,
        description = {
            "Measure how fast a classifier is on this machine, from picture files to predictions:",
            "one by one (latency, by stage) and as a stream (throughput)."
        })
public final class Benchmark extends Verb {
    private static final int SINGLE_CALLS = 300;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR|NAME",
            description = "What train or export wrote, or a name with published weights.")
    @SuppressWarnings("NullAway.Init")
    String model;

    @Parameters(arity = "0..*", paramLabel = "PICTURE", description = "Picture files.")
    List<Path> pictures = new ArrayList<>();

    @Option(names = "--data", paramLabel = "DIR", description = "A folder of pictures, in its sub-folders too.")
    @Nullable
    Path data;

    @Option(names = "--seconds", paramLabel = "N", description = "How long to stream; default: ${DEFAULT-VALUE}.")
    int seconds = 10;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures as JSON, too.")
    @Nullable
    Path json;

    /** Of single calls: at the middle and near the ends, in milliseconds. */
    private record Latency(String name, double p50, double p90, double p99) {
        static Latency of(String name, List<Timings> timings, ToDoubleFunction<Timings> stage) {
            double[] sorted = timings.stream().mapToDouble(stage).sorted().toArray();
            return new Latency(name, at(sorted, 0.5), at(sorted, 0.9), at(sorted, 0.99));
        }

        private static double at(double[] sorted, double share) {
            return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * (sorted.length - 1)))];
        }
    }

    @Override
    public Integer call() throws IOException {
        positive("--seconds", seconds);
        requireWritable("--json", json);
        List<Path> files = files();
        List<Latency> latencies;
        String engine;
        try (Classifier classifier = classifier(model)) {
            engine = classifier.engine();
            try (PictureProgress progress = new PictureProgress(out(), "One by one")) {
                latencies = latencies(classifier, files, progress);
            }
        }
        double throughput;
        long count;
        try (Classifier classifier = classifier(model, Preset.THROUGHPUT)) {
            out().printf("Streaming for %d s%n", seconds);
            stream(classifier, files, Math.min(3, seconds)); // the compiler's time is not the pictures'
            long start = System.nanoTime();
            count = stream(classifier, files, seconds);
            throughput = count / ((System.nanoTime() - start) / 1e9);
        }
        int processors = Runtime.getRuntime().availableProcessors();
        out().printf(
                        Locale.ROOT,
                        "%s on %s, %d processors, %d files%n%-10s %9s %9s %9s%n",
                        model,
                        engine,
                        processors,
                        files.size(),
                        "ms",
                        "median",
                        "90 %",
                        "99 %");
        for (Latency each : latencies) {
            out().printf(Locale.ROOT, "%-10s %9.2f %9.2f %9.2f%n", each.name(), each.p50(), each.p90(), each.p99());
        }
        out().printf(Locale.ROOT, "stream     %9.1f pictures/s (%d pictures)%n", throughput, count);
        Json.write(json, writer -> {
            writer.beginObject().name("engine").value(engine);
            writer.name("processors").value(processors);
            writer.name("files").value(files.size());
            writer.name("milliseconds").beginObject();
            for (Latency each : latencies) {
                writer.name(each.name()).beginObject();
                Json.figure(writer, "p50", each.p50());
                Json.figure(writer, "p90", each.p90());
                Json.figure(writer, "p99", each.p99());
                writer.endObject();
            }
            writer.endObject();
            Json.figure(writer, "pictures_per_second", throughput);
            writer.endObject();
        });
        return 0;
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>(pictures);
        for (Path file : files) {
            requireFile("PICTURE", file);
        }
        if (data != null) {
            if (!Files.isDirectory(data)) {
                throw wrong("--data is a folder of pictures, and there is none at " + data.toAbsolutePath());
            }
            try (Stream<Path> all = Files.walk(data)) {
                all.filter(Benchmark::isPicture).sorted().forEach(files::add);
            }
        }
        if (files.isEmpty()) {
            throw wrong("name picture files, or a folder of them with --data");
        }
        return files;
    }

    private static boolean isPicture(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return Files.isRegularFile(file)
                && Stream.of(".jpg", ".jpeg", ".png", ".bmp", ".webp").anyMatch(name::endsWith);
    }

    private static List<Latency> latencies(Classifier classifier, List<Path> files, PictureProgress progress) {
        progress.expect(2 * SINGLE_CALLS);
        List<Timings> timings = new ArrayList<>();
        for (int i = 0; i < 2 * SINGLE_CALLS; i++) {
            Timings timing = classifier.timed(files.get(i % files.size())).timings();
            progress.read();
            if (i >= SINGLE_CALLS) { // the first half warms up
                timings.add(timing);
            }
        }
        return Arrays.asList(
                Latency.of("decode", timings, Timings::decode),
                Latency.of("transform", timings, Timings::transform),
                Latency.of("network", timings, Timings::network),
                Latency.of("decorators", timings, Timings::decorators),
                Latency.of("total", timings, Timings::total));
    }

    private static long stream(Classifier classifier, List<Path> files, int seconds) {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        Stream<Path> source = IntStream.iterate(0, i -> (i + 1) % files.size())
                .takeWhile(i -> System.nanoTime() < end)
                .mapToObj(files::get);
        try (Stream<Answer<Path>> answers = classifier.classifyAll(source)) {
            return answers.filter(answer -> answer.prediction().confidence() > 0)
                    .count();
        }
    }
}
