package io.ocelli;

import com.google.common.collect.ImmutableList;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Transform;
import io.ocelli.saving.ClassNames;
import io.ocelli.saving.FileTexts;
import io.ocelli.serving.FileOutput;
import io.ocelli.serving.ModelFile;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a model that another tool made becomes a classifier: what its user says of it, null for what the model tells itself.
 *
 * @param labels the names of the classes, by index
 * @param preprocessing what is done to pictures first
 * @param transform what is done to them in the place of the preprocessing's resizing and cropping
 * @param outputs what the model's numbers are
 */
record FileReading(
        @Nullable List<String> labels,
        @Nullable Preprocessing preprocessing,
        @Nullable Transform transform,
        @Nullable FileOutput outputs) {
    static final FileReading UNSAID = new FileReading(null, null, null, null);

    FileReading withLabels(List<String> names) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("A classifier has at least one label, received none");
        }
        return new FileReading(ImmutableList.copyOf(names), preprocessing, transform, outputs);
    }

    FileReading withPreprocessing(Preprocessing said) {
        return new FileReading(labels, said, transform, outputs);
    }

    FileReading withTransform(Transform said) {
        return new FileReading(labels, preprocessing, said, outputs);
    }

    FileReading withOutputs(FileOutput said) {
        return new FileReading(labels, preprocessing, transform, said);
    }

    /**
     * The classifier; the model is closed if it is none.
     *
     * @param kind what holds the model, for messages: {@code file}
     */
    Classifier open(String kind, String name, Supplier<ModelFile> opening) {
        ModelFile opened = opening.get();
        boolean whole = false;
        try {
            FileTexts texts = FileTexts.read(opened.metadata(), name);
            Preprocessing prepared = preprocessing != null ? preprocessing : texts.preprocessing();
            if (prepared == null) {
                throw new IllegalStateException(
                        "The " + kind + " " + name + " does not say what is done to pictures before"
                                + " its network sees them. Say preprocessing(...) before open(), such as"
                                + " Preprocessing.imagenet().");
            }
            List<String> names = labels != null ? labels : texts.labels();
            if (names == null) {
                names = ClassNames.numbered(opened.classes());
            }
            Transform before = transform != null ? transform : texts.transform();
            Classifier classifier = new Classifier(
                    ClassifierIdentity.of(name, names, prepared), opened.serving(names, prepared, before, outputs));
            whole = true;
            return classifier;
        } finally {
            if (!whole) {
                opened.close();
            }
        }
    }
}
