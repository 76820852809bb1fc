package io.ocelli.explanation;

import com.google.common.collect.ImmutableMap;
import io.ocelli.engine.Placement;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.graph.Differentiation;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Value;
import io.ocelli.image.Image;
import io.ocelli.image.Transform;
import io.ocelli.image.Transforms;
import io.ocelli.model.Architecture;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;

/**
 * {@link GradCam} on an engine. Safe for any number of threads; it holds natives until it is closed, which waits for the calls that
 * run. What it gives are plain values that outlive it.
 */
public final class ActivationMaps implements AutoCloseable {
    private static final String MAPS = "grad_cam.maps";
    private static final String SCORE = "grad_cam.score";
    private static final String CHOSEN = "grad_cam.chosen";

    private final String input;
    private final String gradient;
    private final int channels;
    private final int classes;
    private final Transform transform;
    private final Runner runner;

    /**
     * @param graph the network behind an input of pictures
     * @param pictures the name of that input, and its shape for one picture
     */
    ActivationMaps(GradCam asked, Graph.Builder graph, Map<String, Shape> pictures) {
        Architecture architecture = asked.network().architecture();
        this.input = pictures.keySet().iterator().next();
        this.gradient = Differentiation.output(asked.node());
        this.channels = architecture.input().channels();
        this.classes = architecture.classes();
        this.transform = Transforms.evaluation(asked.network().preprocessing());
        Value logits = Value.of(graph, architecture.graph().output(Architecture.LOGITS));
        Value chosen = Value.of(graph, graph.add(CHOSEN, new Input(DType.FLOAT32, 2)));
        graph.output(SCORE, logits.times(chosen).sum(1).name()).output(MAPS, asked.node());
        Map<String, Shape> inputs = ImmutableMap.<String, Shape>builder()
                .putAll(pictures)
                .put(CHOSEN, Shape.of(1, classes))
                .build();
        Program program = new Program(graph.build(), inputs).differentiate(SCORE, asked.node());
        this.runner = Placement.forInference(asked.engine(), program, asked.device())
                .open(program, asked.network().weights(), asked.device());
    }

    /**
     * Where a picture speaks for a class: float32 H W, the size of the stage's maps over the part of the picture that evaluation
     * shows to the network. No number is negative, and their scale is that of logits.
     *
     * @param label the index of the class; mostly the one that the network says, or the one that it should have said
     * @throws IllegalArgumentException if there is no such class, or the picture has other channels or 16 bits
     * @throws io.ocelli.error.EngineException if the engine fails
     * @throws IllegalStateException after {@link #close}
     */
    public Tensor of(Image picture, int label) {
        Image seen = transform.apply(picture.toChannels(channels));
        Shape shape = Shape.of(1, seen.height(), seen.width(), seen.channels());
        ByteBuffer pixels = Tensor.allocate(DType.UINT8, shape);
        pixels.duplicate().put(seen.samples());
        Tensor maps = of(Tensor.of(DType.UINT8, shape, pixels), label);
        return maps.reshape(Shape.of(maps.shape().get(1), maps.shape().get(2)));
    }

    /** The maps N H W of pictures as the input takes them. */
    Tensor of(Tensor pictures, int... labels) {
        float[] chosen = new float[labels.length * classes];
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new IllegalArgumentException(
                        "A label is the index of one of the network's " + classes + " classes, received " + labels[i]);
            }
            chosen[i * classes + labels[i]] = 1;
        }
        Map<String, Tensor> results = runner.run(
                ImmutableMap.of(input, pictures, CHOSEN, Tensor.of(Shape.of(labels.length, classes), chosen)));
        return heat(
                Objects.requireNonNull(results.get(MAPS)),
                Objects.requireNonNull(results.get(gradient)).toFloats());
    }

    private static Tensor heat(Tensor maps, float[] gradients) {
        float[] map = maps.toFloats();
        int channels = maps.shape().at(1);
        int pixels = maps.shape().at(2) * maps.shape().at(3);
        float[] heat = new float[maps.shape().at(0) * pixels];
        for (int plane = 0; plane < maps.shape().at(0) * channels; plane++) {
            double mean = 0;
            for (int p = plane * pixels; p < (plane + 1) * pixels; p++) {
                mean += gradients[p] / pixels;
            }
            for (int p = 0; p < pixels; p++) {
                heat[plane / channels * pixels + p] += mean * map[plane * pixels + p];
            }
        }
        for (int i = 0; i < heat.length; i++) {
            heat[i] = Math.max(0, heat[i]);
        }
        return Tensor.of(
                Shape.of(maps.shape().get(0), maps.shape().get(2), maps.shape().get(3)), heat);
    }

    @Override
    public void close() {
        runner.close();
    }
}
