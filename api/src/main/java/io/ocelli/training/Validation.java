package io.ocelli.training;

import com.google.common.collect.ImmutableMap;
import io.ocelli.data.Sample;
import io.ocelli.engine.Device;
import io.ocelli.engine.Engine;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.graph.Node;
import io.ocelli.model.Architecture;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Measures terms on the pictures of one stream, as in inference: those of the objective that take nothing but the validation
 * pictures, what they carry and views of them; or one that tells the best epoch.
 *
 * @param written these terms
 * @param stream whose pictures they are
 * @param engine that runs them
 */
record Validation(Written written, String stream, Engine engine, Device device) {

    /** The mean objective and the share of right answers; NaN where there was no picture, or none with a label. */
    record Figures(double loss, double accuracy, int pictures) {}

    /** Whether something of the objective can be measured. */
    boolean hasLoss() {
        return !written.objective().terms().isEmpty();
    }

    Program program() {
        return new Program(written.graph(), written.shapes());
    }

    /** @param progress of the training, on which the weights of terms hang */
    Figures measure(Source pictures, Weights weights, Progress progress) {
        double loss = 0;
        int right = 0;
        int labelled = 0;
        int count = 0;
        Program program = program();
        try (Runner runner = engine.open(program, weights, device);
                Source.Epoch batches = pictures.epoch(0, 0)) {
            while (batches.hasNext()) {
                Source.Lot lot = batches.next();
                Map<String, Source.Lot> lots = ImmutableMap.of(stream, lot);
                List<Tensor> inputs = new ArrayList<>();
                for (Node input : program.graph().inputs()) {
                    inputs.add(written.given(input.name(), lots, Weights.empty(), progress));
                }
                List<Tensor> outputs = runner.run(inputs);
                count += lot.size();
                loss += written.loss(outputs) * lot.size();
                if (!written.graph().outputs().containsKey(Architecture.LOGITS)) {
                    continue;
                }
                float[] logits = written.output(outputs, Architecture.LOGITS).toFloats();
                int[] labels = lot.labels();
                int classes = logits.length / labels.length;
                for (int i = 0; i < labels.length; i++) {
                    if (labels[i] != Sample.UNLABELLED) {
                        right += argmax(logits, i * classes, classes) == labels[i] ? 1 : 0;
                        labelled++;
                    }
                }
            }
        }
        return new Figures(
                count == 0 ? Double.NaN : loss / count, labelled == 0 ? Double.NaN : (double) right / labelled, count);
    }

    private static int argmax(float[] logits, int from, int classes) {
        int best = 0;
        for (int k = 1; k < classes; k++) {
            if (logits[from + k] > logits[from + best]) {
                best = k;
            }
        }
        return best;
    }
}
