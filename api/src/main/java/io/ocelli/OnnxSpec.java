package io.ocelli;

import com.google.common.collect.ImmutableList;
import io.ocelli.engine.Device;
import io.ocelli.engine.Preset;
import io.ocelli.image.Preprocessing;
import io.ocelli.saving.ClassNames;
import io.ocelli.saving.FileTexts;
import io.ocelli.serving.FileOutput;
import io.ocelli.serving.ModelFile;
import io.ocelli.serving.ServingTarget;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An ONNX file that is to be a classifier. An immutable value; the file is opened by {@link #open}.
 *
 * <p>The file has one input of pictures, float32 (normalised here) or uint8, N C H W or N H W C, and an output of a number
 * for each class: probabilities or logits, as its last operation tells or {@link #outputs} says; or one number, a sigmoid,
 * which with two labels is the probability of the second. What {@link Classifier#exportOnnx} wrote brings its labels and
 * preprocessing; for other files say them.
 */
public final class OnnxSpec {
    private final Path file;
    private final @Nullable List<String> labels;
    private final @Nullable Preprocessing preprocessing;
    private final @Nullable FileOutput outputs;
    private final ServingTarget target;

    private OnnxSpec(
            Path file,
            @Nullable List<String> labels,
            @Nullable Preprocessing preprocessing,
            @Nullable FileOutput outputs,
            ServingTarget target) {
        this.file = file;
        this.outputs = outputs;
        this.labels = labels;
        this.preprocessing = preprocessing;
        this.target = target;
    }

    static OnnxSpec of(Path file) {
        return new OnnxSpec(file, null, null, null, ServingTarget.DEFAULT);
    }

    /**
     * With these names of the classes, by index. Without them, and where the file has none, classes are called by their
     * number.
     *
     * @throws IllegalArgumentException if there is none
     */
    public OnnxSpec labels(List<String> names) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("A classifier has at least one label, received none");
        }
        return new OnnxSpec(file, ImmutableList.copyOf(names), preprocessing, outputs, target);
    }

    /** With what is done to pictures before this network sees them. */
    public OnnxSpec preprocessing(Preprocessing preprocessing) {
        return new OnnxSpec(file, labels, preprocessing, outputs, target);
    }

    /**
     * With what the file's numbers are. Without it, its last operation tells: a softmax or a sigmoid gives probabilities,
     * anything else logits, of which the softmax is taken here.
     */
    public OnnxSpec outputs(FileOutput outputs) {
        return new OnnxSpec(file, labels, preprocessing, outputs, target);
    }

    /** On a device by name: {@code cpu} (the default), {@code cuda:0}, {@code tensorrt}. */
    public OnnxSpec device(String name) {
        return new OnnxSpec(file, labels, preprocessing, outputs, target.withDevice(Device.of(name)));
    }

    /** Made for few calls or for many; see {@link Backbone#serving}. */
    public OnnxSpec serving(Preset preset) {
        return new OnnxSpec(file, labels, preprocessing, outputs, target.withPreset(preset));
    }

    /**
     * The classifier. It runs once on a black picture, so that what does not work is seen here.
     *
     * @throws IllegalStateException if neither the file nor {@link #preprocessing} says how pictures are prepared
     * @throws io.ocelli.error.EngineException naming the file, if it cannot be read, or is no classifier of these labels and
     *     pictures; or if ONNX Runtime is missing
     */
    public Classifier open() {
        ModelFile opened = ModelFile.open(file, target);
        boolean whole = false;
        try {
            FileTexts texts = FileTexts.read(opened.metadata(), file);
            Preprocessing prepared = preprocessing != null ? preprocessing : texts.preprocessing();
            if (prepared == null) {
                throw new IllegalStateException("The file " + file + " does not say what is done to pictures before its"
                        + " network sees them. Say preprocessing(...) before open(), such as"
                        + " Preprocessing.imagenet().");
            }
            List<String> names = labels != null ? labels : texts.labels();
            if (names == null) {
                names = ClassNames.numbered(opened.classes());
            }
            ClassifierIdentity identity = ClassifierIdentity.of(file, names, prepared);
            Classifier classifier =
                    new Classifier(identity, opened.serving(names, prepared, texts.transform(), outputs));
            whole = true;
            return classifier;
        } finally {
            if (!whole) {
                opened.close();
            }
        }
    }

    @Override
    public String toString() {
        return "ONNX file " + file;
    }
}
