package io.ocelli;

import io.ocelli.engine.FileRunner;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Transform;
import io.ocelli.serving.FileOutput;
import io.ocelli.serving.ModelFile;
import java.util.List;
import java.util.function.Supplier;

/**
 * A model that another library runs, which is to be a classifier. An immutable value; the model is opened by {@link #open}.
 *
 * <p>It has one input of pictures and an output of a number for each class, as {@link OnnxSpec} says of files.
 */
public final class RunnerSpec {
    private final String name;
    private final Supplier<? extends FileRunner> opening;
    private final FileReading reading;

    private RunnerSpec(String name, Supplier<? extends FileRunner> opening, FileReading reading) {
        this.name = name;
        this.opening = opening;
        this.reading = reading;
    }

    static RunnerSpec of(String name, Supplier<? extends FileRunner> opening) {
        return new RunnerSpec(name, opening, FileReading.UNSAID);
    }

    private RunnerSpec with(FileReading other) {
        return new RunnerSpec(name, opening, other);
    }

    /**
     * With these names of the classes, by index. Without them, and where the model has none, classes are called by their
     * number.
     *
     * @throws IllegalArgumentException if there is none
     */
    public RunnerSpec labels(List<String> names) {
        return with(reading.withLabels(names));
    }

    /** With what is done to pictures before the network sees them. */
    public RunnerSpec preprocessing(Preprocessing preprocessing) {
        return with(reading.withPreprocessing(preprocessing));
    }

    /**
     * With what is done to pictures in the place of the preprocessing's resizing and cropping, such as a resizing that keeps no
     * proportion; it gives pictures of the preprocessing's crop.
     */
    public RunnerSpec transform(Transform transform) {
        return with(reading.withTransform(transform));
    }

    /** With what the model's numbers are. Without it they are logits, of which the softmax is taken here. */
    public RunnerSpec outputs(FileOutput outputs) {
        return with(reading.withOutputs(outputs));
    }

    /**
     * The classifier. It runs once on a black picture, so that what does not work is seen here.
     *
     * @throws IllegalStateException if neither the model nor {@link #preprocessing} says how pictures are prepared
     * @throws io.ocelli.error.EngineException naming the model, if it is no classifier of these labels and pictures
     */
    public Classifier open() {
        return reading.open("model", name, () -> ModelFile.run(name, opening));
    }

    @Override
    public String toString() {
        return "Model " + name;
    }
}
