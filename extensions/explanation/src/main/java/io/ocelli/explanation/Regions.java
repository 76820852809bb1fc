package io.ocelli.explanation;

import com.google.common.collect.ImmutableList;
import io.ocelli.boxes.Bbox;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** The parts of a mask that hang together by sides or corners (8-connected). */
final class Regions {
    private final int width;
    private final List<List<Integer>> regions;

    private Regions(int width, List<List<Integer>> regions) {
        this.width = width;
        this.regions = regions;
    }

    /** Of a mask, row by row. */
    static Regions of(boolean[] mask, int width) {
        boolean[] left = mask.clone();
        List<List<Integer>> regions = new ArrayList<>();
        for (int i = 0; i < left.length; i++) {
            if (left[i]) {
                regions.add(flooded(left, width, i));
            }
        }
        return new Regions(width, regions);
    }

    private static List<Integer> flooded(boolean[] left, int width, int start) {
        List<Integer> region = new ArrayList<>();
        Deque<Integer> open = new ArrayDeque<>();
        left[start] = false;
        open.add(start);
        while (!open.isEmpty()) {
            int at = open.remove();
            region.add(at);
            for (int y = Math.max(0, at / width - 1); y <= Math.min(left.length / width - 1, at / width + 1); y++) {
                for (int x = Math.max(0, at % width - 1); x <= Math.min(width - 1, at % width + 1); x++) {
                    if (left[y * width + x]) {
                        left[y * width + x] = false;
                        open.add(y * width + x);
                    }
                }
            }
        }
        return region;
    }

    /** The pixels of each, by their indices; the one of the first pixel first. */
    List<List<Integer>> pixels() {
        return Collections.unmodifiableList(regions);
    }

    /** A box around each, the largest region first. */
    List<Bbox> boxes() {
        List<List<Integer>> sorted = new ArrayList<>(regions);
        sorted.sort(Comparator.comparing(region -> -region.size()));
        ImmutableList.Builder<Bbox> boxes = ImmutableList.builder();
        for (List<Integer> region : sorted) {
            int top = Integer.MAX_VALUE;
            int left = Integer.MAX_VALUE;
            int bottom = 0;
            int right = 0;
            for (int at : region) {
                top = Math.min(top, at / width);
                left = Math.min(left, at % width);
                bottom = Math.max(bottom, at / width + 1);
                right = Math.max(right, at % width + 1);
            }
            boxes.add(new Bbox(left, top, right - left, bottom - top));
        }
        return boxes.build();
    }
}
