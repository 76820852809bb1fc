package io.ocelli.serving;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * A classifier's network, ready to run on pictures as the transform leaves them, N H W C, called
 * {@link NetworkPrograms#PIXELS}, and their {@link #company}. Thread-safe.
 */
interface PixelScorer extends AutoCloseable {
    /** What the network says of a batch: logits and probabilities, N K each, row by row. */
    final class Outputs {
        private final float[] logits;
        private final float[] probabilities;

        Outputs(float[] logits, float[] probabilities) {
            this.logits = logits;
            this.probabilities = probabilities;
        }

        float[] logits() {
            return logits;
        }

        float[] probabilities() {
            return probabilities;
        }

        /** What is said of each picture of the batch. */
        List<Scores> rows(int classes) {
            ImmutableList.Builder<Scores> rows = ImmutableList.builder();
            for (int row = 0; row < probabilities.length / classes; row++) {
                rows.add(Scores.row(logits, probabilities, row, classes));
            }
            return rows.build();
        }
    }

    /** The name of the engine. */
    String engine();

    /** What it runs on and why, for people to read. */
    default String placement() {
        return engine();
    }

    /** What it takes beside pictures, as samples carry it, with the shape of one sample's. */
    default Map<String, Shape> company() {
        return ImmutableMap.of();
    }

    /**
     * What it takes pixels as: uint8 as they were decoded; of 16 bits float32 that the preprocessing made of them, or int32 as
     * they were read.
     */
    default DType pixels(Preprocessing preprocessing) {
        return NetworkPrograms.pixelType(preprocessing);
    }

    /** For a call that somebody waits for. */
    Outputs run(Map<String, Tensor> inputs);

    /** For one of many calls that run at a time, from as many threads as there are processors. */
    Outputs runAmongMany(Map<String, Tensor> inputs);

    /** The backbone's features. */
    Tensor features(Map<String, Tensor> inputs);

    /** The result of each of the architecture's stages, by its name and in order. */
    Map<String, Tensor> stages(Map<String, Tensor> inputs);

    /** Waits for the calls that run. */
    @Override
    void close();
}
