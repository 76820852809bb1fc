package io.ocelli.boxes;

import com.google.gson.stream.JsonWriter;
import io.ocelli.error.OcelliException;
import io.ocelli.files.WholeFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Writes COCO's files. */
final class CocoWriter {
    private CocoWriter() {}

    /** What a file holds. */
    private interface Content {
        void write(JsonWriter json) throws IOException;
    }

    static void write(CocoInstances instances, Path file) {
        for (int i = 0; i < instances.annotations().size(); i++) {
            GroundTruth truth = instances.annotations().get(i);
            if (truth.ignored() && !truth.crowd()) {
                throw new IllegalArgumentException("A COCO file says of no annotation but a crowd that it is ignored,"
                        + " and annotations[" + i + "] is: " + truth + ". Leave it out, or write it asCrowd().");
            }
        }
        write(file, json -> {
            json.beginObject();
            json.name("images").beginArray();
            for (CocoImage image : instances.images()) {
                write(json, image);
            }
            json.endArray().name("categories").beginArray();
            for (CocoCategory category : instances.categories()) {
                json.beginObject().name("id").value(category.id());
                json.name("name").value(category.name()).endObject();
            }
            json.endArray().name("annotations").beginArray();
            int id = 1;
            for (GroundTruth truth : instances.annotations()) {
                json.beginObject().name("id").value(id++);
                place(json, truth.image(), truth.category(), truth.bbox());
                json.name("area").value(truth.area());
                json.name("iscrowd").value(truth.crowd() ? 1 : 0).endObject();
            }
            json.endArray().endObject();
        });
    }

    /** What is not known is left out. */
    private static void write(JsonWriter json, CocoImage image) throws IOException {
        json.beginObject().name("id").value(image.id());
        if (!image.fileName().isEmpty()) {
            json.name("file_name").value(image.fileName());
        }
        if (image.width() > 0) {
            json.name("width").value(image.width());
        }
        if (image.height() > 0) {
            json.name("height").value(image.height());
        }
        json.endObject();
    }

    static void write(List<Detection> detections, Path file) {
        write(file, json -> {
            json.beginArray();
            for (Detection detection : detections) {
                json.beginObject();
                place(json, detection.image(), detection.category(), detection.bbox());
                json.name("score").value(detection.score()).endObject();
            }
            json.endArray();
        });
    }

    private static void place(JsonWriter json, long image, int category, Bbox bbox) throws IOException {
        json.name("image_id").value(image);
        json.name("category_id").value(category);
        json.name("bbox").beginArray();
        json.value(bbox.x()).value(bbox.y()).value(bbox.width()).value(bbox.height());
        json.endArray();
    }

    private static void write(Path file, Content content) {
        try {
            WholeFile.write(file, out -> {
                JsonWriter json =
                        new JsonWriter(new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)));
                content.write(json);
                json.flush();
            });
        } catch (IOException e) {
            throw new OcelliException("The COCO file " + file + " cannot be written: " + e, e);
        }
    }
}
