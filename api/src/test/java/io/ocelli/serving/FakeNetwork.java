package io.ocelli.serving;

import io.ocelli.image.Preprocessing;
import io.ocelli.model.Scoring;
import io.ocelli.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Two classes, dark and bright: the logits are minus and plus the upper left sample's distance from the middle, in tens. */
final class FakeNetwork implements PixelScorer {
    static final Preprocessing PIXELS = new Preprocessing(
            0, 2, 2, io.ocelli.image.Interpolation.BILINEAR, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f));
    static final List<String> LABELS = List.of("dark", "bright");

    final AtomicInteger runs = new AtomicInteger();
    final AtomicInteger pictures = new AtomicInteger();
    final AtomicInteger closings = new AtomicInteger();

    /** What is served, with nothing done to pictures first. */
    Serving serving(Decorator... decorators) {
        return serving(ServingTarget.DEFAULT, decorators);
    }

    Serving serving(ServingTarget target, Decorator... decorators) {
        return Serving.of(
                this, LABELS, PIXELS, new Answering(Scoring.SOFTMAX, image -> image, List.of(decorators)), target);
    }

    static float logit(int sample) {
        return (sample - 127) / 10f;
    }

    @Override
    public String engine() {
        return "fake";
    }

    @Override
    public Outputs run(Map<String, Tensor> inputs) {
        Tensor pixels = inputs.get(io.ocelli.model.NetworkPrograms.PIXELS);
        runs.incrementAndGet();
        int n = pixels.shape().at(0);
        pictures.addAndGet(n);
        float[] logits = new float[2 * n];
        float[] probabilities = new float[2 * n];
        for (int i = 0; i < n; i++) {
            float logit = logit(pixels.bytes().get(i * 12) & 255);
            float[] both = {-logit, logit};
            System.arraycopy(both, 0, logits, 2 * i, 2);
            System.arraycopy(Scoring.SOFTMAX.probabilities(both), 0, probabilities, 2 * i, 2);
        }
        return new Outputs(logits, probabilities);
    }

    @Override
    public Outputs runAmongMany(Map<String, Tensor> inputs) {
        return run(inputs);
    }

    @Override
    public Tensor features(Map<String, Tensor> inputs) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, Tensor> stages(Map<String, Tensor> inputs) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        closings.incrementAndGet();
    }
}
