package io.ocelli.image;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is done to a picture before a network sees it. A value: immutable, compared by its parameters, safe for any number
 * of threads.
 *
 * <p>A random transform is a distribution: {@link #draw} takes a random source and gives the transform with its
 * parameters fixed, and {@link #apply(Image)} wants it drawn. A transform that draws nothing is its own draw. So what was
 * drawn can be looked at, repeated on a second picture (a mask, the right eye of a stereo pair), or printed.
 *
 * <p>A user's own transform needs {@link #apply(Image)} only, {@link #size} if it changes the extents, and {@link #mask} and
 * {@link #boxes} if it moves what is in the picture and pictures come with these; to be saved
 * with a model it says its {@link #name} and {@link #parameters}, and a {@link TransformProvider} reads them back.
 */
@FunctionalInterface
public interface Transform {
    /**
     * The transformed picture. The input is not written to; it may be the result itself where nothing changes.
     *
     * @throws IllegalStateException if this transform is random and was not drawn
     * @throws IllegalArgumentException if the picture does not fit: too small, or with other channels
     */
    Image apply(Image image);

    /** This transform with its random parameters drawn, for pictures of a size. */
    default Transform draw(Size size, Randomness randomness) {
        return this;
    }

    /** Draws and applies. */
    default Image apply(Image image, Randomness randomness) {
        return draw(image.size(), randomness).apply(image);
    }

    /** The extents that {@link #apply(Image)} gives for pictures of a size. */
    default Size size(Size input) {
        return input;
    }

    /**
     * A mask, one channel of classes, moved as {@link #apply(Image)} moves a picture of its size: each pixel takes the
     * nearest one's class, and where the picture shows nothing of its own the class is 0. A transform that moves nothing
     * leaves masks as they are, which is the default.
     *
     * @throws IllegalStateException if this transform is random and was not drawn
     */
    default Image mask(Image mask) {
        return mask;
    }

    /**
     * Boxes moved as {@link #apply(Image)} moves a picture: each is the smallest upright one around what became of it, cut
     * off at the edge of the new picture, and left out where nothing of it is left. A transform that moves nothing leaves
     * boxes as they are, which is the default.
     *
     * @param size the extents of the picture before
     * @throws IllegalStateException if this transform is random and was not drawn
     */
    default List<Box> boxes(List<Box> boxes, Size size) {
        return boxes;
    }

    /**
     * One transform that equals this one followed by another to the pixel, and is cheaper; null if there is none. For
     * instance a resize computes only what a crop after it keeps.
     */
    default @Nullable Transform fuse(Transform next) {
        return null;
    }

    /**
     * The part of a picture that {@link #apply(Image)} looks at: what lies around it changes nothing. A decoder may leave it out.
     *
     * @param input the extents of the picture
     */
    default Region region(Size input) {
        return Region.all(input);
    }

    /**
     * By how much each side of a picture may be reduced before {@link #apply(Image)}, because this transform was asked to be fast:
     * 1, the default, for not at all. A decoder that reduces well while it decodes may do so by a power of two up to it.
     *
     * @param input the extents of the picture
     */
    default int reduction(Size input) {
        return 1;
    }

    /** The name this transform is saved under. */
    default String name() {
        throw new IllegalStateException(
                "A transform that is saved has a name() and parameters(), and a TransformProvider"
                        + " that reads them; " + getClass().getName() + " has none");
    }

    /** The parameters this transform is saved with. */
    default Parameters parameters() {
        return Parameters.none();
    }
}
