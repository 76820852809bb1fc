package io.ocelli.boxes;

import java.nio.file.Path;
import java.util.List;

/** What a detector saw, as COCO's files of results have it: a list of detections. Thread-safe. */
public final class CocoResults {
    private CocoResults() {}

    /**
     * Reads a file of results, in UTF-8: of each entry its {@code image_id}, {@code category_id}, {@code bbox} and
     * {@code score}.
     *
     * @throws io.ocelli.error.OcelliException naming the file and the entry, if something is missing or is not as it has to be
     */
    public static List<Detection> read(Path file) {
        return CocoReader.results(file);
    }

    /**
     * Writes a file of results, whole or not at all.
     *
     * @throws io.ocelli.error.OcelliException if it cannot be written
     */
    public static void write(List<Detection> detections, Path file) {
        CocoWriter.write(detections, file);
    }
}
