package io.ocelli;

import com.google.common.collect.ImmutableList;
import io.ocelli.data.SkippedPicture;
import io.ocelli.image.Preprocessing;
import io.ocelli.saving.TrainedModel;
import io.ocelli.serving.Decorator;
import io.ocelli.training.History;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a classifier is, apart from the natives that it runs on.
 *
 * @param model null for that of an ONNX file
 * @param name the architecture's, or the file's
 */
record ClassifierIdentity(
        @Nullable TrainedModel model,
        String name,
        List<String> labels,
        Preprocessing preprocessing,
        List<Decorator> decorators,
        History history,
        List<SkippedPicture> skipped) {
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
                skipped);
    }

    static ClassifierIdentity of(Path file, List<String> labels, Preprocessing preprocessing) {
        return new ClassifierIdentity(
                null, file.toString(), labels, preprocessing, ImmutableList.of(), History.empty(), ImmutableList.of());
    }

    /** The same with other decorators around it. */
    ClassifierIdentity with(List<Decorator> others) {
        TrainedModel changed =
                model == null ? null : model.with(model.answering().withDecorators(others));
        return new ClassifierIdentity(changed, name, labels, preprocessing, others, history, skipped);
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
            throw new IllegalStateException("A classifier whose network is known can be " + what
                    + ", and this one is the ONNX file " + name + "; " + wayOut);
        }
        return model;
    }

    TrainedModel asked(String what) {
        return known("asked " + what, "open it from its own weights instead");
    }
}
