package io.ocelli;

import io.ocelli.engine.Device;
import io.ocelli.engine.Preset;
import io.ocelli.image.Preprocessing;
import io.ocelli.serving.Batching;
import io.ocelli.serving.FileOutput;
import io.ocelli.serving.ModelFile;
import io.ocelli.serving.ServingTarget;
import java.nio.file.Path;
import java.util.List;

/**
 * An ONNX file that is to be a classifier. An immutable value; the file is opened by {@link #open}.
 *
 * <p>The file has one input of pictures, float32 (normalised here), uint8, or int32 for samples of 16 bits as they were read,
 * N C H W or N H W C, and an output of a number for each class: probabilities or logits, as its last operation tells or {@link
 * #outputs} says; or one number, a sigmoid, which with two labels is the probability of the second. What {@link
 * Exporting#exportOnnx} wrote brings its labels and preprocessing; for other files say them.
 */
public final class OnnxSpec {
    private final Path file;
    private final FileReading reading;
    private final ServingTarget target;

    private OnnxSpec(Path file, FileReading reading, ServingTarget target) {
        this.file = file;
        this.reading = reading;
        this.target = target;
    }

    static OnnxSpec of(Path file) {
        return new OnnxSpec(file, FileReading.UNSAID, ServingTarget.DEFAULT);
    }

    /**
     * With these names of the classes, by index. Without them, and where the file has none, classes are called by their
     * number.
     *
     * @throws IllegalArgumentException if there is none
     */
    public OnnxSpec labels(List<String> names) {
        return new OnnxSpec(file, reading.withLabels(names), target);
    }

    /** With what is done to pictures before this network sees them. */
    public OnnxSpec preprocessing(Preprocessing preprocessing) {
        return new OnnxSpec(file, reading.withPreprocessing(preprocessing), target);
    }

    /**
     * With what the file's numbers are. Without it, its last operation tells: a softmax or a sigmoid gives probabilities,
     * anything else logits, of which the softmax is taken here.
     */
    public OnnxSpec outputs(FileOutput outputs) {
        return new OnnxSpec(file, reading.withOutputs(outputs), target);
    }

    /** On a device by name: {@code cpu} (the default), {@code cuda:0}, {@code tensorrt?fp16}: {@link Device#of}. */
    public OnnxSpec device(String name) {
        return new OnnxSpec(file, reading, target.withDevice(Device.of(name)));
    }

    /** Made for few calls or for many; see {@link Backbone#serving}. */
    public OnnxSpec serving(Preset preset) {
        return new OnnxSpec(file, reading, target.withPreset(preset));
    }

    /**
     * With pictures that threads ask about one by one put together; see {@link Backbone#batching}. It pays where the file takes any
     * number of pictures.
     */
    public OnnxSpec batching(Batching batching) {
        return new OnnxSpec(file, reading, target.withBatching(batching));
    }

    /**
     * The classifier. It runs once on a black picture, so that what does not work is seen here.
     *
     * @throws IllegalStateException if neither the file nor {@link #preprocessing} says how pictures are prepared
     * @throws io.ocelli.error.EngineException naming the file, if it cannot be read, or is no classifier of these labels and
     *     pictures; or if ONNX Runtime is missing
     */
    public Classifier open() {
        return reading.open("file", file.toString(), () -> ModelFile.open(file, target));
    }

    @Override
    public String toString() {
        return "ONNX file " + file;
    }
}
