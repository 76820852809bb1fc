package io.ocelli.boxes;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.image.Box;
import java.util.ArrayList;
import java.util.List;

/** What the golden file of detection holds. */
final class GoldenDetection {
    private GoldenDetection() {}

    /** The boxes with their classes. */
    static List<Box> boxes(JsonObject golden) {
        List<Box> boxes = new ArrayList<>();
        JsonArray rows = golden.getAsJsonArray("boxes");
        for (int i = 0; i < rows.size(); i++) {
            JsonArray edges = rows.get(i).getAsJsonArray();
            boxes.add(new Box(
                    edges.get(0).getAsFloat(),
                    edges.get(1).getAsFloat(),
                    edges.get(2).getAsFloat(),
                    edges.get(3).getAsFloat(),
                    golden.getAsJsonArray("classes").get(i).getAsInt()));
        }
        return boxes;
    }

    static float[] scores(JsonObject golden) {
        JsonArray numbers = golden.getAsJsonArray("scores");
        float[] scores = new float[numbers.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = numbers.get(i).getAsFloat();
        }
        return scores;
    }

    static int[] indexes(JsonElement array) {
        int[] indexes = new int[array.getAsJsonArray().size()];
        for (int i = 0; i < indexes.length; i++) {
            indexes[i] = array.getAsJsonArray().get(i).getAsInt();
        }
        return indexes;
    }
}
