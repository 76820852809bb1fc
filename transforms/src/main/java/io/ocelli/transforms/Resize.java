package io.ocelli.transforms;

import io.ocelli.image.Box;
import io.ocelli.image.Image;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Parameters;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Resizes a picture.
 *
 * @param height new height; 0 where the shorter side is given
 * @param width new width; 0 where the shorter side is given
 * @param shorter new length of the shorter side, the longer one in proportion (rounded down); 0 where both are given
 * @param longest the longer side's upper bound where the shorter side is given, which then gets shorter; 0 for none
 * @param reducingGap how many times the result's size a picture has at least that was reduced while its file was decoded, which is
 *     faster and not equal; 0 to decode all of it
 */
public record Resize(int height, int width, int shorter, int longest, Interpolation interpolation, double reducingGap)
        implements Transform {
    /**
     * @throws IllegalArgumentException if neither both extents nor the shorter side are given, the bound is not above it, or the
     *     gap is neither 0 nor 0.5 to 8
     */
    public Resize {
        boolean exact = height > 0 && width > 0 && shorter == 0 && longest == 0;
        boolean proportional = height == 0 && width == 0 && shorter > 0 && (longest == 0 || longest > shorter);
        if (!exact && !proportional) {
            throw new IllegalArgumentException(
                    "A resize has a positive height and width, or a positive shorter side and a"
                            + " bound above it; received height " + height + ", width " + width + ", shorter " + shorter
                            + ", longest " + longest);
        }
        Preprocessing.requireReducingGap(reducingGap);
    }

    /** Resizes the shorter side to a length and the longer one in proportion. */
    public static Resize shorter(int length, Interpolation interpolation) {
        return new Resize(0, 0, length, 0, interpolation, 0);
    }

    /** Resizes to a height and a width, whatever the proportion was. */
    public static Resize to(int height, int width, Interpolation interpolation) {
        return new Resize(height, width, 0, 0, interpolation, 0);
    }

    /** This resize of the shorter side with a bound on the longer one. */
    public Resize withLongest(int bound) {
        return new Resize(height, width, shorter, bound, interpolation, reducingGap);
    }

    /**
     * This resize, faster and not equal to Pillow's: of a JPEG larger than the result, a decoder may compute 1/2, 1/4 or 1/8 of the
     * rows and columns, by the largest of these that leaves the gap times the new size (Pillow's {@code draft} and
     * {@code reducing_gap}). Pictures that are in memory are resized as without.
     *
     * @param gap from 1 on pictures are still made smaller, the larger the nearer to the exact way; below 1, down to 0.5, they may
     *     be enlarged again, which costs accuracy; 0 for the exact way
     * @throws IllegalArgumentException if it is none of these
     */
    public Resize withReducingGap(double gap) {
        return new Resize(height, width, shorter, longest, interpolation, gap);
    }

    @Override
    public int reduction(Size input) {
        if (reducingGap == 0) {
            return 1;
        }
        Size size = size(input);
        double times = Math.min((double) input.height() / size.height(), (double) input.width() / size.width());
        return Math.max(1, (int) (times / reducingGap));
    }

    @Override
    public Size size(Size input) {
        if (shorter == 0) {
            return new Size(height, width);
        }
        int small = Math.min(input.height(), input.width());
        int large = Math.max(input.height(), input.width());
        int newSmall = shorter;
        // As torchvision computes it: whole numbers are multiplied, divided as doubles, and cut down.
        int newLarge = (int) ((double) ((long) shorter * large) / small);
        if (longest > 0 && newLarge > longest) {
            newSmall = Math.max(1, (int) ((double) ((long) longest * newSmall) / newLarge));
            newLarge = longest;
        }
        return input.height() <= input.width() ? new Size(newSmall, newLarge) : new Size(newLarge, newSmall);
    }

    @Override
    public Image apply(Image image) {
        Size size = size(image.size());
        return Resampling.resize(
                image, Window.all(image.size()), size.height(), size.width(), Window.all(size), interpolation);
    }

    @Override
    public @Nullable Transform fuse(Transform next) {
        return next instanceof CenterCrop ? new ResizedCenter(this, (CenterCrop) next) : null;
    }

    @Override
    public Image mask(Image mask) {
        return new Resize(height, width, shorter, longest, Interpolation.NEAREST, 0).apply(mask);
    }

    @Override
    public List<Box> boxes(List<Box> boxes, Size size) {
        Size to = size(size);
        return Boxes.scaled(boxes, 0, 0, (double) to.width() / size.width(), (double) to.height() / size.height(), to);
    }

    @Override
    public String name() {
        return "Resize";
    }

    @Override
    public Parameters parameters() {
        Parameters extents = shorter == 0
                ? Parameters.none().with("height", height).with("width", width)
                : Parameters.none().with("shorter", shorter);
        Parameters all =
                (longest == 0 ? extents : extents.with("longest", longest)).with("interpolation", interpolation);
        return reducingGap == 0 ? all : all.with("reducingGap", reducingGap);
    }

    static Resize read(Parameters saved) {
        Interpolation interpolation = saved.interpolation("interpolation");
        Resize resize = saved.has("shorter")
                ? new Resize(
                        0,
                        0,
                        saved.integer("shorter"),
                        saved.has("longest") ? saved.integer("longest") : 0,
                        interpolation,
                        0)
                : to(saved.integer("height"), saved.integer("width"), interpolation);
        return saved.has("reducingGap") ? resize.withReducingGap(saved.number("reducingGap")) : resize;
    }
}
