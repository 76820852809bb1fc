package io.ocelli.serving;

import io.ocelli.image.Image;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.Scoring;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What scores pictures: a classifier's network, or that with decorators around it. Safe for any number of threads; it holds
 * natives that its classifier closes.
 */
public interface Scorer {
    /** The names of the classes, by index. */
    List<String> labels();

    /** What the network expects of pictures; its crop is the size of a {@linkplain View#prepared prepared} view. */
    Preprocessing preprocessing();

    /** How logits become probabilities. */
    Scoring scoring();

    /**
     * A view's picture as the network takes it: what {@link View#prepared} makes a view of that is scored the same.
     *
     * @throws IllegalArgumentException if a prepared view is not of the network's size
     */
    Image prepared(View view);

    /**
     * What is said of each view, in their order. Views are run together, a few at a time.
     *
     * @throws IllegalArgumentException if a prepared view is not of the network's size
     * @throws io.ocelli.error.EngineException if the network fails, or says what is no number
     */
    List<Scores> score(List<View> views);

    /**
     * The backbone's features of each view, in their order, as far as no decorator between looks at pictures in its own way: what
     * those ask that know pictures by more than what is said of them.
     *
     * @throws IllegalStateException if there are none to be asked for: of an ONNX file, of an ensemble
     */
    List<float[]> features(List<View> views);

    /** A scorer of the same classes that scores by a function, which may ask this one. */
    default Scorer scoringBy(Function<List<View>, List<Scores>> score) {
        return scoringBy(scoring(), score);
    }

    /** As {@link #scoringBy(Function)}, where logits become probabilities in another way. */
    default Scorer scoringBy(Scoring scoring, Function<List<View>, List<Scores>> score) {
        return new WrappedScorer(this, scoring, score);
    }

    /** A scorer that changes what this one says of each picture, or decides about it. */
    default Scorer then(UnaryOperator<Scores> change) {
        return scoringBy(views -> {
            List<Scores> changed = new ArrayList<>(views.size());
            score(views).forEach(scores -> changed.add(change.apply(scores)));
            return changed;
        });
    }

    /**
     * A scorer that looks at each picture in several ways and merges what is said of them.
     *
     * @param views the ways to look at a picture, at least one
     * @param merge one answer from those to the views, in their order, such as {@link Scores#mean}
     */
    default Scorer over(Function<View, List<View>> views, Function<List<Scores>, Scores> merge) {
        return scoringBy(pictures -> {
            List<View> all = new ArrayList<>();
            int[] ends = new int[pictures.size()];
            for (int i = 0; i < ends.length; i++) {
                all.addAll(views.apply(pictures.get(i)));
                ends[i] = all.size();
            }
            List<Scores> scores = score(all);
            List<Scores> merged = new ArrayList<>(ends.length);
            for (int i = 0; i < ends.length; i++) {
                merged.add(merge.apply(scores.subList(i == 0 ? 0 : ends[i - 1], ends[i])));
            }
            return merged;
        });
    }
}
