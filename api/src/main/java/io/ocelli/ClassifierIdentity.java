package io.ocelli;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import io.ocelli.data.SkippedPicture;
import io.ocelli.image.Preprocessing;
import io.ocelli.saving.TrainedModel;
import io.ocelli.serving.Decorator;
import io.ocelli.training.History;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a classifier is, apart from the natives that it runs on.
 *
 * @param model null for that of an ONNX file or another library, and of an ensemble
 * @param name the architecture's, or the file's, or the names of an ensemble's members
 * @param ensemble whether it is an ensemble
 */
record ClassifierIdentity(
        @Nullable TrainedModel model,
        String name,
        List<String> labels,
        Preprocessing preprocessing,
        List<Decorator> decorators,
        History history,
        List<SkippedPicture> skipped,
        boolean ensemble) {
    ClassifierIdentity {
        labels = ImmutableList.copyOf(labels);
        decorators = ImmutableList.copyOf(decorators);
        skipped = ImmutableList.copyOf(skipped);
    }

    static ClassifierIdentity of(TrainedModel model, History history, List<SkippedPicture> skipped) {
        return new ClassifierIdentity(
                model,
                model.architecture().name(),
                model.labels(),
                model.preprocessing(),
                model.answering().decorators(),
                history,
                skipped,
                false);
    }

    static ClassifierIdentity of(String file, List<String> labels, Preprocessing preprocessing) {
        return new ClassifierIdentity(
                null, file, labels, preprocessing, ImmutableList.of(), History.empty(), ImmutableList.of(), false);
    }

    /** Of an ensemble; its preprocessing is that of its first member. */
    static ClassifierIdentity ensemble(List<ClassifierIdentity> members) {
        ClassifierIdentity first = members.get(0);
        return new ClassifierIdentity(
                null,
                Joiner.on(", ").join(Lists.transform(members, ClassifierIdentity::name)),
                first.labels(),
                first.preprocessing(),
                ImmutableList.of(),
                History.empty(),
                ImmutableList.of(),
                true);
    }

    /** The same with other decorators around it. */
    ClassifierIdentity with(List<Decorator> others) {
        TrainedModel changed =
                model == null ? null : model.with(model.answering().withDecorators(others));
        return new ClassifierIdentity(changed, name, labels, preprocessing, others, history, skipped, ensemble);
    }

    /** The same with one more decorator around it. */
    ClassifierIdentity with(Decorator decorator) {
        return with(ImmutableList.<Decorator>builder()
                .addAll(decorators)
                .add(decorator)
                .build());
    }

    /** The model of a classifier whose network is known. */
    TrainedModel known(String what, String wayOut) {
        if (model == null) {
            throw new IllegalStateException("A classifier whose network is known can be " + what + ", and this one is "
                    + (ensemble
                            ? "the ensemble of " + name + "; its members can be, each alone, and Classifier.ensemble"
                                    + " puts them together again"
                            : name + ", as another tool made it; " + wayOut));
        }
        return model;
    }

    TrainedModel asked(String what) {
        return known("asked " + what, "open it from its own weights instead");
    }
}
