package io.ocelli.engine;

import io.ocelli.graph.Input;
import io.ocelli.graph.Node;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/**
 * What a program is tried on where there are no pictures: for bytes waves of each channel with some noise, so that neither edges
 * nor surfaces are missing; for other numbers normal or even ones. The same for the same seed.
 */
final class MadeInputs {
    private static final double WAVES = 5;
    private static final double SWING = 90;
    private static final double NOISE = 30;
    private static final int MIDDLE = 128;
    private static final int SAMPLES = 1 << 12;

    private MadeInputs() {}

    /** One for each input of a program, for a batch of one. */
    static List<Tensor> of(Program program, long seed) {
        Random random = new Random(seed);
        List<Tensor> inputs = new ArrayList<>();
        for (Node node : program.graph().inputs()) {
            Shape shape = Objects.requireNonNull(program.inputs().get(node.name()));
            inputs.add(of(((Input) node.operation()).type(), shape, random));
        }
        return inputs;
    }

    private static Tensor of(DType type, Shape shape, Random random) {
        ByteBuffer bytes = Tensor.allocate(type, shape);
        int channels = shape.rank() == 0 ? 1 : shape.at(-1);
        int width = shape.rank() < 2 ? 1 : shape.at(-2);
        double across = WAVES * random.nextDouble();
        double down = WAVES * random.nextDouble();
        for (int i = 0; bytes.hasRemaining(); i++) {
            switch (type) {
                case UINT8:
                    double x = (double) (i / channels % width) / width;
                    double y = (double) (i / channels / width) / width;
                    double wave = Math.sin(2 * Math.PI * (across * x + down * y) + i % channels);
                    double value = MIDDLE + SWING * wave + NOISE * random.nextGaussian();
                    bytes.put((byte) Math.max(0, Math.min(255, Math.round(value))));
                    break;
                case FLOAT32:
                    bytes.putFloat((float) random.nextGaussian());
                    break;
                case INT32:
                    bytes.putInt(random.nextInt(SAMPLES));
                    break;
                default:
                    throw new IllegalArgumentException("Programs are tried that take uint8, float32 or int32, received "
                            + type + "; name an engine");
            }
        }
        ((Buffer) bytes).flip(); // ByteBuffer has no flip of its own on Android 26
        return Tensor.of(type, shape, bytes);
    }
}
