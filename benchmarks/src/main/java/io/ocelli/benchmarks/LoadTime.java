package io.ocelli.benchmarks;

import io.ocelli.Backbone;
import io.ocelli.Classifier;
import io.ocelli.data.ImageSource;
import io.ocelli.engine.Preset;
import io.ocelli.image.Image;
import io.ocelli.image.Images;
import io.ocelli.serving.Batching;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Many callers of one classifier, each with a picture of its own, whose pictures run each by itself or are put together: how many
 * are answered a second by {@value #CALLERS} callers that ask again at once, and how long one waits where they come at 80 % of what
 * the same way bears, by chance (Poisson) and evenly, from the moment it came. By chance even a line of equal jobs that loses no
 * time keeps one of a hundred waiting for six of them with two processors (M/D/2), so the first says more of chance, the other of
 * us. Ways take turns; the network has random weights. Arguments: rounds (5), seconds of each (5), the model (efficientnet_lite0),
 * pictures of a run at most (8), {@code jpeg} for files of 500 x 375 or {@code pixels} for decoded pictures of 224 x 224 (jpeg),
 * the engine (the one that is chosen without a word).
 */
final class LoadTime {
    private static final int CALLERS = 32;
    private static final double LOAD = 0.8;
    private static final int ALONE = 50;
    private static final int SIDE = 224;
    private static final long SEED = 1;

    private LoadTime() {}

    /** A way to serve, and what was measured of it. */
    private static final class Way {
        final String name;
        final Classifier classifier;
        final List<Double> rates = new ArrayList<>();
        final List<Double> alone = new ArrayList<>();
        final Waits chance = new Waits();
        final Waits even = new Waits();

        Way(String name, Classifier classifier) {
            this.name = name;
            this.classifier = classifier;
        }
    }

    /** How long pictures waited at 80 %, of each round. */
    private static final class Waits {
        final List<Double> medians = new ArrayList<>();
        final List<Double> slowest = new ArrayList<>();

        void add(double[] times) {
            Arrays.sort(times);
            medians.add(times[times.length / 2]);
            slowest.add(times[(int) Math.ceil(0.99 * times.length) - 1]);
        }

        String row(String how, Way way) {
            double longest = median(slowest);
            return String.format(
                    Locale.ROOT,
                    "%s p50 %7.2f ms, p99 %7.2f ms (%.1f of alone)",
                    how,
                    median(medians),
                    longest,
                    longest / median(way.alone));
        }
    }

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        double seconds = args.length > 1 ? Double.parseDouble(args[1]) : 5;
        String model = args.length > 2 ? args[2] : "efficientnet_lite0";
        int together = args.length > 3 ? Integer.parseInt(args[3]) : 8;
        boolean jpeg = args.length < 5 || args[4].equals("jpeg");
        @Nullable String engine = args.length > 5 ? args[5] : null;
        byte[] file = Jpegs.drawn(500, 375);
        ImageSource picture = jpeg ? () -> Images.read(file) : ImageSource.of(Image.black(SIDE, SIDE, 3));
        Map<String, Way> ways = new LinkedHashMap<>();
        for (Preset preset : List.of(Preset.LATENCY, Preset.THROUGHPUT)) {
            open(ways, model, engine, preset, null);
            open(ways, model, engine, preset, Batching.of(1));
            open(ways, model, engine, preset, Batching.of(together));
        }
        System.out.printf(
                "%s by %s, %s, %d callers, runs of %d at most, %d rounds of %.0f s, %d processors%n",
                model,
                engine == null ? "what is chosen" : engine,
                jpeg ? "JPEG" : "pixels",
                CALLERS,
                together,
                rounds,
                seconds,
                processors());
        for (Way way : ways.values()) {
            rate(way, picture, seconds / 2); // warms up
        }
        for (int round = 0; round < rounds; round++) {
            for (Way way : ways.values()) {
                way.rates.add(rate(way, picture, seconds));
                way.alone.add(alone(way, picture));
            }
            for (Way way : ways.values()) {
                Random random = new Random(SEED + round);
                way.chance.add(loaded(way, picture, seconds, () -> -Math.log(1 - random.nextDouble())));
                way.even.add(loaded(way, picture, seconds, () -> 1));
            }
        }
        ways.values().forEach(LoadTime::print);
        for (Preset preset : List.of(Preset.LATENCY, Preset.THROUGHPUT)) {
            List<Double> ratios = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                ratios.add(Objects.requireNonNull(ways.get(preset + " together"))
                                .rates
                                .get(round)
                        / Objects.requireNonNull(ways.get(preset.name())).rates.get(round));
            }
            System.out.printf("%s: together by itself %.2f times as many a second%n", preset, median(ratios));
        }
        ways.values().forEach(way -> way.classifier.close());
    }

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static void open(
            Map<String, Way> ways, String model, @Nullable String engine, Preset preset, @Nullable Batching batching) {
        Backbone backbone = Classifier.model(model).serving(preset);
        if (engine != null) {
            backbone = backbone.engine(engine);
        }
        String name = preset.name();
        if (batching != null) {
            backbone = backbone.batching(batching);
            name += batching.pictures() == 1 ? " in line" : " together";
        }
        ways.put(name, new Way(name, backbone.head(1000).untrained()));
    }

    /** Answers a second to callers that ask again at once. */
    private static double rate(Way way, ImageSource picture, double seconds) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        AtomicLong answers = new AtomicLong();
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        List<Future<?>> all = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            all.add(callers.submit(() -> {
                while (System.nanoTime() < end) {
                    way.classifier.classify(picture);
                    answers.incrementAndGet();
                }
            }));
        }
        for (Future<?> each : all) {
            each.get();
        }
        callers.shutdown();
        return answers.get() / ((System.nanoTime() - start) / 1e9);
    }

    /** The median of calls that nobody else disturbs, in milliseconds. */
    private static double alone(Way way, ImageSource picture) {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < ALONE; i++) {
            long start = System.nanoTime();
            way.classifier.classify(picture);
            times.add((System.nanoTime() - start) / 1e6);
        }
        return median(times);
    }

    /** @param gaps from one picture to the next, of which the mean is 1 */
    private static double[] loaded(Way way, ImageSource picture, double seconds, DoubleSupplier gaps) throws Exception {
        double rate = LOAD * way.rates.get(way.rates.size() - 1);
        ExecutorService callers = Executors.newCachedThreadPool();
        List<Future<Double>> answers = new ArrayList<>();
        long start = System.nanoTime();
        double at = 0;
        while (at < seconds) {
            at += gaps.getAsDouble() / rate;
            long came = start + (long) (at * 1e9);
            for (long left = came - System.nanoTime(); left > 0; left = came - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            answers.add(callers.submit(() -> {
                way.classifier.classify(picture);
                return (System.nanoTime() - came) / 1e6;
            }));
        }
        double[] times = new double[answers.size()];
        for (int i = 0; i < times.length; i++) {
            times[i] = answers.get(i).get();
        }
        callers.shutdown();
        return times;
    }

    private static void print(Way way) {
        Batching.Figures runs = way.classifier.batching();
        System.out.printf(
                Locale.ROOT,
                "%-22s %8.1f a second; alone %7.2f ms; at %.0f %% of that %s; %s; %.1f pictures a run%n",
                way.name,
                median(way.rates),
                median(way.alone),
                100 * LOAD,
                way.chance.row("by chance", way),
                way.even.row("evenly", way),
                runs.runs() == 0 ? 1 : (double) runs.pictures() / runs.runs());
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
