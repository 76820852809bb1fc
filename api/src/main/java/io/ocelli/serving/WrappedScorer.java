package io.ocelli.serving;

import com.google.common.collect.ImmutableList;
import io.ocelli.image.Image;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.Scoring;
import java.util.List;
import java.util.function.Function;

/** A scorer of another's classes. What its function gives is checked, as users write it. */
final class WrappedScorer implements Scorer {
    private final Scorer inner;
    private final Scoring scoring;
    private final Function<List<View>, List<Scores>> score;

    WrappedScorer(Scorer inner, Scoring scoring, Function<List<View>, List<Scores>> score) {
        this.inner = inner;
        this.scoring = scoring;
        this.score = score;
    }

    @Override
    public List<String> labels() {
        return inner.labels();
    }

    @Override
    public Preprocessing preprocessing() {
        return inner.preprocessing();
    }

    @Override
    public Scoring scoring() {
        return scoring;
    }

    @Override
    public Image prepared(View view) {
        return inner.prepared(view);
    }

    @Override
    public List<float[]> features(List<View> views) {
        return inner.features(views);
    }

    @Override
    public List<Scores> score(List<View> views) {
        return check(score.apply(views), views.size(), labels().size());
    }

    static List<Scores> check(List<Scores> scores, int pictures, int classes) {
        if (scores.size() != pictures) {
            throw new IllegalStateException(
                    "A decorator gives scores for each picture that it is asked about, received " + scores.size()
                            + " for " + pictures);
        }
        for (Scores each : scores) {
            if (each.classes() != classes || !each.isFinite()) {
                throw new IllegalStateException(
                        "A decorator gives a finite number for each of the " + classes + " classes, received " + each);
            }
        }
        return ImmutableList.copyOf(scores);
    }
}
