package io.ocelli.samples.server;

import com.google.gson.stream.JsonWriter;
import io.ocelli.Classifier;
import io.ocelli.Prediction;
import io.ocelli.TimedPrediction;
import io.ocelli.serving.Decision;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;

/** What the server says, as JSON. */
final class Answers {
    private Answers() {}

    /** What writes the members of an object. */
    interface Content {
        void to(JsonWriter json) throws IOException;
    }

    static String object(Content content) {
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

    static String prediction(String model, Classifying.Said said, int top) {
        return object(json -> {
            json.name("model").value(model);
            write(json, said, top);
        });
    }

    static String batch(String model, List<Classifying.Item> items, int top) {
        return object(json -> {
            json.name("model").value(model);
            json.name("answers").beginArray();
            for (Classifying.Item item : items) {
                json.beginObject().name("name").value(item.name());
                Refusal refusal = item.refusal();
                Classifying.Said said = item.said();
                if (said != null) {
                    write(json, said, top);
                } else if (refusal != null) {
                    json.name("problem").beginObject();
                    Problems.write(json, refusal.status().getCode(), refusal.detail(), null);
                    json.endObject();
                }
                json.endObject();
            }
            json.endArray();
        });
    }

    private static void write(JsonWriter json, Classifying.Said said, int top) throws IOException {
        TimedPrediction timed = said.timed();
        json.name("top").beginArray();
        for (Prediction.Guess guess : timed.prediction().top(top)) {
            json.beginObject().name("index").value(guess.index());
            json.name("label").value(guess.label());
            json.name("confidence").value(guess.confidence()).endObject();
        }
        json.endArray();
        decisions(json, timed.prediction().decisions());
        json.name("milliseconds").beginObject();
        json.name("decode").value(rounded(timed.timings().decode()));
        json.name("transform").value(rounded(timed.timings().transform()));
        json.name("network").value(rounded(timed.timings().network()));
        json.name("decorators").value(rounded(timed.timings().decorators()));
        json.name("total").value(rounded(timed.timings().total())).endObject();
        Reasons.Reason reason = said.reason();
        if (reason != null) {
            explanation(json, reason);
        }
    }

    private static void decisions(JsonWriter json, List<Decision> decisions) throws IOException {
        json.name("decisions").beginArray();
        for (Decision decision : decisions) {
            json.beginObject().name("by").value(decision.by());
            json.name("refused").value(decision.isRefusal());
            json.name("labels").beginArray();
            for (String label : decision.labels()) {
                json.value(label);
            }
            json.endArray().name("reason").value(decision.reason());
            Double score = decision.score();
            if (score != null && Double.isFinite(score)) {
                json.name("score").value(score);
            }
            json.endObject();
        }
        json.endArray();
    }

    private static void explanation(JsonWriter json, Reasons.Reason reason) throws IOException {
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

    private static double rounded(double milliseconds) {
        return Math.round(milliseconds * 100) / 100.0;
    }

    /** How it is; of the model that is asked first, to who may know. */
    static String health(ServedModels models, boolean ending, boolean known) {
        return object(json -> {
            json.name("status").value(ending ? "ending" : "ok");
            if (known) {
                Classifier classifier = models.first().current().classifier();
                json.name("model").value(classifier.toString());
                json.name("engine").value(classifier.engine());
                json.name("classes").value(classifier.labels().size());
            }
        });
    }

    static String models(ServedModels models) {
        return object(json -> {
            json.name("models").beginArray();
            for (ServedModel model : models.all()) {
                json.beginObject();
                about(json, models, model);
                json.endObject();
            }
            json.endArray();
        });
    }

    static String model(ServedModels models, ServedModel model) {
        return object(json -> {
            about(json, models, model);
            json.name("labels").beginArray();
            for (String label : model.current().classifier().labels()) {
                json.value(label);
            }
            json.endArray();
        });
    }

    private static void about(JsonWriter json, ServedModels models, ServedModel model) throws IOException {
        ServedModel.Opened now = model.current();
        json.name("name").value(model.name());
        json.name("first").value(model == models.first());
        json.name("model").value(now.classifier().toString());
        json.name("engine").value(now.classifier().engine());
        json.name("classes").value(now.classifier().labels().size());
        json.name("opened").value(now.at().toString());
    }
}
