package io.ocelli.medical.custody;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.ocelli.Classifier;
import io.ocelli.image.Image;
import io.ocelli.image.Parameters;
import io.ocelli.serving.Decision;
import io.ocelli.serving.Decorator;
import io.ocelli.serving.Scorer;
import io.ocelli.serving.Scores;
import io.ocelli.serving.View;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes each answer of a classifier to an {@link AuditLog} before it is given: when, for whom, by which model, of which
 * picture (the SHA-256 of its samples, never the picture), which class at which probability, and what decorators decided. Put it
 * around all others. Where the log cannot be written, there is no answer.
 *
 * <pre>{@code
 * try (Classifier audited = classifier.with(Audited.by("reading room 2", classifier, Path.of("audit.log")))) { ... }
 * }</pre>
 *
 * <p>It is saved with the classifier, and then writes to the same file wherever that is opened.
 *
 * @param who for whom or what is answered: a user, a station; no patient
 * @param model which model answers: a name and a hash of its weights
 * @param log the file of the log
 */
public record Audited(String who, String model, String log) implements Decorator {
    static final String NAME = "Audited";

    /**
     * @throws IllegalArgumentException if one is empty
     */
    public Audited {
        if (who.isEmpty() || model.isEmpty() || log.isEmpty()) {
            throw new IllegalArgumentException(
                    "An audit says who asked, which model answered and where that is written," + " received '" + who
                            + "', '" + model + "', '" + log + "'");
        }
    }

    /**
     * Of a classifier, which is called by its architecture and the SHA-256 of its weights.
     *
     * @throws IllegalStateException if it comes from an ONNX file or is an ensemble: name those yourself
     */
    public static Audited by(String who, Classifier classifier, Path log) {
        String model = classifier.architecture().name() + " sha256:"
                + classifier.weights().digest();
        return new Audited(who, model, log.toString());
    }

    @Override
    public Scorer around(Scorer inner) {
        AuditLog file = AuditLog.of(Path.of(log));
        return inner.scoringBy(views -> {
            List<Scores> scores = inner.score(views);
            List<JsonObject> entries = new ArrayList<>();
            for (int i = 0; i < scores.size(); i++) {
                entries.add(entry(views.get(i), scores.get(i), inner.labels()));
            }
            file.add(ImmutableList.copyOf(entries));
            return scores;
        });
    }

    private JsonObject entry(View view, Scores scores, List<String> labels) {
        JsonObject entry = new JsonObject();
        entry.addProperty("time", Instant.now().toString());
        entry.addProperty("who", who);
        entry.addProperty("model", model);
        entry.addProperty("picture", "sha256:" + hash(view.image()));
        entry.addProperty("label", labels.get(scores.best()));
        entry.addProperty("probability", scores.probabilities()[scores.best()]);
        JsonArray decided = new JsonArray();
        for (Decision decision : scores.decisions()) {
            JsonObject one = new JsonObject();
            one.addProperty("by", decision.by());
            JsonArray left = new JsonArray();
            decision.labels().forEach(left::add);
            one.add("labels", left);
            decided.add(one);
        }
        entry.add("decisions", decided);
        return entry;
    }

    /** Of height, width, channels and depth, and the samples row by row, those of 16 bits in little endian. */
    static String hash(Image image) {
        Hasher hasher = Hashing.sha256()
                .newHasher()
                .putInt(image.height())
                .putInt(image.width())
                .putInt(image.channels())
                .putInt(image.depth().ordinal());
        if (image.depth() == Image.Depth.UINT8) {
            return hasher.putBytes(image.samples()).hash().toString();
        }
        for (short word : image.words()) {
            hasher.putShort(word);
        }
        return hasher.hash().toString();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Parameters parameters() {
        return Parameters.none().with("who", who).with("model", model).with("log", log);
    }

    static Audited read(Parameters parameters) {
        return new Audited(parameters.text("who"), parameters.text("model"), parameters.text("log"));
    }
}
