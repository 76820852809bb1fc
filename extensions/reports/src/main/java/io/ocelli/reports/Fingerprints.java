package io.ocelli.reports;

import io.ocelli.data.DataSet;
import io.ocelli.data.Sample;
import io.ocelli.data.SkippedPicture;
import io.ocelli.error.ImageException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the pictures of a data set look like, to find those that are there twice. Immutable.
 *
 * <pre>{@code
 * Fingerprints training = Fingerprints.of(train);
 * training.duplicates();
 * training.leaks(Fingerprints.of(validation)); // what is learnt from is not measured on
 * }</pre>
 *
 * <p>A copy is a picture with the same pixels, or one that was encoded anew or resized, also to another shape. It is told by
 * its mean colours in 16 x 16 cells, of pictures below 64 pixels in 8 x 8: they differ from the other's by no more, as the
 * root of the mean square, than 9 of 255 levels, and than 5 % + 8 / (the shorter side of the smaller one, in pixels) of the
 * picture's standard deviation, at most 35 %. Pictures of nearly one colour are copies only where all pixels are equal. What
 * was cut out, turned or mirrored is another picture.
 */
public final class Fingerprints {
    private final List<Sample> samples = new ArrayList<>();
    /** Of those that could be read. */
    private final List<Fingerprint> prints = new ArrayList<>();

    private final List<SkippedPicture> broken = new ArrayList<>();

    private Fingerprints() {}

    /** Reads every picture once, on all processors. */
    public static Fingerprints of(DataSet pictures) {
        @Nullable Fingerprint[] prints = new Fingerprint[pictures.size()];
        @Nullable String[] reasons = new String[pictures.size()];
        IntStream.range(0, pictures.size()).parallel().forEach(i -> {
            try {
                prints[i] = Fingerprint.of(pictures.sample(i).source().read());
            } catch (ImageException e) {
                reasons[i] = String.valueOf(e.getMessage());
            }
        });
        Fingerprints all = new Fingerprints();
        for (int i = 0; i < prints.length; i++) {
            Fingerprint print = prints[i];
            String reason = reasons[i];
            if (print != null) {
                all.samples.add(pictures.sample(i));
                all.prints.add(print);
            } else if (reason != null) {
                all.broken.add(new SkippedPicture(i, pictures.sample(i).name(), reason));
            }
        }
        return all;
    }

    /** The pictures that cannot be read. */
    public List<SkippedPicture> broken() {
        return List.copyOf(broken);
    }

    /** The pictures that can be read. */
    public List<Sample> readable() {
        return List.copyOf(samples);
    }

    /** The pictures that are there more than once, in the order of the first of each group. */
    public List<Duplicates> duplicates() {
        return groups(prints, prints.size(), samples);
    }

    /**
     * The pictures of this data set that are in another too: in each group first those of this one, then those of the other.
     */
    public List<Duplicates> leaks(Fingerprints against) {
        List<Fingerprint> both = new ArrayList<>(prints);
        both.addAll(against.prints);
        List<Sample> names = new ArrayList<>(samples);
        names.addAll(against.samples);
        return groups(both, prints.size(), names);
    }

    /**
     * Groups of copies.
     *
     * @param first where the second data set begins, pairs of which are then one of either; the number of all if there is none
     */
    private static List<Duplicates> groups(List<Fingerprint> prints, int first, List<Sample> samples) {
        int[] parents = IntStream.range(0, prints.size()).toArray();
        for (int[] pair : pairs(prints, first)) {
            int a = root(parents, pair[0]);
            int b = root(parents, pair[1]);
            parents[Math.max(a, b)] = Math.min(a, b);
        }
        Map<Integer, List<Integer>> members = new TreeMap<>();
        for (int i = 0; i < parents.length; i++) {
            members.computeIfAbsent(root(parents, i), root -> new ArrayList<>()).add(i);
        }
        List<Duplicates> groups = new ArrayList<>();
        members.forEach((root, group) -> {
            if (group.size() > 1) {
                groups.add(new Duplicates(
                        group.stream().map(samples::get).toList(),
                        group.stream().allMatch(i -> prints.get(i).equalPixels(prints.get(root)))));
            }
        });
        return List.copyOf(groups);
    }

    private static int root(int[] parents, int of) {
        int root = of;
        while (parents[root] != root) {
            parents[root] = parents[parents[root]];
            root = parents[root];
        }
        return root;
    }

    /** Copies have nearly the same mean: each is compared with those that follow it by their means, until they are too far. */
    private static List<int[]> pairs(List<Fingerprint> prints, int first) {
        int[] order = IntStream.range(0, prints.size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> prints.get(i).mean()))
                .mapToInt(Integer::intValue)
                .toArray();
        boolean one = first == prints.size();
        return IntStream.range(0, order.length)
                .parallel()
                .boxed()
                .<int[]>mapMulti((at, found) -> {
                    Fingerprint print = prints.get(order[at]);
                    for (int next = at + 1; next < order.length; next++) {
                        Fingerprint other = prints.get(order[next]);
                        if (other.mean() - print.mean() > Fingerprint.FARTHEST) {
                            break;
                        }
                        boolean asked = one || order[at] < first != order[next] < first;
                        if (asked && print.isCopy(other)) {
                            found.accept(new int[] {order[at], order[next]});
                        }
                    }
                })
                .toList();
    }
}
