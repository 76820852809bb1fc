package io.ocelli.serving;

import com.google.common.collect.ImmutableList;
import io.ocelli.engine.FileRunner;
import io.ocelli.engine.Port;
import io.ocelli.error.EngineException;
import io.ocelli.image.Preprocessing;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A classifier's network from an ONNX file that any tool may have written. What the file's program lacks, normalisation
 * before it and softmax after it, is done here.
 */
final class FileScorer implements PixelScorer {
    private final Path file;
    private final Runners<FileRunner> runners;
    private final PixelLayout layout;
    private final int classes;
    /** The place of the scores among the outputs. */
    private final int scores;
    /** The place of the probabilities among the outputs, or -1 where softmax is done here. */
    private final int probabilities;
    /** Pictures that one run takes, or {@link Port#ANY}. */
    private final long batch;

    /** Takes the runners over; they are closed if the file is not a classifier of these labels and pictures. */
    FileScorer(Path file, Runners<FileRunner> runners, int classes, Preprocessing preprocessing) {
        this.file = file;
        this.runners = runners;
        this.classes = classes;
        boolean whole = false;
        try {
            List<Port> inputs = runners.first().inputs();
            if (inputs.size() != 1) {
                throw new EngineException("A classifier of pictures has one input, and " + file + " takes " + inputs);
            }
            this.batch = inputs.get(0).extents().isEmpty()
                    ? Port.ANY
                    : inputs.get(0).extents().get(0);
            this.layout = PixelLayout.of(file, inputs.get(0), preprocessing);
            List<Integer> candidates = scoring(runners.first().outputs(), classes);
            if (candidates.isEmpty()) {
                throw new EngineException("A classifier of " + classes + " labels has an output of " + classes
                        + " numbers a picture, and " + file + " gives "
                        + runners.first().outputs());
            }
            int raw = -1;
            int summing = -1;
            List<Tensor> outputs = runners.run(ImmutableList.of(layout.black(Math.max(1, batch))));
            for (int candidate : candidates) {
                if (areProbabilities(outputs.get(candidate).toFloats(), classes)) {
                    summing = summing < 0 ? candidate : summing;
                } else {
                    raw = raw < 0 ? candidate : raw;
                }
            }
            this.probabilities = summing;
            this.scores = raw >= 0 ? raw : summing;
            whole = true;
        } finally {
            if (!whole) {
                runners.close();
            }
        }
    }

    /** The outputs that may be a number for each class: N K, or more extents of 1 behind. */
    private static List<Integer> scoring(List<Port> outputs, int classes) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            List<Long> extents = outputs.get(i).extents();
            boolean fits = extents.size() >= 2 && (extents.get(1) == classes || extents.get(1) == Port.ANY);
            for (int d = 2; fits && d < extents.size(); d++) {
                fits = extents.get(d) == 1;
            }
            if (fits) {
                found.add(i);
            }
        }
        return found;
    }

    /** Whether numbers are probabilities: none below 0, and 1 together. Logits of a real network are hardly ever so. */
    private static boolean areProbabilities(float[] numbers, int classes) {
        if (numbers.length < classes) {
            return false;
        }
        double sum = 0;
        for (int i = 0; i < classes; i++) {
            if (!(numbers[i] >= 0)) {
                return false;
            }
            sum += numbers[i];
        }
        return Math.abs(sum - 1) < 1e-3;
    }

    @Override
    public String engine() {
        return "onnxruntime";
    }

    @Override
    public Outputs run(Tensor pixels) {
        return scores(pixels, false);
    }

    @Override
    public Outputs runAmongMany(Tensor pixels) {
        return scores(pixels, true);
    }

    private Outputs scores(Tensor pixels, boolean many) {
        int n = pixels.shape().at(0);
        if (batch != Port.ANY && batch != n) {
            return oneByOne(pixels, many);
        }
        ImmutableList<Tensor> inputs = ImmutableList.of(layout.of(pixels));
        List<Tensor> outputs = many ? runners.runAmongMany(inputs) : runners.run(inputs);
        Tensor raw = shaped(outputs.get(scores), n);
        return new Outputs(raw, probabilities < 0 ? softmax(raw) : shaped(outputs.get(probabilities), n));
    }

    private Outputs oneByOne(Tensor pixels, boolean many) {
        if (batch != 1) {
            throw new EngineException("A classifier's file takes one picture or any number, and " + file + " takes "
                    + batch + "; export it with an open batch extent");
        }
        Shape shape = pixels.shape();
        int n = shape.at(0);
        int size = Math.toIntExact(shape.count() / n);
        float[] raw = new float[n * classes];
        float[] shares = new float[n * classes];
        for (int i = 0; i < n; i++) {
            java.nio.ByteBuffer bytes = pixels.bytes();
            java.nio.Buffer window = bytes; // ByteBuffer has no position and limit of its own on Android 26
            window.limit((i + 1) * size);
            window.position(i * size);
            Outputs one = scores(Tensor.of(pixels.type(), shape.with(0, 1), bytes), many);
            System.arraycopy(one.logits().toFloats(), 0, raw, i * classes, classes);
            System.arraycopy(one.probabilities().toFloats(), 0, shares, i * classes, classes);
        }
        return new Outputs(Tensor.of(Shape.of(n, classes), raw), Tensor.of(Shape.of(n, classes), shares));
    }

    private Tensor shaped(Tensor output, int n) {
        if (output.shape().count() != (long) n * classes) {
            throw new EngineException("A classifier of " + classes + " labels gives " + classes
                    + " numbers a picture, and " + file + " gave " + output + " for " + n + " pictures");
        }
        return output.reshape(Shape.of(n, classes));
    }

    private Tensor softmax(Tensor logits) {
        float[] values = logits.toFloats();
        for (int row = 0; row < values.length; row += classes) {
            double most = Double.NEGATIVE_INFINITY;
            for (int i = row; i < row + classes; i++) {
                most = Math.max(most, values[i]);
            }
            double sum = 0;
            for (int i = row; i < row + classes; i++) {
                sum += Math.exp(values[i] - most);
            }
            for (int i = row; i < row + classes; i++) {
                values[i] = (float) (Math.exp(values[i] - most) / sum);
            }
        }
        return Tensor.of(logits.shape(), values);
    }

    @Override
    public Tensor features(Tensor pixels) {
        throw new IllegalStateException(
                "Features are computed by classifiers whose network is known, and " + file + " gives its classes only");
    }

    @Override
    public List<Tensor> stages(Tensor pixels) {
        throw new IllegalStateException(
                "Stages are computed by classifiers whose network is known, and " + file + " gives its classes only");
    }

    @Override
    public void close() {
        runners.close();
    }
}
