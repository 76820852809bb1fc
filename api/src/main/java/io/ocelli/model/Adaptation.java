package io.ocelli.model;

import io.ocelli.graph.Conv2d;
import io.ocelli.graph.Node;
import io.ocelli.graph.Weight;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes weights fit an architecture that was built for another input than they were trained on: position embeddings are
 * interpolated, and the first convolution takes more or fewer channels.
 */
public final class Adaptation {
    /** The sharpness of the cubic that PyTorch interpolates with (Keys 1981). */
    private static final double CUBIC = -0.75;

    private Adaptation() {}

    /**
     * The weights, those that depend on the input's extents or channels made for {@code architecture}; all others, and all
     * that fit, as they are.
     *
     * <p>Embeddings 1 x (tokens + side^2) x D go by bicubic interpolation with aligned corners to the grid of patches, as
     * torchvision's do; the tokens in front stay. A convolution for one channel holds the sum over the channels of the
     * original; for more, its channels in turn, scaled so that the sum stays.
     */
    public static Weights toInput(Weights weights, Architecture architecture) {
        Map<String, Tensor> changed = new LinkedHashMap<>();
        Node first = null;
        for (Node node : architecture.graph().nodes()) {
            if (node.operation() instanceof Conv2d && first == null) {
                first = node;
                channels(node, weights, changed);
            } else if (node.operation() instanceof Weight) {
                positions(node, weights, architecture, changed);
            }
        }
        return changed.isEmpty() ? weights : weights.with(Weights.of(changed));
    }

    private static void channels(Node node, Weights weights, Map<String, Tensor> changed) {
        String name = node.parameter("weight");
        Tensor tensor = weights.find(name);
        Conv2d conv = (Conv2d) node.operation();
        if (tensor == null
                || conv.groups() != 1
                || tensor.shape().rank() != 4
                || tensor.shape().get(1) == conv.in()
                || tensor.shape().get(0) != conv.out()) {
            return;
        }
        changed.put(name, channels(tensor, conv.in()));
    }

    private static Tensor channels(Tensor tensor, int to) {
        Shape shape = tensor.shape();
        int from = shape.at(1);
        int pixels = shape.at(2) * shape.at(3);
        float[] values = tensor.toFloats();
        float[] adapted = new float[shape.at(0) * to * pixels];
        for (int o = 0; o < shape.at(0); o++) {
            for (int p = 0; p < pixels; p++) {
                if (to == 1) {
                    float sum = 0;
                    for (int c = 0; c < from; c++) {
                        sum += values[(o * from + c) * pixels + p];
                    }
                    adapted[o * pixels + p] = sum;
                } else {
                    for (int c = 0; c < to; c++) {
                        adapted[(o * to + c) * pixels + p] =
                                values[(o * from + c % from) * pixels + p] * ((float) from / to);
                    }
                }
            }
        }
        return Tensor.of(shape.with(1, to), adapted);
    }

    private static void positions(Node node, Weights weights, Architecture architecture, Map<String, Tensor> changed) {
        Tensor tensor = weights.find(node.name());
        Shape wanted = ((Weight) node.operation()).shape();
        if (tensor == null
                || wanted.equals(tensor.shape())
                || wanted.rank() != 3
                || tensor.shape().rank() != 3
                || wanted.get(2) != tensor.shape().get(2)) {
            return;
        }
        Shape map = patches(architecture);
        if (map == null) {
            return;
        }
        int tokens = wanted.at(1) - map.at(2) * map.at(3);
        int side = (int) Math.round(Math.sqrt(tensor.shape().at(1) - tokens));
        if (tokens >= 0 && side * side == tensor.shape().at(1) - tokens) {
            changed.put(node.name(), interpolate(tensor, tokens, side, map.at(2), map.at(3)));
        }
    }

    /** The shape of the first convolution's result: the grid of patches. */
    private static @Nullable Shape patches(Architecture architecture) {
        Map<String, Shape> shapes = architecture.graph().shapes(architecture.shapes());
        for (Node node : architecture.graph().nodes()) {
            if (node.operation() instanceof Conv2d) {
                return Objects.requireNonNull(shapes.get(node.name()));
            }
        }
        return null;
    }

    private static Tensor interpolate(Tensor tensor, int tokens, int side, int height, int width) {
        int d = tensor.shape().at(2);
        float[] values = tensor.toFloats();
        float[] result = new float[(tokens + height * width) * d];
        System.arraycopy(values, 0, result, 0, tokens * d);
        for (int y = 0; y < height; y++) {
            double[] rows = taps(y, height, side);
            for (int x = 0; x < width; x++) {
                double[] columns = taps(x, width, side);
                for (int c = 0; c < d; c++) {
                    double sum = 0;
                    for (int i = 0; i < 4; i++) {
                        double line = 0;
                        for (int j = 0; j < 4; j++) {
                            int from = tokens + at(rows[4] + i, side) * side + at(columns[4] + j, side);
                            line += columns[j] * values[from * d + c];
                        }
                        sum += rows[i] * line;
                    }
                    result[(tokens + y * width + x) * d + c] = (float) sum;
                }
            }
        }
        return Tensor.of(Shape.of(1, tokens + (long) height * width, d), result);
    }

    /** Four weights, and the place of the first. */
    private static double[] taps(int index, int to, int from) {
        double place = to == 1 ? 0 : (double) index * (from - 1) / (to - 1);
        double start = Math.floor(place);
        double t = place - start;
        return new double[] {far(t + 1), near(t), near(1 - t), far(2 - t), start - 1};
    }

    private static double near(double x) {
        return ((CUBIC + 2) * x - (CUBIC + 3)) * x * x + 1;
    }

    private static double far(double x) {
        return ((CUBIC * x - 5 * CUBIC) * x + 8 * CUBIC) * x - 4 * CUBIC;
    }

    /** Places outside take the value at the border. */
    private static int at(double place, int extent) {
        return (int) Math.max(0, Math.min(extent - 1, place));
    }
}
