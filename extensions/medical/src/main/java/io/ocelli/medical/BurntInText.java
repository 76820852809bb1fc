package io.ocelli.medical;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where pictures of some device have text in their pixels: what is masked there. Immutable.
 *
 * <pre>{@code
 * BurntInText.where("Modality", "US").and("ManufacturerModelName", "LOGIQ E9").and("Columns", "1024")
 *         .at(0, 0, 1024, 60).at(900, 60, 124, 40)
 * }</pre>
 *
 * @param attributes keywords and the values that they must have, letters of either case, for the rule to hold; at least one
 * @param regions what is masked in every frame, in pixels
 */
public record BurntInText(Map<String, String> attributes, List<Region> regions) {
    /**
     * A rectangle of pixels; what lies outside the picture is no error.
     *
     * @param left of the first column, from 0
     * @param top of the first row, from 0
     */
    public record Region(int left, int top, int width, int height) {
        /**
         * @throws IllegalArgumentException if it begins before the picture, or is empty
         */
        public Region {
            if (left < 0 || top < 0 || width < 1 || height < 1) {
                throw new IllegalArgumentException(
                        "A region begins at 0 or later and has a pixel at least, received left " + left + ", top " + top
                                + ", width " + width + ", height " + height);
            }
        }

        boolean covers(int y, int x) {
            return y >= top && y - top < height && x >= left && x - left < width;
        }
    }

    /**
     * @throws IllegalArgumentException if there is no attribute, or one is not of the standard
     */
    public BurntInText {
        attributes = ImmutableMap.copyOf(attributes);
        regions = ImmutableList.copyOf(regions);
        if (attributes.isEmpty()) {
            throw new IllegalArgumentException(
                    "A rule of burnt-in text says which pictures it is for, received no attribute");
        }
        attributes.keySet().forEach(Dictionary::tag);
    }

    /** A rule for pictures whose attribute has a value, without a region yet. */
    public static BurntInText where(String keyword, String value) {
        return new BurntInText(ImmutableMap.of(keyword, value), ImmutableList.of());
    }

    /** The same for those pictures only of which this is true, too. */
    public BurntInText and(String keyword, String value) {
        return new BurntInText(
                ImmutableMap.<String, String>builder()
                        .putAll(attributes)
                        .put(keyword, value)
                        .buildOrThrow(),
                regions);
    }

    /** The same with one region more. */
    public BurntInText at(int left, int top, int width, int height) {
        return new BurntInText(
                attributes,
                ImmutableList.<Region>builder()
                        .addAll(regions)
                        .add(new Region(left, top, width, height))
                        .build());
    }

    boolean holds(DicomFile file) {
        return attributes.entrySet().stream()
                .allMatch(wanted -> value(file, wanted.getKey())
                        .filter(wanted.getValue()::equalsIgnoreCase)
                        .isPresent());
    }

    private static Optional<String> value(DicomFile file, String keyword) {
        if (!"US".equals(Dictionary.representation(Dictionary.tag(keyword)))) {
            return file.text(keyword);
        }
        double[] numbers = file.numbers(keyword);
        return numbers.length == 0 ? Optional.empty() : Optional.of(String.valueOf((int) numbers[0]));
    }
}
