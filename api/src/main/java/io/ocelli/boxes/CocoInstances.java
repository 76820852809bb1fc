package io.ocelli.boxes;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What pictures show, as COCO's files of instances have it: pictures, classes, and the things in the pictures. A value:
 * immutable, safe for any number of threads.
 *
 * <p>Of an annotation are read and written its picture, its class, its {@code bbox}, its {@code area} and whether it is a
 * crowd ({@code iscrowd}); outlines are passed over, and so is {@code ignore}, as by pycocotools.
 */
public record CocoInstances(List<CocoImage> images, List<CocoCategory> categories, List<GroundTruth> annotations) {
    /**
     * @throws IllegalArgumentException naming the entry, if two pictures or two classes have one id, or an annotation is of
     *     a picture or a class that is not there
     */
    public CocoInstances {
        images = ImmutableList.copyOf(images);
        categories = ImmutableList.copyOf(categories);
        annotations = ImmutableList.copyOf(annotations);
        Set<Long> pictures = new HashSet<>();
        for (int i = 0; i < images.size(); i++) {
            requireNew(pictures.add(images.get(i).id()), "images", i, images.get(i));
        }
        Set<Integer> classes = new HashSet<>();
        for (int i = 0; i < categories.size(); i++) {
            requireNew(classes.add(categories.get(i).id()), "categories", i, categories.get(i));
        }
        for (int i = 0; i < annotations.size(); i++) {
            GroundTruth truth = annotations.get(i);
            requireKnown(pictures.contains(truth.image()), "annotations[" + i + "]", "picture", truth.image());
            requireKnown(classes.contains(truth.category()), "annotations[" + i + "]", "class", truth.category());
        }
    }

    private static void requireNew(boolean isNew, String list, int place, Object entry) {
        if (!isNew) {
            throw new IllegalArgumentException("The ids of " + list + " are different, and that of " + list + "["
                    + place + "] stands twice: " + entry);
        }
    }

    private static void requireKnown(boolean known, String place, String what, long id) {
        if (!known) {
            throw new IllegalArgumentException(
                    place + " is of a " + what + " that is listed, received the " + what + " " + id);
        }
    }

    /**
     * Reads a file of instances, in UTF-8.
     *
     * @throws io.ocelli.error.OcelliException naming the file and the entry, if something is missing or is not as it has to be
     */
    public static CocoInstances read(Path file) {
        return CocoReader.instances(file);
    }

    /**
     * Writes a file of instances, whole or not at all. Annotations get the ids 1, 2, 3...
     *
     * @throws io.ocelli.error.OcelliException if it cannot be written
     * @throws IllegalArgumentException naming the annotation, if one is {@linkplain GroundTruth#ignored ignored} and is no
     *     crowd: COCO's files cannot say that
     */
    public void write(Path file) {
        CocoWriter.write(this, file);
    }

    /**
     * Requires that detections are of these pictures and classes.
     *
     * @throws IllegalArgumentException naming the first that is not
     */
    void requireKnown(List<Detection> detections) {
        Set<Long> pictures = new HashSet<>();
        images.forEach(image -> pictures.add(image.id()));
        Set<Integer> classes = new HashSet<>();
        categories.forEach(category -> classes.add(category.id()));
        for (int i = 0; i < detections.size(); i++) {
            Detection detection = detections.get(i);
            requireKnown(pictures.contains(detection.image()), "detections[" + i + "]", "picture", detection.image());
            requireKnown(
                    classes.contains(detection.category()), "detections[" + i + "]", "class", detection.category());
        }
    }
}
