package io.ocelli.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Initialization;
import io.ocelli.graph.Initialization.Distribution;
import io.ocelli.graph.Node;
import io.ocelli.graph.Parameter;
import io.ocelli.model.InitializationRule;
import io.ocelli.model.Initializer;
import io.ocelli.model.Model;
import io.ocelli.model.Models;
import io.ocelli.tensor.Shape;
import io.ocelli.weights.Weights;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Networks that have learnt nothing begin as torchvision's, timm's and akamaster's do: {@code src/test/python/initializations.py}
 * watched theirs begin, and wrote the file.
 */
class InitializationTest {
    /** Layers of at most so many numbers are drawn at every build. */
    private static final int FEW = 20_000;

    /** So many times the sampling error is no chance. */
    private static final double SIGMAS = 6;

    private static final JsonObject FAMILIES = families();

    private static JsonObject families() {
        try (Reader reader = new InputStreamReader(
                InitializationTest.class.getResourceAsStream("initializations.json"), StandardCharsets.UTF_8)) {
            return JsonParser.parseReader(reader).getAsJsonObject();
        } catch (java.io.IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> names() {
        List<String> names = new ArrayList<>();
        for (String family : FAMILIES.keySet()) {
            models(family).forEach(names::add);
        }
        return names;
    }

    private static Stream<String> models(String family) {
        JsonArray models = FAMILIES.getAsJsonObject(family).getAsJsonArray("models");
        return models.asList().stream().map(JsonElement::getAsString);
    }

    @Test
    void theFileHasEveryModelWithAnOriginal() {
        List<String> all = new ArrayList<>(names());
        all.addAll(List.of("lenet5", "simple_cnn"));

        assertThat(Models.byName().keySet()).containsExactlyInAnyOrderElementsOf(all);
    }

    /** LeCun's network had other rules; both are as PyTorch's layers begin, which AlexNet shows. */
    @Test
    void theSmallestBeginLayerByLayer() {
        assertThat(Models.find("lenet5").initialization()).isSameAs(InitializationRule.OF_LAYERS);
        assertThat(Models.find("simple_cnn").initialization()).isSameAs(InitializationRule.OF_LAYERS);
    }

    @Test
    void everyEntryOfTheFileIsSomeModels() {
        for (String family : FAMILIES.keySet()) {
            Set<String> keys = new HashSet<>();
            models(family).forEach(name -> drawn(Models.find(name)).forEach(each -> keys.addAll(each.keys())));

            assertThat(keys)
                    .containsAll(FAMILIES.getAsJsonObject(family)
                            .getAsJsonObject("entries")
                            .keySet());
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyEntryHasTheOriginalsDistribution(String name) {
        Model model = Models.find(name);
        JsonObject entries = entries(name);
        for (Entry each : drawn(model)) {
            Initialization expected = each.expected(entries);
            Initialization rule = model.initialization().of(each.node, each.parameter);

            assertThat(rule.distribution()).as(each.name()).isEqualTo(expected.distribution());
            assertThat(rule.scale())
                    .as(each.name())
                    .isCloseTo(expected.scale(), within(1e-7 * Math.abs(expected.scale())));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void smallLayersHoldWhatTheirDistributionSays(String name) {
        check(name, FEW);
    }

    /** All 5.6 billion numbers. */
    @Tag("proof")
    @ParameterizedTest
    @MethodSource("names")
    void allLayersHoldWhatTheirDistributionSays(String name) {
        check(name, Long.MAX_VALUE);
    }

    private static void check(String name, long most) {
        Model model = Models.find(name);
        JsonObject entries = entries(name);
        Graph graph = model.build().graph();
        for (Entry entry : drawn(model)) {
            if (entry.whole().shape().count() <= most) {
                Weights drawn = Initializer.weights(graph, List.of(entry.whole()), model.initialization(), 11);
                FloatBuffer values = drawn.get(entry.name()).bytes().asFloatBuffer();
                check(entry.name(), values, entry.expected(entries));
            }
        }
    }

    private static void check(String name, FloatBuffer values, Initialization expected) {
        int n = values.remaining();
        double sum = 0;
        double squares = 0;
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        while (values.hasRemaining()) {
            float value = values.get();
            sum += value;
            squares += (double) value * value;
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        if (expected.distribution() == Distribution.CONSTANT) {
            assertThat(least).as(name).isEqualTo((float) expected.scale()).isEqualTo(most);
            return;
        }
        boolean uniform = expected.distribution() == Distribution.UNIFORM;
        double deviation = uniform ? expected.scale() / Math.sqrt(3) : expected.scale();
        double variance = deviation * deviation;
        double outermost = Math.max(-least, most);
        assertThat(sum / n).as("mean of %s", name).isCloseTo(0, within(SIGMAS * deviation / Math.sqrt(n)));
        if (n >= 100) {
            // The variance of a square is 0.8 times the square of the variance for a uniform, and twice it for a
            // normal.
            double error = Math.sqrt((uniform ? 0.8 : 2) / n);
            assertThat(squares / n / variance).as("spread of %s", name).isCloseTo(1, within(SIGMAS * error));
        }
        if (uniform) {
            assertThat(outermost).as("bound of %s", name).isLessThanOrEqualTo((float) expected.scale());
        }
        if (expected.distribution() == Distribution.TRUNCATED_NORMAL) {
            assertThat(outermost).as("bound of %s", name).isLessThanOrEqualTo(2);
        }
        if (n >= 1000) {
            assertThat(outermost > 2 * deviation).as("tails of %s", name).isEqualTo(!uniform);
        }
    }

    /**
     * An entry of a state dict that is drawn.
     *
     * @param weight the shape of the weight beside it, or else its own
     */
    private record Entry(Node node, Parameter parameter, Parameter whole, Shape weight) {
        String name() {
            return whole.name();
        }

        /** The file's names for it: with the shape of its layer's weight where it is random, with the rank where constant. */
        List<String> keys() {
            String extents =
                    LongStream.of(weight.toArray()).mapToObj(Long::toString).collect(Collectors.joining("x"));
            return List.of(unnumbered(name() + " " + extents), unnumbered(name()) + " " + extents);
        }

        private static String unnumbered(String text) {
            return text.replaceAll("[0-9]+", "#");
        }

        Initialization expected(JsonObject entries) {
            List<String> found = keys().stream().filter(entries::has).collect(Collectors.toList());
            assertThat(found).as("rows of the file for %s", name()).hasSize(1);
            JsonArray row = entries.getAsJsonArray(found.get(0));
            return new Initialization(
                    Map.of(
                                    "constant", Distribution.CONSTANT,
                                    "uniform", Distribution.UNIFORM,
                                    "normal", Distribution.NORMAL,
                                    "truncated", Distribution.TRUNCATED_NORMAL)
                            .get(row.get(0).getAsString()),
                    row.get(1).getAsDouble());
        }
    }

    /** All that the network learns or keeps, without the tables and counts that follow from its shape. */
    private static List<Entry> drawn(Model model) {
        Graph graph = model.build().graph();
        Map<String, Shape> shapes =
                graph.parameters().stream().collect(Collectors.toMap(Parameter::name, Parameter::shape));
        List<Entry> entries = new ArrayList<>();
        Map<String, Node> owners = graph.owners();
        for (Parameter whole : graph.parameters()) {
            Node node = owners.getOrDefault(whole.name(), graph.node(whole.name()));
            boolean alone = node.name().equals(whole.name());
            Parameter parameter =
                    whole.named(alone ? "" : whole.name().substring(node.name().length() + 1));
            boolean table = parameter.initialization().distribution() == Distribution.RELATIVE_COORDINATES;
            if (parameter.type().isFloating() && !table) {
                String beside = whole.name().replaceAll("bias$", "weight");
                entries.add(new Entry(node, parameter, whole, shapes.getOrDefault(beside, whole.shape())));
            }
        }
        return entries;
    }

    private static JsonObject entries(String model) {
        for (String family : FAMILIES.keySet()) {
            if (models(family).anyMatch(model::equals)) {
                return FAMILIES.getAsJsonObject(family).getAsJsonObject("entries");
            }
        }
        throw new AssertionError(model);
    }
}
