package io.ocelli.serving;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Lists;
import io.ocelli.image.Image;
import io.ocelli.image.Pipeline;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Transform;
import io.ocelli.model.Scoring;
import io.ocelli.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Several that answer together, each with its own preprocessing and decorators. Thread-safe. */
final class ServedEnsemble extends Served {
    /** How several answer as one. */
    interface Way {
        /** What is said of each view, in their order. */
        List<Scores> score(List<Scorer> members, List<View> views);
    }

    private final List<Serving> members;
    private final Way way;

    /** Takes the members over, which are of the same labels. */
    ServedEnsemble(List<Serving> members, Way way) {
        this.members = ImmutableList.copyOf(members);
        this.way = way;
    }

    /** All answer for each picture. */
    static Way merging(Merging merging) {
        return (members, views) -> {
            List<List<Scores>> answers = new ArrayList<>(members.size());
            for (Scorer member : members) {
                answers.add(member.score(views));
            }
            List<Scores> merged = new ArrayList<>(views.size());
            for (int i = 0; i < views.size(); i++) {
                ImmutableList.Builder<Scores> several = ImmutableList.builder();
                for (List<Scores> answer : answers) {
                    several.add(answer.get(i));
                }
                merged.add(merging.of(several.build(), members.get(0).scoring()));
            }
            return merged;
        };
    }

    @Override
    void closeNatives() {
        members.forEach(Serving::close);
    }

    @Override
    String engine() {
        ImmutableSet.Builder<String> engines = ImmutableSet.builder();
        members.forEach(member -> engines.add(member.engine()));
        return Joiner.on(", ").join(engines.build());
    }

    @Override
    String placement() {
        return Joiner.on('\n').join(Lists.transform(members, Serving::placement));
    }

    @Override
    List<String> labels() {
        return members.get(0).labels();
    }

    /** Each member has its own. */
    @Override
    Transform transform() {
        return Pipeline.empty();
    }

    @Override
    Batching.Figures batching() {
        Batching.Figures all = Batching.Figures.NONE;
        for (Serving member : members) {
            all = all.plus(member.batching());
        }
        return all;
    }

    @Override
    View view(Image image) {
        return View.of(image);
    }

    @Override
    Scorer scorer(boolean many) {
        ImmutableList.Builder<Scorer> scorers = ImmutableList.builder();
        members.forEach(member -> scorers.add(member.scorer(many)));
        return new Together(scorers.build(), way);
    }

    @Override
    Map<String, Tensor> stages(Image image) {
        throw none("stages");
    }

    private static IllegalStateException none(String what) {
        return new IllegalStateException(
                "A network has " + what + ", and an ensemble several of them; ask its members");
    }

    /** The members' scorers as one. */
    private record Together(List<Scorer> members, Way way) implements Scorer {
        private Scorer first() {
            return members.get(0);
        }

        @Override
        public List<String> labels() {
            return first().labels();
        }

        @Override
        public Preprocessing preprocessing() {
            return first().preprocessing();
        }

        @Override
        public Scoring scoring() {
            return first().scoring();
        }

        @Override
        public Image prepared(View view) {
            for (Scorer member : members) {
                if (!framing(member.preprocessing()).equals(framing(preprocessing()))) {
                    throw new IllegalArgumentException("What looks at pictures as the network takes them goes around an"
                            + " ensemble whose members take them alike, and they take " + framing(preprocessing())
                            + " and " + framing(member.preprocessing()) + ". Put it around each member.");
                }
            }
            return first().prepared(view);
        }

        private static String framing(Preprocessing preprocessing) {
            return preprocessing.cropHeight() + " x " + preprocessing.cropWidth() + " x " + preprocessing.channels()
                    + " of " + preprocessing.resize() + ", " + preprocessing.interpolation();
        }

        @Override
        public List<float[]> features(List<View> views) {
            throw none("features");
        }

        @Override
        public List<Scores> score(List<View> views) {
            return way.score(members, views);
        }
    }
}
