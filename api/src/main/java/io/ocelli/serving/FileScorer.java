package io.ocelli.serving;

import com.google.common.collect.ImmutableList;
import io.ocelli.engine.FileRunner;
import io.ocelli.engine.Port;
import io.ocelli.error.EngineException;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.model.Scoring;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A classifier's network from a file that any tool may have written, or that another library runs. What the file's program lacks,
 * normalisation before it and softmax after it, is done here.
 */
final class FileScorer implements PixelScorer {
    private final String file;
    private final Runners<FileRunner> runners;
    private final PixelLayout layout;
    private final OutputReading reading;
    /** Pictures that one run takes, or {@link Port#ANY}. */
    private final long batch;

    /**
     * Takes the runners over; they are closed if the file is not a classifier of these labels and pictures.
     *
     * @param output what its numbers are, or null for what its last operation tells
     */
    FileScorer(
            String file,
            Runners<FileRunner> runners,
            int classes,
            Preprocessing preprocessing,
            @Nullable FileOutput output) {
        this.file = file;
        this.runners = runners;
        boolean whole = false;
        try {
            FileRunner runner = runners.first();
            List<Port> inputs = runner.inputs();
            if (inputs.size() != 1) {
                throw new EngineException("A classifier of pictures has one input, and " + file + " takes " + inputs);
            }
            this.batch = inputs.get(0).extents().isEmpty()
                    ? Port.ANY
                    : inputs.get(0).extents().get(0);
            this.layout = PixelLayout.of(file, inputs.get(0), preprocessing);
            this.reading = OutputReading.of(file, runner.outputs(), runner.lastOperations(), classes, output);
            if (output == null && reading.kind() == FileOutput.LOGITS) {
                int n = (int) Math.max(1, batch);
                List<Tensor> outputs = runners.run(ImmutableList.of(layout.black(n)));
                reading.doubt(file, numbers(outputs.get(reading.place()), n, reading.columns()));
            }
            whole = true;
        } finally {
            if (!whole) {
                runners.close();
            }
        }
    }

    /** How its probabilities are to be read. */
    Scoring scoring() {
        return reading.scoring();
    }

    @Override
    public String engine() {
        return runners.first().engine();
    }

    @Override
    public DType pixels(Preprocessing preprocessing) {
        return layout.given();
    }

    @Override
    public Outputs run(Map<String, Tensor> inputs) {
        return outputs(pixels(inputs), false);
    }

    @Override
    public Outputs runAmongMany(Map<String, Tensor> inputs) {
        return outputs(pixels(inputs), true);
    }

    private static Tensor pixels(Map<String, Tensor> inputs) {
        return Objects.requireNonNull(inputs.get(NetworkPrograms.PIXELS));
    }

    private Outputs outputs(Tensor pixels, boolean many) {
        int n = pixels.shape().at(0);
        if (batch != Port.ANY && batch != n) {
            return oneByOne(pixels, many);
        }
        ImmutableList<Tensor> inputs = ImmutableList.of(layout.of(pixels));
        List<Tensor> outputs = many ? runners.runAmongMany(inputs) : runners.run(inputs);
        return reading.read(
                numbers(outputs.get(reading.place()), n, reading.columns()),
                reading.logits() < 0 ? null : numbers(outputs.get(reading.logits()), n, reading.classes()));
    }

    private Outputs oneByOne(Tensor pixels, boolean many) {
        if (batch != 1) {
            throw new EngineException("A classifier's file takes one picture or any number, and " + file + " takes "
                    + batch + "; export it with an open batch extent");
        }
        Shape shape = pixels.shape();
        int n = shape.at(0);
        int classes = reading.classes();
        int size = pixels.bytes().remaining() / n;
        float[] raw = new float[n * classes];
        float[] shares = new float[n * classes];
        for (int i = 0; i < n; i++) {
            ByteBuffer bytes = pixels.bytes();
            Buffer window = bytes; // ByteBuffer has no position and limit of its own on Android 26
            window.limit((i + 1) * size);
            window.position(i * size);
            Outputs one = outputs(Tensor.of(pixels.type(), shape.with(0, 1), bytes), many);
            System.arraycopy(one.logits(), 0, raw, i * classes, classes);
            System.arraycopy(one.probabilities(), 0, shares, i * classes, classes);
        }
        return new Outputs(raw, shares);
    }

    private float[] numbers(Tensor output, int n, int columns) {
        if (output.shape().count() != (long) n * columns) {
            throw new EngineException("A classifier of " + reading.classes() + " labels gives " + columns
                    + " numbers a picture, and " + file + " gave " + output + " for " + n + " pictures");
        }
        return Arrays.copyOf(output.toFloats(), n * columns);
    }

    @Override
    public Tensor features(Map<String, Tensor> inputs) {
        throw unknown("Features are");
    }

    @Override
    public Map<String, Tensor> stages(Map<String, Tensor> inputs) {
        throw unknown("Stages are");
    }

    private IllegalStateException unknown(String what) {
        return new IllegalStateException(
                what + " computed by classifiers whose network is known, and " + file + " gives its classes only");
    }

    @Override
    public void close() {
        runners.close();
    }
}
