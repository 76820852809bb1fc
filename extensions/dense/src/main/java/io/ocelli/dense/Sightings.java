package io.ocelli.dense;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.ocelli.boxes.Detection;
import io.ocelli.image.Box;
import io.ocelli.image.Size;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What was seen in a picture, and where. A value.
 *
 * @param size of the picture
 * @param all the surest first
 */
public record Sightings(Size size, List<Sighting> all) {
    /**
     * A thing.
     *
     * @param box where it is, in pixels of the picture; its label is the index of the class
     * @param label the name of the class
     * @param confidence its probability, 0 to 1
     */
    public record Sighting(Box box, String label, float confidence) {
        public Sighting {
            Objects.requireNonNull(box, "box");
            Objects.requireNonNull(label, "label");
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s %.1f %% at %.0f, %.0f to %.0f, %.0f",
                    label,
                    100 * confidence,
                    box.left(),
                    box.top(),
                    box.right(),
                    box.bottom());
        }
    }

    public Sightings {
        all = ImmutableList.copyOf(all);
    }

    /**
     * Those that are at least so sure: what is counted by may be surer than what was looked for.
     *
     * @param confidence 0 to 1
     */
    public Sightings from(double confidence) {
        return new Sightings(
                size,
                all.stream().filter(each -> each.confidence() >= confidence).collect(toImmutableList()));
    }

    /** How many things of each class, in the order of the surest of each. */
    public Map<String, Integer> counts() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        all.forEach(each -> counts.merge(each.label(), 1, Integer::sum));
        return ImmutableMap.copyOf(counts);
    }

    /** As COCO's results have them, their categories the classes' indexes. */
    public List<Detection> detections(long image) {
        ImmutableList.Builder<Detection> detections = ImmutableList.builder();
        all.forEach(each -> detections.add(Detection.of(image, each.box(), each.confidence())));
        return detections.build();
    }
}
