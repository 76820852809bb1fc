package io.ocelli.dense;

import io.ocelli.boxes.Overlap;
import io.ocelli.dense.Sightings.Sighting;
import io.ocelli.image.Box;
import java.util.ArrayList;
import java.util.List;

/** Several sightings that are of one thing, weighted by their confidence. */
final class Fused {
    /** From which overlap on others say where a box is; see {@link SlidingWindow.Agreement#AVERAGE}. */
    private static final double SAME_PLACE = 0.5;

    private final Sighting first;
    private double left;
    private double top;
    private double right;
    private double bottom;
    private double confidence;
    private int count;

    private Fused(Sighting first) {
        this.first = first;
    }

    /** The fused sightings, the surest first; see {@link SlidingWindow.Agreement#VOTE}. */
    static List<Sighting> of(List<Sighting> candidates, double iou, boolean classWise) {
        List<Sighting> falling = new ArrayList<>(candidates);
        falling.sort((a, b) -> Float.compare(b.confidence(), a.confidence()));
        List<Fused> things = new ArrayList<>();
        for (Sighting each : falling) {
            Fused thing = null;
            for (Fused known : things) {
                boolean same =
                        !classWise || known.first.box().label() == each.box().label();
                if (thing == null && same && Overlap.IOU.of(known.box(), each.box()) > iou) {
                    thing = known;
                }
            }
            if (thing == null) {
                thing = new Fused(each);
                things.add(thing);
            }
            thing.add(each);
        }
        List<Sighting> fused = new ArrayList<>();
        for (Fused thing : things) {
            fused.add(new Sighting(thing.box(), thing.first.label(), (float) (thing.confidence / thing.count)));
        }
        fused.sort((a, b) -> Float.compare(b.confidence(), a.confidence()));
        return fused;
    }

    /** One, where those of its class that are at its place are in the mean. */
    static Sighting around(Sighting one, List<Sighting> candidates) {
        Fused thing = new Fused(one);
        for (Sighting each : candidates) {
            if (each.box().label() == one.box().label() && Overlap.IOU.of(each.box(), one.box()) > SAME_PLACE) {
                thing.add(each);
            }
        }
        return new Sighting(thing.box(), one.label(), one.confidence());
    }

    private void add(Sighting other) {
        double weight = other.confidence();
        left += weight * other.box().left();
        top += weight * other.box().top();
        right += weight * other.box().right();
        bottom += weight * other.box().bottom();
        confidence += weight;
        count++;
    }

    private Box box() {
        if (confidence == 0) {
            return first.box();
        }
        return new Box(
                (float) (left / confidence),
                (float) (top / confidence),
                (float) (right / confidence),
                (float) (bottom / confidence),
                first.box().label());
    }
}
