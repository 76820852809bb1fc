package io.ocelli.learning;

import java.util.Locale;

/**
 * How a {@link Gallery} would do, by its own pictures: each class is a stranger to the gallery of the others, and each picture is
 * asked of the gallery without it. With few classes or pictures the shares are rough.
 *
 * @param threshold the least similarity that is accepted; minus infinity where nothing is refused
 * @param falseAcceptance the share of strangers that are accepted; not a number where there is one class
 * @param falseRejection the share of pictures that are refused, of classes of two pictures or more; not a number where there is
 *     none
 * @param accuracy the share of these that are accepted and of the right class
 */
public record GalleryFigures(double threshold, double falseAcceptance, double falseRejection, double accuracy) {
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "threshold %.4f, strangers accepted %.2f %%, own refused %.2f %%, right %.2f %%",
                threshold,
                100 * falseAcceptance,
                100 * falseRejection,
                100 * accuracy);
    }
}
