package io.ocelli.reports;

import com.google.gson.stream.JsonWriter;
import io.ocelli.data.Sample;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The pictures that a report's page holds, and where in its list each is. They are told apart by their names. */
final class ShownPictures {
    /** Of a true class and a prediction. */
    static final int PER_CELL = 12;

    private final Predictions predictions;
    private final Map<String, Integer> indexes = new HashMap<>();
    private final Map<String, String> addresses;
    private final Map<String, Integer> places = new LinkedHashMap<>();

    /** @param first those that are shown before others, if there is no room for all */
    ShownPictures(Predictions predictions, List<List<Sample>> first) {
        this.predictions = predictions;
        for (int i = 0; i < predictions.size(); i++) {
            indexes.put(predictions.sample(i).name(), i);
        }
        Thumbnails thumbnails = new Thumbnails();
        first.forEach(thumbnails::choose);
        cells().forEach(thumbnails::choose);
        addresses = thumbnails.read();
        addresses.keySet().forEach(name -> places.put(name, places.size()));
    }

    /** Some of each true class and prediction, those that are wrong first. */
    private List<List<Sample>> cells() {
        Map<List<Integer>, List<Sample>> cells = new HashMap<>();
        for (int i = 0; i < predictions.size(); i++) {
            List<Integer> cell = List.of(predictions.sample(i).label(), predictions.predicted(i));
            List<Sample> of = cells.computeIfAbsent(cell, each -> new ArrayList<>());
            if (of.size() < PER_CELL) {
                of.add(predictions.sample(i));
            }
        }
        Comparator<Map.Entry<List<Integer>, List<Sample>>> wrongFirst = Comparator.comparing(
                each -> each.getKey().get(0).equals(each.getKey().get(1)));
        return cells.entrySet().stream()
                .sorted(wrongFirst.thenComparing(each -> each.getKey().toString()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** How many are shown of those that were classified. */
    long count() {
        return places.keySet().stream().filter(indexes::containsKey).count();
    }

    /** Where these are in the list; those that are not in it are left out. */
    List<Integer> places(List<Sample> pictures) {
        return pictures.stream()
                .map(picture -> places.get(picture.name()))
                .filter(Objects::nonNull)
                .toList();
    }

    /** What the page's script reads: the classes, and of each picture what it is. */
    String json() {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.setHtmlSafe(true); // no name ends the element that it stands in
            json.beginObject().name("classes").beginArray();
            for (String name : predictions.classes()) {
                json.value(name);
            }
            json.endArray().name("pictures").beginArray();
            for (Map.Entry<String, String> each : addresses.entrySet()) {
                json.beginObject().name("name").value(each.getKey());
                Integer index = indexes.get(each.getKey());
                if (index != null) { // the others were learnt from
                    json.name("actual").value(predictions.sample(index).label());
                    json.name("predicted").value(predictions.predicted(index));
                    json.name("confidence").value(predictions.confidence(index));
                }
                json.name("image").value(each.getValue()).endObject();
            }
            json.endArray().endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a string takes everything
        }
        return text.toString();
    }
}
