package io.ocelli.serving;

import io.ocelli.engine.Port;
import io.ocelli.error.EngineException;
import io.ocelli.model.Scoring;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a file's outputs become scores.
 *
 * @param place where the numbers that decide are among the outputs
 * @param kind what they are
 * @param columns how many they are for a picture: the classes, or 1 where one number tells two classes apart
 * @param logits where logits stand beside probabilities, or -1
 */
record OutputReading(int place, FileOutput kind, int columns, int classes, int logits) {
    private static final double NEARLY_ONE = 1e-2;

    /**
     * Finds them.
     *
     * @param operations what computes each output
     * @param named what the user says they are, or null
     * @throws EngineException if none are numbers of so many classes
     */
    static OutputReading of(
            String file, List<Port> outputs, List<String> operations, int classes, @Nullable FileOutput named) {
        List<FileOutput> kinds = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            kinds.add(FileOutput.by(i < operations.size() ? operations.get(i) : ""));
        }
        List<Integer> fitting = fitting(outputs, classes);
        int columns = classes;
        if (fitting.isEmpty() && classes == 2) {
            fitting = fitting(outputs, 1);
            columns = 1;
        }
        if (fitting.isEmpty()) {
            throw new EngineException("A classifier of " + classes + " labels has an output of " + classes
                    + " numbers a picture, and " + file + " gives " + outputs);
        }
        int raw = -1;
        int done = -1;
        for (int place : fitting) {
            if (kinds.get(place).done()) {
                done = done < 0 ? place : done;
            } else {
                raw = raw < 0 ? place : raw;
            }
        }
        FileOutput kind = named != null ? named : done >= 0 ? kinds.get(done) : FileOutput.LOGITS;
        int place = kind.done() ? (done >= 0 ? done : raw) : raw >= 0 ? raw : done;
        if (columns == 1 && !kind.independent()) {
            throw new EngineException("One number for a picture tells of one class, or of two by a sigmoid, and " + file
                    + " gives " + outputs.get(place) + " without one: its softmax would always be 1. Say"
                    + " outputs(FileOutput.SIGMOID) if it is a probability, or outputs(FileOutput.SIGMOID_LOGITS) if its"
                    + " sigmoid is to be taken.");
        }
        return new OutputReading(place, kind, columns, classes, kind.done() && raw >= 0 && raw != place ? raw : -1);
    }

    /** The outputs that may be so many numbers: N K, or more extents of 1 behind. */
    private static List<Integer> fitting(List<Port> outputs, int columns) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            List<Long> extents = outputs.get(i).extents();
            boolean fits = extents.size() >= 2 && (extents.get(1) == columns || extents.get(1) == Port.ANY);
            for (int d = 2; fits && d < extents.size(); d++) {
                fits = extents.get(d) == 1;
            }
            if (fits) {
                found.add(i);
            }
        }
        return found;
    }

    Scoring scoring() {
        return kind.independent() && columns == classes ? Scoring.SIGMOID : Scoring.SOFTMAX;
    }

    /**
     * Refuses a guess that the numbers of a picture speak against.
     *
     * @param numbers of one picture
     */
    void doubt(String file, float[] numbers) {
        double sum = 0;
        for (int i = 0; i < columns; i++) {
            if (!(numbers[i] >= 0)) {
                return;
            }
            sum += numbers[i];
        }
        if (columns > 1 && Math.abs(sum - 1) < NEARLY_ONE) {
            throw new EngineException(
                    "The last operation of " + file + " is no softmax, and the numbers that it gives are 1"
                            + " together, as probabilities are. Say outputs(FileOutput.PROBABILITIES) or"
                            + " outputs(FileOutput.LOGITS).");
        }
    }

    /** The scores of pictures, N K each, from what the file gives for them. */
    PixelScorer.Outputs read(float[] deciding, float @Nullable [] besides) {
        int n = deciding.length / columns;
        float[] raw = new float[n * classes];
        float[] shares = new float[n * classes];
        for (int row = 0; row < n; row++) {
            float[] numbers = new float[classes];
            System.arraycopy(deciding, row * columns, numbers, classes - columns, columns);
            float[] logits = kind.done() ? logits(numbers) : numbers;
            float[] probabilities =
                    kind.done() ? probabilities(numbers) : scoring().probabilities(logits);
            System.arraycopy(logits, 0, raw, row * classes, classes);
            System.arraycopy(probabilities, 0, shares, row * classes, classes);
        }
        return new PixelScorer.Outputs(besides == null ? raw : besides, shares);
    }

    /** Logits that mean these probabilities: their logarithms, or log-odds where each stands by itself. */
    private float[] logits(float[] probabilities) {
        float[] logits = new float[classes];
        for (int i = classes - columns; i < classes; i++) {
            double p = Math.max(probabilities[i], Float.MIN_NORMAL);
            logits[i] = (float) (kind.independent() ? Math.log(p) - Math.log1p(-Math.min(p, 1 - 1e-7)) : Math.log(p));
        }
        return logits;
    }

    private float[] probabilities(float[] numbers) {
        if (columns < classes) {
            numbers[0] = 1 - numbers[1];
        }
        return numbers;
    }
}
