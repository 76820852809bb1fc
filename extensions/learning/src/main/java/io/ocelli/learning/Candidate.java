package io.ocelli.learning;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.ocelli.graph.Activation;
import io.ocelli.graph.AdaptiveAvgPool2d;
import io.ocelli.graph.Add;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.Conv2d;
import io.ocelli.graph.Cost;
import io.ocelli.graph.Flatten;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Initialization;
import io.ocelli.graph.Input;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Multiply;
import io.ocelli.graph.Node;
import io.ocelli.graph.Parameter;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.Architecture;
import io.ocelli.model.InitializationRule;
import io.ocelli.model.Initializer;
import io.ocelli.model.InputSize;
import io.ocelli.model.Network;
import io.ocelli.tensor.DType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A network of a {@link SearchSpace}, as its choices: what is drawn, mutated, measured and trained. It becomes a graph like any
 * other. ResNet-20 for CIFAR, with projections where its shortcuts change shape, is {@code 32-16:3x16k3e1:3x32k3e1:3x64k3e1}.
 *
 * @param resolution side of its pictures in pixels
 * @param stem channels of its first convolution, of 3x3, which halves the map where the side is 64 or more
 * @param stages one or more
 */
public record Candidate(int resolution, int stem, List<Blocks> stages) {
    private static final Pattern STAGE = Pattern.compile("(\\d{1,4})x(\\d{1,5})k(\\d{1,2})e(\\d{1,2})(s?)");
    private static final int LARGE = 64;
    private static final int SQUEEZED = 4;

    /** The weights of convolutions by He et al. 2015, as those of the CIFAR ResNets; the rest as PyTorch's. */
    private static final InitializationRule BEGINNING = Candidate::begin;

    /**
     * @throws IllegalArgumentException if a number is below 1, or there is no stage, or the stages halve a map of one pixel
     */
    public Candidate {
        stages = ImmutableList.copyOf(stages);
        if (stem < 1 || stages.isEmpty() || resolution >> (stages.size() - 1) < 1) {
            throw new IllegalArgumentException("A network has a stem and a stage of 1 or more, and a side that its "
                    + stages.size() + " stages can halve, received " + resolution + " pixels and a stem of " + stem);
        }
    }

    /**
     * Reads what {@link #toString} writes.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static Candidate parse(String text) {
        String[] parts = text.split(":", -1);
        String[] begin = parts[0].split("-", -1);
        List<Blocks> stages = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            Matcher stage = STAGE.matcher(parts[i]);
            if (!stage.matches()) {
                throw unreadable(text);
            }
            stages.add(new Blocks(
                    Integer.parseInt(stage.group(1)),
                    Integer.parseInt(stage.group(2)),
                    Integer.parseInt(stage.group(3)),
                    Integer.parseInt(stage.group(4)),
                    !stage.group(5).isEmpty()));
        }
        if (begin.length != 2 || !begin[0].matches("\\d{1,5}") || !begin[1].matches("\\d{1,5}")) {
            throw unreadable(text);
        }
        return new Candidate(Integer.parseInt(begin[0]), Integer.parseInt(begin[1]), stages);
    }

    private static IllegalArgumentException unreadable(String text) {
        return new IllegalArgumentException(
                "A candidate is written as 32-16:3x16k3e1:3x32k3e4s, received '" + text + "'");
    }

    /** The resolution, the stem and the stages. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder().append(resolution).append('-').append(stem);
        stages.forEach(stage -> text.append(':').append(stage));
        return text.toString();
    }

    /**
     * Its graph. Stages are called {@code layer1} and on, the head {@code linear}.
     *
     * @param channels of the pictures
     * @param classes of the head
     */
    public Architecture architecture(int channels, int classes) {
        Writer writer = new Writer();
        String x = writer.graph.add(Architecture.INPUT, new Input(DType.FLOAT32, 4));
        x = writer.conv("conv1", x, channels, stem, 3, resolution >= LARGE ? 2 : 1, 1);
        x = writer.relu("relu", writer.norm("bn1", x, stem));
        Map<String, String> places = new LinkedHashMap<>();
        int in = stem;
        for (int i = 0; i < stages.size(); i++) {
            Blocks stage = stages.get(i);
            String name = "layer" + (i + 1);
            for (int j = 0; j < stage.depth(); j++) {
                x = writer.block(name + "." + j, x, in, stage, i > 0 && j == 0 ? 2 : 1);
                in = stage.width();
            }
            places.put(name, x);
        }
        String pool = writer.graph.add("avgpool", AdaptiveAvgPool2d.GLOBAL, x);
        String features = writer.graph.add("flatten", new Flatten(), pool);
        String logits = writer.graph.add("linear", Linear.of(in, classes), features);
        return new Architecture(
                "searched_" + this,
                writer.graph.output(Architecture.LOGITS, logits).build(),
                places,
                features,
                ImmutableList.of("linear"),
                new InputSize(channels, resolution, resolution));
    }

    /** It for pictures of three channels, normalised as ImageNet's, as it begins under a seed. */
    public Network network(int classes, long seed) {
        Architecture architecture = architecture(3, classes);
        return new Network(
                architecture,
                Initializer.weights(architecture.graph(), architecture.graph().parameters(), BEGINNING, seed),
                preprocessing());
    }

    /** Small pictures whole; of larger ones the usual centre. */
    private Preprocessing preprocessing() {
        Preprocessing usual = Preprocessing.imagenet().withInputSize(resolution, resolution);
        return resolution < LARGE ? usual.withResize(resolution) : usual;
    }

    /** What a picture costs it. */
    public Cost cost(int classes) {
        Architecture architecture = architecture(3, classes);
        return Cost.of(
                architecture.graph(),
                ImmutableMap.of(Architecture.INPUT, architecture.input().shape()));
    }

    private static Initialization begin(Node node, Parameter parameter) {
        if (node.operation() instanceof Conv2d && parameter.shape().rank() == 4) {
            long fan = parameter.shape().count() / parameter.shape().at(0);
            return Initialization.kaimingNormal(fan);
        }
        return parameter.initialization();
    }

    /** Writes the layers. */
    private static final class Writer {
        private final Graph.Builder graph = Graph.builder();

        String conv(String name, String x, int in, int out, int kernel, int stride, int groups) {
            Conv2d conv = Conv2d.of(in, out, kernel)
                    .stride(stride)
                    .padding(kernel / 2)
                    .groups(groups)
                    .withoutBias();
            return graph.add(name, conv, x);
        }

        String norm(String name, String x, int channels) {
            return graph.add(name, BatchNorm2d.of(channels), x);
        }

        String relu(String name, String x) {
            return graph.add(name, Activation.RELU, x);
        }

        String block(String name, String x, int in, Blocks stage, int stride) {
            int out = stage.width();
            String y =
                    stage.expansion() == 1 ? dense(name, x, in, stage, stride) : inverted(name, x, in, stage, stride);
            boolean same = stride == 1 && in == out;
            if (stage.expansion() == 1) {
                String shortcut = same
                        ? x
                        : norm(name + ".downsample.1", conv(name + ".downsample.0", x, in, out, 1, stride, 1), out);
                return relu(name + ".relu2", graph.add(name + ".add", new Add(), y, shortcut));
            }
            return same ? graph.add(name + ".add", new Add(), y, x) : y;
        }

        private String dense(String name, String x, int in, Blocks stage, int stride) {
            int out = stage.width();
            String y = norm(name + ".bn1", conv(name + ".conv1", x, in, out, stage.kernel(), stride, 1), out);
            y = conv(name + ".conv2", relu(name + ".relu1", y), out, out, stage.kernel(), 1, 1);
            y = norm(name + ".bn2", y, out);
            return stage.squeeze() ? squeezed(name + ".se", y, out, out) : y;
        }

        private String inverted(String name, String x, int in, Blocks stage, int stride) {
            int wide = in * stage.expansion();
            String y = relu(name + ".relu1", norm(name + ".bn1", conv(name + ".conv1", x, in, wide, 1, 1, 1), wide));
            y = norm(name + ".bn2", conv(name + ".conv2", y, wide, wide, stage.kernel(), stride, wide), wide);
            y = relu(name + ".relu2", y);
            y = stage.squeeze() ? squeezed(name + ".se", y, wide, in) : y;
            return norm(name + ".bn3", conv(name + ".conv3", y, wide, stage.width(), 1, 1, 1), stage.width());
        }

        private String squeezed(String name, String x, int channels, int block) {
            int few = Math.max(1, block / SQUEEZED);
            String y = graph.add(name + ".avgpool", AdaptiveAvgPool2d.GLOBAL, x);
            y = graph.add(name + ".fc1", Conv2d.of(channels, few, 1), y);
            y = graph.add(name + ".fc2", Conv2d.of(few, channels, 1), relu(name + ".activation", y));
            y = graph.add(name + ".scale", Activation.SIGMOID, y);
            return graph.add(name + ".mul", new Multiply(), x, y);
        }
    }
}
