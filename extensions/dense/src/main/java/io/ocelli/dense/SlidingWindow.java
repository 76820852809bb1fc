package io.ocelli.dense;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.Floats;
import com.google.common.primitives.Ints;
import io.ocelli.PictureClassifier;
import io.ocelli.Prediction;
import io.ocelli.boxes.Nms;
import io.ocelli.dense.Sightings.Sighting;
import io.ocelli.image.Box;
import io.ocelli.image.Image;
import io.ocelli.image.Size;
import io.ocelli.image.Strips;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Finds things in a large picture by a classifier of small ones: squares of several sides are slid over it, each is classified,
 * those that are no background and sure enough are boxes, and of those of one class that overlap the surest stays: or of any
 * class, where things stand side by side and one place holds one thing. A value; safe for any number of threads.
 *
 * <pre>{@code
 * Sightings seen = SlidingWindow.of(64, 128).background("empty").over(classifier, shelf);
 * int bottles = seen.counts().getOrDefault("bottle", 0);
 * }</pre>
 *
 * <p>A strip of the picture is in memory at a time, as high as the largest square with its surroundings, and the squares of a
 * strip are classified together, as many side by side as the classifier's engine takes.
 *
 * @param sides of the squares in pixels, each a scale
 * @param overlap the share of a square that the next one covers too, from 0 to below 1
 * @param surroundings how many times the square's side what is classified has, 1 or more: more than the box where the classifier
 *     is to see what is around it
 * @param confidence the probability from which on something is seen, 0 to 1
 * @param iou the overlap up to which two boxes both stay, 0 to 1
 * @param background the classes that are nothing
 * @param agreement what becomes of boxes that overlap by more than that
 * @param classWise whether only boxes of one class are compared, so that things of two may be at one place
 */
public record SlidingWindow(
        List<Integer> sides,
        double overlap,
        double surroundings,
        double confidence,
        double iou,
        Set<String> background,
        Agreement agreement,
        boolean classWise) {
    /** What becomes of boxes that overlap. */
    public enum Agreement {
        /** The surest stays. */
        SUREST,
        /**
         * The surest stays, as sure as it is, where those of its class that overlap it by more than half are in the mean, weighted
         * by their confidence (Gidaris and Komodakis 2015): squares stand on a grid, and things between its places.
         */
        AVERAGE,
        /**
         * They become one, by weighted fusion (Solovyev, Wang and Gabruseva 2021): the surest first, each joins the first of those
         * so far that it overlaps; what comes of several is where they are in the mean, weighted by their confidence, as sure as
         * they are in the mean, and of the surest's class.
         */
        VOTE
    }

    /**
     * @throws IllegalArgumentException if a number is out of its range
     */
    public SlidingWindow {
        sides = ImmutableList.copyOf(sides);
        background = ImmutableSet.copyOf(background);
        Objects.requireNonNull(agreement, "agreement");
        for (int side : sides) {
            if (side < 1) {
                throw new IllegalArgumentException("The squares' sides are 1 pixel or more, received " + sides);
            }
        }
        if (sides.isEmpty()) {
            throw new IllegalArgumentException("Squares of a side or more are slid over a picture, received none");
        }
        if (!(overlap >= 0 && overlap < 1)) {
            throw new IllegalArgumentException("The overlap is from 0 to below 1, received " + overlap);
        }
        if (!(surroundings >= 1 && surroundings <= 16)) {
            throw new IllegalArgumentException(
                    "What is classified has 1 to 16 times a square's side, received " + surroundings);
        }
        if (!(Math.min(confidence, iou) >= 0 && Math.max(confidence, iou) <= 1)) {
            throw new IllegalArgumentException(
                    "The confidence and the iou are from 0 to 1, received " + confidence + " and " + iou);
        }
    }

    /** Squares of these sides that overlap by half; sure from 0.5 on, at an IoU of up to 0.3, without a background. */
    public static SlidingWindow of(int... sides) {
        return new SlidingWindow(Ints.asList(sides), 0.5, 1, 0.5, 0.3, ImmutableSet.of(), Agreement.SUREST, true);
    }

    /** The same with another overlap of neighbours. */
    public SlidingWindow overlap(double share) {
        return new SlidingWindow(sides, share, surroundings, confidence, iou, background, agreement, classWise);
    }

    /** The same where what is classified is larger than the box. */
    public SlidingWindow surroundings(double times) {
        return new SlidingWindow(sides, overlap, times, confidence, iou, background, agreement, classWise);
    }

    /** The same with another probability from which on something is seen. */
    public SlidingWindow confidence(double least) {
        return new SlidingWindow(sides, overlap, surroundings, least, iou, background, agreement, classWise);
    }

    /** The same with another overlap up to which two boxes both stay. */
    public SlidingWindow iou(double most) {
        return new SlidingWindow(sides, overlap, surroundings, confidence, most, background, agreement, classWise);
    }

    /** The same with classes that are nothing. */
    public SlidingWindow background(String... labels) {
        return new SlidingWindow(
                sides, overlap, surroundings, confidence, iou, ImmutableSet.copyOf(labels), agreement, classWise);
    }

    /** The same where boxes that overlap vote, in the place of the surest staying alone. */
    public SlidingWindow voting() {
        return new SlidingWindow(sides, overlap, surroundings, confidence, iou, background, Agreement.VOTE, classWise);
    }

    /** The same where the surest of boxes that overlap stays, and stands where they are in the mean. */
    public SlidingWindow averaging() {
        return new SlidingWindow(
                sides, overlap, surroundings, confidence, iou, background, Agreement.AVERAGE, classWise);
    }

    /** The same where one place holds one thing: boxes that overlap are compared whatever their classes. */
    public SlidingWindow acrossClasses() {
        return new SlidingWindow(sides, overlap, surroundings, confidence, iou, background, agreement, false);
    }

    /** What a classifier sees in a picture. */
    public Sightings over(PictureClassifier classifier, Image picture) {
        return over(classifier, Strips.of(picture));
    }

    /**
     * What a classifier sees in a picture that is read in strips.
     *
     * @throws IllegalArgumentException if the background is none of the classifier's classes
     * @throws io.ocelli.error.ImageException if the picture cannot be read
     */
    public Sightings over(PictureClassifier classifier, Strips picture) {
        List<String> labels = classifier.labels();
        for (String nothing : background) {
            if (!labels.contains(nothing)) {
                throw new IllegalArgumentException(
                        "The background is among the classifier's classes, " + labels + ", received '" + nothing + "'");
            }
        }
        List<Sighting> candidates = new ArrayList<>();
        for (int side : sides) {
            slide(classifier, picture, side, candidates);
        }
        return new Sightings(picture.size(), agreed(candidates));
    }

    /** What comes of all that was seen, the surest first. */
    List<Sighting> agreed(List<Sighting> candidates) {
        if (agreement == Agreement.VOTE) {
            return Fused.of(candidates, iou, classWise);
        }
        List<Box> boxes = new ArrayList<>();
        List<Float> scores = new ArrayList<>();
        for (Sighting each : candidates) {
            boxes.add(each.box());
            scores.add(each.confidence());
        }
        ImmutableList.Builder<Sighting> staying = ImmutableList.builder();
        float[] sure = Floats.toArray(scores);
        for (int index : classWise ? Nms.classWise(boxes, sure, iou) : Nms.of(boxes, sure, iou)) {
            Sighting one = candidates.get(index);
            staying.add(agreement == Agreement.AVERAGE ? Fused.around(one, candidates) : one);
        }
        return staying.build();
    }

    private void slide(PictureClassifier classifier, Strips picture, int side, List<Sighting> candidates) {
        Size size = picture.size();
        int height = Math.min(side, size.height());
        int width = Math.min(side, size.width());
        int below = (int) Math.round(height * (surroundings - 1) / 2);
        int beside = (int) Math.round(width * (surroundings - 1) / 2);
        List<Integer> columns = places(size.width(), width);
        for (int top : places(size.height(), height)) {
            int from = Math.max(0, top - below);
            Image strip = picture.strip(from, Math.min(size.height(), top + height + below) - from);
            List<Prediction> said = classifier.classify(
                    columns,
                    left -> () ->
                            Cut.of(strip, top - below - from, left - beside, height + 2 * below, width + 2 * beside));
            for (int i = 0; i < columns.size(); i++) {
                Prediction prediction = said.get(i);
                if (prediction.confidence() >= confidence && !background.contains(prediction.label())) {
                    float left = columns.get(i);
                    Box box = new Box(left, top, left + width, top + height, prediction.index());
                    candidates.add(new Sighting(box, prediction.label(), prediction.confidence()));
                }
            }
        }
    }

    /** Where squares begin: evenly, the last at the end. */
    private List<Integer> places(int extent, int side) {
        int step = Math.max(1, (int) Math.round(side * (1 - overlap)));
        List<Integer> places = new ArrayList<>();
        for (int at = 0; at + side < extent; at += step) {
            places.add(at);
        }
        places.add(extent - side);
        return places;
    }

    /** How many squares are classified of a picture. */
    public long squares(Size size) {
        long squares = 0;
        for (int side : sides) {
            squares +=
                    (long) places(size.height(), Math.min(side, size.height())).size()
                            * places(size.width(), Math.min(side, size.width())).size();
        }
        return squares;
    }
}
