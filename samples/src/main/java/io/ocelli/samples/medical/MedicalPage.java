package io.ocelli.samples.medical;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.ocelli.Classifier;
import io.ocelli.Prediction;
import io.ocelli.data.DataSet;
import io.ocelli.data.Datum;
import io.ocelli.data.Sample;
import io.ocelli.dense.Segmenter;
import io.ocelli.explanation.Explain;
import io.ocelli.explanation.Explainer;
import io.ocelli.explanation.HeatMap;
import io.ocelli.image.Image;
import io.ocelli.image.Intensities;
import io.ocelli.medical.Medical;
import io.ocelli.medical.SecondReading;
import io.ocelli.serving.Decision;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A page that needs nothing else: pictures of 16 bits through a window that is moved, with masks and a heat map over them, and
 * what was said. The pictures that two readers read differently come first.
 */
final class MedicalPage {
    private static final int DISAGREEMENTS = 12;
    private static final int OTHERS = 12;

    /** Nothing in the data can end the script. */
    private static final Gson GSON = new GsonBuilder().create();

    private MedicalPage() {}

    /**
     * Writes it.
     *
     * @param classifier calibrated, as probabilities are shown
     */
    static void write(Path file, Classifier classifier, Segmenter segmenter, DataSet pictures, SecondReading second)
            throws IOException {
        Classifier calibrated = Medical.strict().calibrated(classifier);
        Intensities shown = Objects.requireNonNull(classifier.preprocessing().intensities());
        JsonObject page = new JsonObject();
        page.addProperty("centre", (shown.low() + shown.high()) / 2);
        page.addProperty("width", shown.high() - shown.low());
        JsonArray entries = new JsonArray();
        try (Explainer explainer = Explain.gradCam(classifier).open()) {
            for (int i : chosen(pictures, second)) {
                entries.add(entry(i, pictures, second, calibrated, segmenter, explainer));
            }
        }
        page.add("pictures", entries);
        Files.writeString(file, template().replace("/*DATA*/", GSON.toJson(page)));
    }

    private static Set<Integer> chosen(DataSet pictures, SecondReading second) {
        Set<Integer> chosen = new LinkedHashSet<>();
        second.disagreements().stream().limit(DISAGREEMENTS).forEach(each -> chosen.add(each.index()));
        for (int i = 0; i < pictures.size() && chosen.size() < DISAGREEMENTS + OTHERS; i++) {
            chosen.add(i);
        }
        return chosen;
    }

    private static JsonObject entry(
            int i,
            DataSet pictures,
            SecondReading second,
            Classifier classifier,
            Segmenter segmenter,
            Explainer explainer) {
        Sample sample = pictures.sample(i);
        Image picture = sample.source().readWhole();
        Prediction prediction = classifier.classify(picture);
        JsonObject entry = new JsonObject();
        JsonObject said = new JsonObject();
        String reference = "picture " + i;
        entry.addProperty("title", "Both readers: " + prediction.label());
        for (SecondReading.Disagreement each : second.disagreements()) {
            if (each.index() == i) {
                reference = each.reference();
                entry.addProperty("title", "First " + each.first() + ", second " + each.second());
                said.addProperty("first reader", each.first());
            }
        }
        entry.addProperty("reference", reference);
        said.addProperty("second reader", String.valueOf(prediction.top(1).get(0)));
        List<String> decided = new ArrayList<>();
        for (Decision decision : prediction.decisions()) {
            decided.add(decision.by() + " " + decision.labels());
        }
        said.addProperty("decided", String.join("; ", decided));
        said.addProperty("reference", reference);
        entry.add("said", said);
        entry.addProperty("height", picture.height());
        entry.addProperty("width", picture.width());
        entry.addProperty("signed", picture.depth() == Image.Depth.INT16);
        entry.addProperty("pixels", base64(little(picture)));
        entry.addProperty("mask", base64(segmenter.segment(picture).mask().samples()));
        Image truth = ((Datum.Mask) Objects.requireNonNull(sample.values().get("mask")))
                .source()
                .read();
        entry.addProperty("truth", base64(truth.samples()));
        heat(entry, explainer.of(picture, "lesion"));
        return entry;
    }

    private static void heat(JsonObject entry, HeatMap map) {
        float[] values = map.values();
        byte[] levels = new byte[values.length];
        float largest = map.largest();
        for (int i = 0; i < levels.length && largest > 0; i++) {
            levels[i] = (byte) Math.round(255 * Math.max(0, values[i]) / largest);
        }
        entry.addProperty("heat", base64(levels));
        entry.addProperty("heatHeight", map.height());
        entry.addProperty("heatWidth", map.width());
        JsonArray place = new JsonArray();
        place.add(map.place().x());
        place.add(map.place().y());
        place.add(map.place().width());
        place.add(map.place().height());
        entry.add("place", place);
    }

    private static byte[] little(Image picture) {
        short[] words = picture.words();
        byte[] bytes = new byte[2 * words.length];
        for (int i = 0; i < words.length; i++) {
            bytes[2 * i] = (byte) words[i];
            bytes[2 * i + 1] = (byte) (words[i] >> 8);
        }
        return bytes;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String template() throws IOException {
        try (InputStream in = Objects.requireNonNull(MedicalPage.class.getResourceAsStream("page.html"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
