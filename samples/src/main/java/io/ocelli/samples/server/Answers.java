package io.ocelli.samples.server;

import com.google.gson.stream.JsonWriter;
import io.ocelli.Classifier;
import io.ocelli.Prediction;
import io.ocelli.TimedPrediction;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Base64;

/** What the server says, as JSON. */
final class Answers {
    private Answers() {}

    private interface Content {
        void to(JsonWriter json) throws IOException;
    }

    private static String object(Content content) {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject();
            content.to(json);
            json.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    static String prediction(Classifying.Said said, int top) {
        TimedPrediction timed = said.timed();
        return object(json -> {
            json.name("top").beginArray();
            for (Prediction.Guess guess : timed.prediction().top(top)) {
                json.beginObject().name("index").value(guess.index());
                json.name("label").value(guess.label());
                json.name("confidence").value(guess.confidence()).endObject();
            }
            json.endArray().name("milliseconds").beginObject();
            json.name("decode").value(rounded(timed.timings().decode()));
            json.name("transform").value(rounded(timed.timings().transform()));
            json.name("network").value(rounded(timed.timings().network()));
            json.name("total").value(rounded(timed.timings().total())).endObject();
            Reasons.Reason reason = said.reason();
            if (reason != null) {
                json.name("explanation").beginObject();
                json.name("label").value(reason.map().label());
                json.name("height").value(reason.map().height());
                json.name("width").value(reason.map().width());
                json.name("map").beginArray();
                for (float value : reason.map().values()) {
                    json.value(value);
                }
                json.endArray();
                json.name("png").value(Base64.getEncoder().encodeToString(reason.png()));
                json.endObject();
            }
        });
    }

    private static double rounded(double milliseconds) {
        return Math.round(milliseconds * 100) / 100.0;
    }

    static String error(Refusal refusal) {
        return error(String.valueOf(refusal.getMessage()));
    }

    static String error(String message) {
        return object(json -> json.name("error").value(message));
    }

    static String health(Classifier classifier, boolean ending) {
        return object(json -> {
            json.name("status").value(ending ? "ending" : "ok");
            json.name("model").value(classifier.toString());
            json.name("engine").value(classifier.engine());
            json.name("classes").value(classifier.labels().size());
        });
    }
}
