package io.ocelli.samples.server;

import io.ocelli.TimedPrediction;
import io.ocelli.Timings;
import io.ocelli.serving.Decision;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;

/** Counters in Prometheus's text format, version 0.0.4. Thread-safe. */
final class Metrics {
    private final Map<Integer, LongAdder> answers = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> nanos = new ConcurrentSkipListMap<>();
    private final LongAdder classified = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final Map<String, Histogram> requests = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> reloads = new ConcurrentSkipListMap<>();
    private final IntSupplier taken;
    private final int places;

    Metrics(IntSupplier taken, int places) {
        this.taken = taken;
        this.places = places;
        for (int code : new int[] {200, 400, 401, 404, 405, 408, 413, 415, 422, 429, 500, 503}) {
            answers.put(code, new LongAdder());
        }
    }

    void answered(int code) {
        answers.computeIfAbsent(code, key -> new LongAdder()).increment();
    }

    void waited(long nanoseconds) {
        add("queue", nanoseconds);
    }

    /** A request was answered with what it asked for. */
    void served(ServedModel model, Route route, long nanoseconds) {
        String labels = "model=\"" + model.name() + "\",path=\"" + (route.isBatch() ? "batch" : "classify") + "\"";
        requests.computeIfAbsent(labels, key -> new Histogram()).add(nanoseconds);
    }

    void reloaded(ServedModel model, boolean successfully) {
        String labels = "model=\"" + model.name() + "\",outcome=\"" + (successfully ? "success" : "error") + "\"";
        reloads.computeIfAbsent(labels, key -> new LongAdder()).increment();
    }

    void classified(TimedPrediction timed) {
        classified.increment();
        Decision decision = timed.prediction().decision();
        if (decision != null && decision.isRefusal()) {
            refused.increment();
        }
        Timings timings = timed.timings();
        add("decode", Math.round(timings.decode() * 1e6));
        add("transform", Math.round(timings.transform() * 1e6));
        add("network", Math.round(timings.network() * 1e6));
        add("decorators", Math.round(timings.decorators() * 1e6));
    }

    private void add(String stage, long nanoseconds) {
        nanos.computeIfAbsent(stage, key -> new LongAdder()).add(nanoseconds);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        head(text, "ocelli_requests_total", "counter", "Answers to requests about pictures by HTTP status.");
        answers.forEach((code, count) -> line(text, "ocelli_requests_total{code=\"" + code + "\"}", count.sum()));
        head(
                text,
                "ocelli_request_seconds",
                "histogram",
                "From a request's first line to its answer, of those with 200.");
        requests.forEach((labels, histogram) -> histogram.lines((suffix, bound, value) -> line(
                text,
                "ocelli_request_seconds" + suffix + "{" + labels + (bound.isEmpty() ? "" : "," + bound) + "}",
                value)));
        head(text, "ocelli_stage_seconds_total", "counter", "Time spent in each stage of a classification.");
        nanos.forEach(
                (stage, sum) -> line(text, "ocelli_stage_seconds_total{stage=\"" + stage + "\"}", sum.sum() / 1e9));
        head(text, "ocelli_pictures_total", "counter", "Pictures that were classified.");
        line(text, "ocelli_pictures_total", classified.sum());
        head(text, "ocelli_pictures_refused_total", "counter", "Of these, by a decision of their model.");
        line(text, "ocelli_pictures_refused_total", refused.sum());
        head(text, "ocelli_reloads_total", "counter", "How often a model was to be opened again.");
        reloads.forEach((labels, count) -> line(text, "ocelli_reloads_total{" + labels + "}", count.sum()));
        head(text, "ocelli_places_taken", "gauge", "Pictures that are classified or wait.");
        line(text, "ocelli_places_taken", taken.getAsInt());
        head(text, "ocelli_places", "gauge", "Pictures that may be classified or wait.");
        line(text, "ocelli_places", places);
        return text.toString();
    }

    private static void head(StringBuilder text, String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private static void line(StringBuilder text, String name, double value) {
        String number =
                value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.6f", value);
        text.append(name).append(' ').append(number).append('\n');
    }
}
