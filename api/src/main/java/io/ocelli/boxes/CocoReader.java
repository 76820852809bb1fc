package io.ocelli.boxes;

import com.google.common.collect.ImmutableList;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import io.ocelli.error.OcelliException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads COCO's files while they stream by, so that outlines and what else is not asked for take no memory. */
final class CocoReader {
    private CocoReader() {}

    /** What a file holds. */
    private interface Content<T> {
        T read(JsonReader json) throws IOException;
    }

    /** What an entry of a list holds. */
    private interface Entry<T> {
        T read(CocoEntry entry);
    }

    static CocoInstances instances(Path file) {
        return read(file, CocoReader::instances);
    }

    static List<Detection> results(Path file) {
        return read(
                file,
                json -> list(
                        json,
                        "results",
                        entry -> new Detection(
                                entry.whole("image_id"),
                                entry.small("category_id"),
                                entry.bbox("bbox"),
                                entry.number("score"))));
    }

    private static <T> T read(Path file, Content<T> content) {
        try (JsonReader json = new JsonReader(Files.newBufferedReader(file, StandardCharsets.UTF_8))) {
            return whole(json, content);
        } catch (IllegalArgumentException | IllegalStateException e) {
            // of what was read, and what JsonReader says of a number or a name that is none
            throw new OcelliException("The COCO file " + file + " is not as it has to be: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new OcelliException("The COCO file " + file + " cannot be read: " + e, e);
        }
    }

    private static <T> T whole(JsonReader json, Content<T> content) throws IOException {
        try {
            T read = content.read(json);
            JsonToken unused = json.peek(); // refuses what stands behind the end
            return read;
        } catch (MalformedJsonException | EOFException e) {
            throw new IllegalArgumentException("it is no JSON or is cut off, at " + json.getPath(), e);
        }
    }

    private static CocoInstances instances(JsonReader json) throws IOException {
        @Nullable List<CocoImage> images = null;
        @Nullable List<CocoCategory> categories = null;
        @Nullable List<GroundTruth> annotations = null;
        CocoEntry.requireToken(json, JsonToken.BEGIN_OBJECT, "a file of instances");
        json.beginObject();
        while (json.hasNext()) {
            String name = json.nextName();
            if (name.equals("images")) {
                images = list(json, name, CocoReader::image);
            } else if (name.equals("categories")) {
                categories = list(json, name, entry -> new CocoCategory(entry.small("id"), entry.text("name")));
            } else if (name.equals("annotations")) {
                annotations = list(json, name, CocoReader::annotation);
            } else {
                json.skipValue();
            }
        }
        json.endObject();
        return new CocoInstances(
                there("images", images), there("categories", categories), there("annotations", annotations));
    }

    private static <T> List<T> there(String name, @Nullable List<T> list) {
        if (list == null) {
            throw new IllegalArgumentException("it has the lists images, categories and annotations, and no " + name);
        }
        return list;
    }

    private static CocoImage image(CocoEntry entry) {
        return new CocoImage(
                entry.whole("id"),
                entry.has("file_name") ? entry.text("file_name") : "",
                entry.has("width") ? entry.small("width") : 0,
                entry.has("height") ? entry.small("height") : 0);
    }

    private static GroundTruth annotation(CocoEntry entry) {
        boolean crowd = entry.flag("iscrowd");
        return new GroundTruth(
                entry.whole("image_id"),
                entry.small("category_id"),
                entry.bbox("bbox"),
                entry.number("area"),
                crowd,
                crowd);
    }

    private static <T> List<T> list(JsonReader json, String name, Entry<T> content) throws IOException {
        ImmutableList.Builder<T> list = ImmutableList.builder();
        CocoEntry.requireToken(json, JsonToken.BEGIN_ARRAY, name);
        json.beginArray();
        for (int i = 0; json.hasNext(); i++) {
            CocoEntry entry = CocoEntry.read(json, name + "[" + i + "]");
            try {
                list.add(content.read(entry));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(entry + ": " + e.getMessage(), e);
            }
        }
        json.endArray();
        return list.build();
    }
}
