package io.ocelli.reports;

import com.google.gson.stream.JsonWriter;
import io.ocelli.data.SkippedPicture;
import io.ocelli.metrics.Interval;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A report as JSON. */
final class ReportJson {
    private ReportJson() {}

    static String of(Report.Facts facts) {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.setIndent("  ");
            json.beginObject();
            json.name("name").value(facts.name());
            json.name("data").value(facts.data());
            json.name("model").beginObject();
            for (List<String> row : facts.model()) {
                json.name(row.get(0)).value(row.get(1));
            }
            json.endObject();
            if (facts.timings() != null) {
                json.name("milliseconds").beginObject();
                json.name("decode").value(facts.timings().decode());
                json.name("transform").value(facts.timings().transform());
                json.name("network").value(facts.timings().network());
                json.name("decorators").value(facts.timings().decorators());
                json.endObject();
            }
            json.name("evaluation").jsonValue(facts.evaluation().toJson());
            intervals(json, ReportFigures.intervals(facts.evaluation(), facts.predictions()));
            pictures(json, facts.predictions());
            groups(json, "duplicates", facts.duplicates());
            groups(json, "leaks", facts.leaks());
            json.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a string takes everything
        }
        return text.append('\n').toString();
    }

    /** By the figures' names, of 95 in 100. */
    private static void intervals(JsonWriter json, Map<String, Interval> intervals) throws IOException {
        json.name("intervals").beginObject();
        for (Map.Entry<String, Interval> each : new TreeMap<>(intervals).entrySet()) {
            if (!Double.isNaN(each.getValue().lower())) {
                json.name(each.getKey()).beginArray();
                json.value(each.getValue().lower())
                        .value(each.getValue().upper())
                        .endArray();
            }
        }
        json.endObject();
    }

    private static void pictures(JsonWriter json, @Nullable Predictions predictions) throws IOException {
        if (predictions == null) {
            return;
        }
        json.name("labelErrors").beginArray();
        for (LabelError label : predictions.labelErrors()) {
            json.beginObject();
            json.name("file").value(label.sample().name());
            json.name("given").value(label.given());
            json.name("suggested").value(label.suggested());
            json.name("score").value(label.score());
            json.endObject();
        }
        json.endArray();
        json.name("broken").beginArray();
        for (SkippedPicture picture : predictions.broken()) {
            json.value(picture.name());
        }
        json.endArray();
    }

    private static void groups(JsonWriter json, String name, @Nullable List<Duplicates> groups) throws IOException {
        if (groups == null) {
            return;
        }
        json.name(name).beginArray();
        for (Duplicates group : groups) {
            json.beginArray();
            for (String file : group.names()) {
                json.value(file);
            }
            json.endArray();
        }
        json.endArray();
    }
}
