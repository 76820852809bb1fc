package io.ocelli.explanation;

import java.util.ArrayList;
import java.util.List;

/**
 * How well maps of anomalies show where these are (AUPRO, Bergmann et al. 2020): for each threshold the share of normal pixels that
 * reach it, and the mean over all anomalous regions of the share of their pixels that do. A small region counts as much as a large
 * one. Immutable.
 */
public final class PerRegionOverlap {
    private final double[] falsePositives;
    private final double[] overlaps;
    private final int regions;

    private PerRegionOverlap(double[] falsePositives, double[] overlaps, int regions) {
        this.falsePositives = falsePositives;
        this.overlaps = overlaps;
        this.regions = regions;
    }

    /**
     * Of maps and what is true. Pixels belong to one region where they touch by sides or corners.
     *
     * @param maps of each picture, row by row: higher is more anomalous
     * @param masks of each picture, row by row: which pixels are anomalous
     * @param width pixels of a row
     * @throws IllegalArgumentException if they do not fit each other, a number is NaN, or there is no region or no normal pixel
     */
    public static PerRegionOverlap of(List<float[]> maps, List<boolean[]> masks, int width) {
        if (maps.size() != masks.size()) {
            throw new IllegalArgumentException(
                    "There is a mask for each map, received " + maps.size() + " maps and " + masks.size() + " masks");
        }
        List<Pixel> pixels = new ArrayList<>();
        int regions = 0;
        long normal = 0;
        for (int i = 0; i < maps.size(); i++) {
            float[] map = maps.get(i);
            boolean[] mask = masks.get(i);
            if (map.length != mask.length || width < 1 || map.length % width != 0) {
                throw new IllegalArgumentException("A map and its mask have the same rows of " + width
                        + " pixels, received " + map.length + " and " + mask.length + " pixels for picture " + i);
            }
            for (List<Integer> region : Regions.of(mask, width).pixels()) {
                for (int at : region) {
                    pixels.add(new Pixel(map[at], 1.0 / region.size()));
                }
                regions++;
            }
            for (int at = 0; at < map.length; at++) {
                if (Float.isNaN(map[at])) {
                    throw new IllegalArgumentException("A map's numbers are numbers, received NaN in picture " + i);
                }
                if (!mask[at]) {
                    pixels.add(new Pixel(map[at], 0));
                    normal++;
                }
            }
        }
        if (regions == 0 || normal == 0) {
            throw new IllegalArgumentException(
                    "An overlap is of at least one anomalous region and one normal pixel, received " + regions
                            + " regions and " + normal + " normal pixels");
        }
        return of(pixels, regions, normal);
    }

    /** A pixel's number, and its share of its region; 0 for normal ones. */
    private record Pixel(float number, double share) {}

    private static PerRegionOverlap of(List<Pixel> pixels, int regions, long normal) {
        pixels.sort((a, b) -> Float.compare(b.number(), a.number()));
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        x.add(0.0);
        y.add(0.0);
        long wrong = 0;
        double covered = 0;
        for (int i = 0; i < pixels.size(); i++) {
            Pixel pixel = pixels.get(i);
            wrong += pixel.share() == 0 ? 1 : 0;
            covered += pixel.share();
            boolean last = i + 1 == pixels.size() || pixels.get(i + 1).number() != pixel.number();
            if (last) {
                x.add((double) wrong / normal);
                y.add(covered / regions);
            }
        }
        return new PerRegionOverlap(
                x.stream().mapToDouble(Double::doubleValue).toArray(),
                y.stream().mapToDouble(Double::doubleValue).toArray(),
                regions);
    }

    /** The number of anomalous regions. */
    public int regions() {
        return regions;
    }

    /** The share of normal pixels that reach each threshold, from the highest threshold to the lowest, after a 0; a copy. */
    public double[] falsePositiveRates() {
        return falsePositives.clone();
    }

    /** The mean share of the regions that reaches each threshold, as {@link #falsePositiveRates}; a copy. */
    public double[] overlaps() {
        return overlaps.clone();
    }

    /**
     * The area under the curve up to a share of false positives, divided by it: 0 to 1.
     *
     * @param limit above 0 and at most 1; 0.3 is usual, 0.05 is strict
     * @throws IllegalArgumentException if it is not
     */
    public double area(double limit) {
        if (!(limit > 0 && limit <= 1)) {
            throw new IllegalArgumentException(
                    "The limit of false positives is above 0 and at most 1, received " + limit);
        }
        double area = 0;
        for (int i = 1; i < overlaps.length && falsePositives[i - 1] < limit; i++) {
            double from = falsePositives[i - 1];
            double to = Math.min(limit, falsePositives[i]);
            double share = falsePositives[i] > from ? (to - from) / (falsePositives[i] - from) : 1;
            double end = overlaps[i - 1] + share * (overlaps[i] - overlaps[i - 1]);
            area += (to - from) * (overlaps[i - 1] + end) / 2;
        }
        return area / limit;
    }
}
