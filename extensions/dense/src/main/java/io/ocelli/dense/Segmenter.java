package io.ocelli.dense;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.ocelli.engine.Device;
import io.ocelli.engine.Placement;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Value;
import io.ocelli.image.Image;
import io.ocelli.image.Intensities;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Transform;
import io.ocelli.image.Transforms;
import io.ocelli.model.Architecture;
import io.ocelli.model.Network;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Unet} on an engine, which says of each pixel of a picture what it is. Safe for any number of threads; it holds natives
 * until it is closed, which waits for the calls that run. What it gives are plain values that outlive it.
 *
 * <pre>{@code
 * try (Segmenter segmenter = Segmenter.open(classifier.network())) {
 *     SegmentedPicture seen = segmenter.segment(picture);
 *     seen.writePng(Path.of("mask.png"));
 * }
 * }</pre>
 */
public final class Segmenter implements AutoCloseable {
    private static final String PROBABILITIES = "mask.probabilities";

    private final int channels;
    private final Preprocessing preprocessing;
    private final Transform transform;
    private final Runner runner;

    private Segmenter(Network network, Transform transform, @Nullable String engine, Device device) {
        Architecture architecture = network.architecture();
        this.transform = transform;
        this.preprocessing = network.preprocessing();
        this.channels = architecture.input().channels();
        Graph.Builder graph = NetworkPrograms.withPixels(architecture.graph().only(Unet.MASK), network.preprocessing());
        Value logits = Value.of(graph, architecture.graph().output(Unet.MASK));
        Shape shape = Objects.requireNonNull(architecture
                .graph()
                .shapes(ImmutableMap.of(Architecture.INPUT, architecture.input().shape()))
                .get(logits.name()));
        Value probabilities = shape.get(1) == 1 ? logits.sigmoid() : logits.softmax(1);
        graph.output(PROBABILITIES, probabilities.name());
        Program program = new Program(graph.build(), NetworkPrograms.pixels(architecture.input()));
        this.runner = Placement.forInference(engine, program, device).open(program, network.weights(), device);
    }

    /**
     * On the fastest engine, of pictures as evaluation shows them to the network.
     *
     * @throws IllegalArgumentException if the network has no output {@value Unet#MASK}
     * @throws io.ocelli.error.EngineException if no engine can run it
     */
    public static Segmenter open(Network network) {
        return open(network, Transforms.evaluation(network.preprocessing()), null, Device.CPU);
    }

    /**
     * As {@link #open(Network)}, otherwise.
     *
     * @param transform that makes of a picture one of the network's size: a resize to it where the whole is to be seen
     * @param engine by name; null for the fastest
     */
    public static Segmenter open(Network network, Transform transform, @Nullable String engine, Device device) {
        return new Segmenter(network, transform, engine, device);
    }

    /**
     * What each pixel is.
     *
     * @throws IllegalArgumentException if the picture has other channels or not the bits that the network takes, or the transform
     *     makes another size of it
     * @throws io.ocelli.error.EngineException if the engine fails
     * @throws IllegalStateException after {@link #close}
     */
    public SegmentedPicture segment(Image picture) {
        Image seen = transform.apply(picture.toChannels(channels));
        List<Tensor> results = runner.run(ImmutableList.of(pixels(seen)));
        Tensor maps = results.get(0);
        return new SegmentedPicture(
                seen,
                maps.reshape(Shape.of(
                        maps.shape().get(1), maps.shape().get(2), maps.shape().get(3))));
    }

    private Tensor pixels(Image seen) {
        Shape shape = Shape.of(1, seen.height(), seen.width(), seen.channels());
        @Nullable Intensities intensities = preprocessing.intensities();
        if (intensities != null) {
            return Tensor.of(shape, intensities.of(seen));
        }
        ByteBuffer pixels = Tensor.allocate(DType.UINT8, shape);
        pixels.duplicate().put(seen.samples());
        return Tensor.of(DType.UINT8, shape, pixels);
    }

    @Override
    public void close() {
        runner.close();
    }
}
