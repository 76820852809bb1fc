package io.ocelli.serving;

import io.ocelli.image.Parameters;

/**
 * What is put around a classifier: it looks at a picture in several ways, changes what is said of it, or decides about it.
 * A value: immutable, compared by its parameters, safe for any number of threads.
 *
 * <pre>{@code
 * record Flips() implements Decorator { // test-time augmentation
 *     public Scorer around(Scorer inner) {
 *         return inner.over(view -> List.of(view, view.with(flipped(view.image()))), Scores::mean);
 *     }
 * }
 *
 * record Threshold(double least) implements Decorator { // answers only where it is sure
 *     public Scorer around(Scorer inner) {
 *         return inner.then(scores -> scores.with(decision(inner.labels(), scores)));
 *     }
 * }
 *
 * Classifier careful = classifier.with(new Flips()).with(new Threshold(0.9));
 * }</pre>
 *
 * <p>To be saved with a classifier it says its {@link #name} and {@link #parameters}, and a {@link DecoratorProvider} reads
 * them back.
 */
@FunctionalInterface
public interface Decorator {
    /**
     * A scorer that answers in the place of another, whose classes it keeps. It is called when the decorator is put around a
     * classifier, once for calls that somebody waits for and once for many, and computes nothing then.
     */
    Scorer around(Scorer inner);

    /**
     * Looks at a classifier that is being opened with this around it, and refuses it by an exception; by default all are well.
     *
     * @param inner what this is put around
     */
    default void opened(Scorer inner) {}

    /** The name this decorator is saved under. */
    default String name() {
        throw new IllegalStateException(
                "A decorator that is saved has a name() and parameters(), and a DecoratorProvider"
                        + " that reads them; " + getClass().getName() + " has none");
    }

    /** The parameters this decorator is saved with. */
    default Parameters parameters() {
        return Parameters.none();
    }
}
