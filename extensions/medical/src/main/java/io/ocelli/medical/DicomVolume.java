package io.ocelli.medical;

import com.google.common.collect.ImmutableList;
import io.ocelli.image.Image;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Slices of one series in the order in which they lie in the patient: along the normal of their plane, which is the
 * direction of rows times that of columns (PS3.3, C.7.6.2.1.1), whatever order the files came in. Safe for any number of
 * threads.
 */
public final class DicomVolume {
    private static final double SAME_PLACE = 1e-3;

    /** Gaps may differ by so much of the least before slices are said to be missing. */
    private static final double UNEVEN = 0.5;

    private record Slice(DicomPicture picture, int frame, SlicePlane plane, double at) {}

    private final ImmutableList<Slice> slices;

    private DicomVolume(ImmutableList<Slice> slices) {
        this.slices = slices;
    }

    /**
     * The volume of the slices in files, each of which may have several frames.
     *
     * @throws DicomException if a file is refused, or does not say where its slices lie
     * @throws IllegalArgumentException as {@link #of} says
     */
    public static DicomVolume read(List<Path> files) {
        List<DicomPicture> pictures = new ArrayList<>();
        for (Path file : files) {
            pictures.add(DicomPicture.read(file));
        }
        return of(pictures);
    }

    /**
     * The volume of the slices in pictures.
     *
     * @throws DicomException if a picture does not say where its slices lie
     * @throws IllegalArgumentException if there is no slice, two lie at the same place, one is of another size, direction,
     *     spacing or series, is of colours, or a gap is so wide that slices seem to be missing
     */
    public static DicomVolume of(List<DicomPicture> pictures) {
        List<Slice> slices = new ArrayList<>();
        for (DicomPicture picture : pictures) {
            for (int frame = 0; frame < picture.frames(); frame++) {
                SlicePlane plane = picture.plane(frame);
                double[] normal = slices.isEmpty()
                        ? plane.normal()
                        : slices.get(0).plane().normal();
                slices.add(new Slice(picture, frame, plane, plane.along(normal)));
            }
        }
        if (slices.isEmpty()) {
            throw new IllegalArgumentException("A volume has a slice at least, received none");
        }
        for (Slice slice : slices) {
            checkFits(slices.get(0), slice);
        }
        slices.sort(Comparator.comparingDouble(Slice::at));
        checkGaps(slices);
        return new DicomVolume(ImmutableList.copyOf(slices));
    }

    private static void checkFits(Slice first, Slice slice) {
        DicomPicture a = first.picture();
        DicomPicture b = slice.picture();
        String differing = "";
        if (a.rows() != b.rows() || a.columns() != b.columns()) {
            differing = "size " + b.rows() + " x " + b.columns() + " and not " + a.rows() + " x " + a.columns();
        } else if (!a.isGray() || !b.isGray()) {
            differing = "colours";
        } else if (!first.plane().isParallelTo(slice.plane())) {
            differing = "another direction";
        } else if (!first.plane().hasSpacingOf(slice.plane())) {
            differing = "another PixelSpacing";
        } else if (!a.file().text("SeriesInstanceUID").equals(b.file().text("SeriesInstanceUID"))) {
            differing = "another series";
        }
        if (!differing.isEmpty()) {
            throw new IllegalArgumentException("The slices of a volume are alike, received one of " + differing + ": "
                    + b.name() + ", frame " + slice.frame() + ". Leave it out.");
        }
    }

    private static void checkGaps(List<Slice> slices) {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 1; i < slices.size(); i++) {
            Slice before = slices.get(i - 1);
            Slice slice = slices.get(i);
            double gap = slice.at() - before.at();
            if (gap < SAME_PLACE) {
                throw new IllegalArgumentException("The slices of a volume lie at different places, received two at "
                        + slice.at() + " mm: " + before.picture().name() + ", frame " + before.frame() + ", and "
                        + slice.picture().name() + ", frame " + slice.frame() + ". Leave one out.");
            }
            least = Math.min(least, gap);
        }
        for (int i = 1; i < slices.size(); i++) {
            double gap = slices.get(i).at() - slices.get(i - 1).at();
            if (gap > least * (1 + UNEVEN)) {
                throw new IllegalArgumentException(
                        "The slices of a volume are evenly apart, received gaps from " + least
                                + " to " + gap + " mm; slices seem to be missing before "
                                + slices.get(i).picture().name() + ", frame "
                                + slices.get(i).frame());
            }
        }
    }

    /** How many slices there are. */
    public int depth() {
        return slices.size();
    }

    public int rows() {
        return slices.get(0).picture().rows();
    }

    public int columns() {
        return slices.get(0).picture().columns();
    }

    /** Millimetres between slices (their mean; 0 of a single one), between rows and between columns. */
    public double[] spacing() {
        double span = slices.get(depth() - 1).at() - slices.get(0).at();
        double[] inPlane = slices.get(0).plane().spacing();
        return new double[] {depth() == 1 ? 0 : span / (depth() - 1), inPlane[0], inPlane[1]};
    }

    /** Millimetres of a slice along the normal. */
    public double position(int slice) {
        return at(slice).at();
    }

    /**
     * The values of the modality of a slice, row by row.
     *
     * @throws DicomException if it is damaged
     */
    public double[] modality(int slice) {
        return at(slice).picture().modality(at(slice).frame());
    }

    /**
     * A slice as a picture of 16 bits, of {@link DicomPicture#image}.
     *
     * @throws DicomException if it is damaged, or its values are no whole numbers of 16 bits
     */
    public Image image(int slice) {
        return at(slice).picture().image(at(slice).frame());
    }

    private Slice at(int slice) {
        if (slice < 0 || slice >= depth()) {
            throw new IllegalArgumentException("A slice is 0 to " + (depth() - 1) + ", received " + slice);
        }
        return slices.get(slice);
    }
}
