package io.ocelli;

import com.google.common.collect.ImmutableList;
import io.ocelli.error.WeightsException;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.Adaptation;
import io.ocelli.model.InputSize;
import io.ocelli.model.Model;
import io.ocelli.model.PublishedWeights;
import io.ocelli.model.WeightsSources;
import io.ocelli.saving.ClassNames;
import io.ocelli.saving.WeightsFitting;
import io.ocelli.serving.ServingTarget;
import io.ocelli.weights.Loading;
import io.ocelli.weights.Weights;
import io.ocelli.weights.WeightsFile;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was chosen for a backbone, and what follows from it. Changed only while a {@link Backbone} makes a copy. */
final class BackboneChoices {
    private final Model model;

    @Nullable
    PublishedWeights row;

    @Nullable
    Path file;

    Loading loading = Loading.STRICT;

    /** The names of a file's classes; empty where they are numbered. */
    List<String> labels = ImmutableList.of();

    @Nullable
    String frozen;

    @Nullable
    InputSize size;

    /** 0 for the model's own. */
    int channels;

    @Nullable
    Preprocessing preprocessing;

    ServingTarget target = ServingTarget.DEFAULT;

    BackboneChoices(Model model) {
        this.model = model;
    }

    BackboneChoices copy() {
        BackboneChoices copy = new BackboneChoices(model);
        copy.row = row;
        copy.file = file;
        copy.loading = loading;
        copy.labels = labels;
        copy.frozen = frozen;
        copy.size = size;
        copy.channels = channels;
        copy.preprocessing = preprocessing;
        copy.target = target;
        return copy;
    }

    boolean isTrained() {
        return file != null || row != null;
    }

    /** The names of the classes of the weights' own head. */
    List<String> labels(int classes) {
        if (!labels.isEmpty()) {
            if (labels.size() != classes) {
                throw new IllegalStateException("There is a label for each of the " + classes + " classes of "
                        + origin() + ", and labels(names) gave " + labels.size());
            }
            return labels;
        }
        return row != null ? ClassNames.named(row.labels(), classes) : ClassNames.numbered(classes);
    }

    /** The weights that were named, under the architecture's names; empty where none were. */
    Weights loaded() {
        Weights weights = stored();
        try {
            weights = model.rename(weights);
        } catch (IllegalArgumentException e) {
            throw new WeightsException(
                    "The weights of " + origin() + " name an entry of " + model.name()
                            + " twice, in two of the ways that published files do: " + e.getMessage(),
                    e);
        }
        return Adaptation.toInput(weights, model.build(size()));
    }

    private Weights stored() {
        if (file != null) {
            return WeightsFile.read(file);
        }
        return row == null ? Weights.empty() : WeightsSources.find(model, row);
    }

    WeightsFitting.Terms terms() {
        return new WeightsFitting.Terms(
                origin(), file == null ? WeightsFitting.Source.PUBLISHED : WeightsFitting.Source.NAMED, loading);
    }

    /** What to call the weights in messages. */
    String origin() {
        return file != null ? file.toString() : row != null ? model.name() + " " + row.name() : "no weights";
    }

    /** The size that was chosen, that of a preprocessing that was, or else that of the weights' own pictures. */
    InputSize size() {
        InputSize extents = extents();
        int count = channels != 0 || preprocessing == null ? channels : preprocessing.channels();
        return count == 0 ? extents : new InputSize(count, extents.height(), extents.width());
    }

    private InputSize extents() {
        if (size != null) {
            return size;
        }
        if (preprocessing != null) {
            return model.input().at(preprocessing.cropHeight(), preprocessing.cropWidth());
        }
        return row == null ? model.input() : model.input(row);
    }

    /** The preprocessing that was chosen, or else that of the weights at the network's size. */
    Preprocessing preparing() {
        InputSize input = size();
        Preprocessing chosen = preprocessing;
        if (chosen != null) {
            if (chosen.cropHeight() != input.height()
                    || chosen.cropWidth() != input.width()
                    || chosen.channels() != input.channels()) {
                throw new IllegalStateException(
                        "A preprocessing gives pictures of the network's size, and this one's are "
                                + chosen.cropHeight() + " x " + chosen.cropWidth() + " x " + chosen.channels()
                                + ", the network's "
                                + input.height() + " x " + input.width() + " x " + input.channels()
                                + ". Say inputSize and inputChannels as the preprocessing has them, or leave them out.");
            }
            return chosen;
        }
        PublishedWeights from =
                row != null || model.weights().isEmpty() ? row : model.weights().get(0);
        Preprocessing base = from != null ? from.preprocessing() : Preprocessings.plain(model.input());
        base = Preprocessings.ofChannels(base, input.channels());
        return base.cropHeight() == input.height() && base.cropWidth() == input.width()
                ? base
                : base.withInputSize(input.height(), input.width());
    }
}
