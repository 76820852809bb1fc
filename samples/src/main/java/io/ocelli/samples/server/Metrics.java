package io.ocelli.samples.server;

import io.ocelli.Timings;
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
    private final IntSupplier taken;
    private final int places;

    Metrics(IntSupplier taken, int places) {
        this.taken = taken;
        this.places = places;
        for (int code : new int[] {200, 400, 405, 408, 413, 422, 500, 503}) {
            answers.put(code, new LongAdder());
        }
    }

    void answered(int code) {
        answers.computeIfAbsent(code, key -> new LongAdder()).increment();
    }

    void waited(long nanoseconds) {
        add("queue", nanoseconds);
    }

    void classified(Timings timings) {
        classified.increment();
        add("decode", Math.round(timings.decode() * 1e6));
        add("transform", Math.round(timings.transform() * 1e6));
        add("network", Math.round(timings.network() * 1e6));
    }

    private void add(String stage, long nanoseconds) {
        nanos.computeIfAbsent(stage, key -> new LongAdder()).add(nanoseconds);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        head(text, "ocelli_requests_total", "counter", "Answers to POST /classify by HTTP status.");
        answers.forEach((code, count) -> line(text, "ocelli_requests_total{code=\"" + code + "\"}", count.sum()));
        head(text, "ocelli_stage_seconds_total", "counter", "Time spent in each stage of a classification.");
        nanos.forEach(
                (stage, sum) -> line(text, "ocelli_stage_seconds_total{stage=\"" + stage + "\"}", sum.sum() / 1e9));
        head(text, "ocelli_pictures_total", "counter", "Pictures that were classified.");
        line(text, "ocelli_pictures_total", classified.sum());
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
