package io.ocelli.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableMap;
import io.ocelli.Classifier;
import io.ocelli.Successor;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageSource;
import io.ocelli.data.Sample;
import io.ocelli.graph.ChannelShuffle;
import io.ocelli.graph.Conv2d;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Reduce;
import io.ocelli.graph.ReshapeLike;
import io.ocelli.image.Image;
import io.ocelli.model.Architecture;
import io.ocelli.model.InputSize;
import io.ocelli.model.Network;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.Loss;
import io.ocelli.training.Objective;
import io.ocelli.training.Training;
import io.ocelli.weights.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PruningTest {
    private static final DataSet PICTURES = pictures();
    private static Classifier original;

    @BeforeAll
    static void open() {
        original = Classifier.model("resnet20_cifar").head("a", "b").untrained();
    }

    @AfterAll
    static void close() {
        original.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void theSmallOneIsSavedWithItsGraph(String engine, @TempDir Path folder) {
        ImageSource picture = PICTURES.sample(0).source();
        try (Classifier small = Compress.prune(original, 0.5)) {
            small.save(folder);
            try (Classifier loaded = Classifier.saved(folder).engine(engine).open()) {
                assertThat(loaded.architecture().graph())
                        .isEqualTo(small.architecture().graph());
                close(loaded.logits(picture), small.logits(picture));
            }
            assertThat(small.weights().get("layer1.0.conv1.weight").shape().at(0))
                    .isEqualTo(8);
        }
    }

    @Test
    void itOpensAsAnOnnxFile(@TempDir Path folder) {
        ImageSource picture = PICTURES.sample(0).source();
        try (Classifier small = Compress.prune(original, 0.25)) {
            small.exportOnnx(folder.resolve("small.onnx"));
            try (Classifier opened =
                    Classifier.onnx(folder.resolve("small.onnx")).open()) {
                close(opened.logits(picture), small.logits(picture));
            }
        }
    }

    @Test
    void theStreamsOfACifarNetworkShareSomeChannels() {
        List<ChannelGroup> groups = Pruning.groups(original.network());

        assertThat(groups).hasSize(12);
        ChannelGroup all = groups.get(0);
        assertThat(all.root()).isEqualTo("conv1");
        assertThat(all.channels()).isEqualTo(16);
        assertThat(all.producers()).hasSize(10).contains("layer1.0.conv2", "layer2.0.conv2", "layer3.2.conv2");
        assertThat(groups.stream().filter(group -> group.root().equals("layer2.0.conv2")))
                .singleElement()
                .satisfies(group -> assertThat(group.producers()).hasSize(6))
                .extracting(ChannelGroup::channels)
                .isEqualTo(16);
        assertThat(groups.stream().filter(group -> group.root().equals("layer3.0.conv2")))
                .singleElement()
                .satisfies(group -> assertThat(group.producers()).hasSize(3))
                .extracting(ChannelGroup::channels)
                .isEqualTo(32);
        Network pruned = Pruning.of(0.5).apply(original.network());
        assertThat(out(pruned, "conv1")).isEqualTo(8);
        assertThat(out(pruned, "layer2.0.conv2")).isEqualTo(16);
        assertThat(out(pruned, "layer3.0.conv2")).isEqualTo(32);
    }

    @Test
    void layersAndStagesHaveRatiosOfTheirOwn() {
        Network pruned = Pruning.of(0.5)
                .whole("layer1", "conv1")
                .ratio("layer3.1.conv1", 0.75)
                .apply(original.network());

        assertThat(out(pruned, "layer1.0.conv1")).isEqualTo(16);
        assertThat(out(pruned, "conv1")).isEqualTo(16);
        assertThat(out(pruned, "layer3.2.conv2")).isEqualTo(16 + 8 + 16);
        assertThat(out(pruned, "layer2.0.conv1")).isEqualTo(16);
        assertThat(out(pruned, "layer3.1.conv1")).isEqualTo(16);
        assertThatThrownBy(() -> Pruning.of(0.5).whole("layer9").apply(original.network()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("received 'layer9'");
    }

    @Test
    void theSmallestOfAllChannelsGoWhereTheShareIsOfAll() {
        Map<String, Tensor> weights =
                new LinkedHashMap<>(original.network().weights().toMap());
        // half of one layer's channels are nothing beside the others
        Tensor tensor = weights.get("layer3.0.conv1.weight");
        float[] values = tensor.toFloats().clone();
        for (int i = values.length / 2; i < values.length; i++) {
            values[i] *= 1e-3f;
        }
        weights.put("layer3.0.conv1.weight", Tensor.of(tensor.shape(), values));
        Network network = new Network(
                original.network().architecture(),
                Weights.of(weights),
                original.network().preprocessing());
        Importance first = new Importance() {
            @Override
            public String name() {
                return "first layer's rows";
            }

            @Override
            public Scores of(Network of) {
                return member -> member.kind() == GroupMember.Kind.OUT
                        ? Importance.l2().of(of).of(member)
                        : null;
            }
        };

        // 64 channels of the streams, 3 (16 + 32 + 64) between them: a twelfth of them is 33
        Choice choice = Pruning.of(33 / 400.0).importance(first).global(true).choose(network);

        int[] kept = choice.kept("layer3.0.conv1.weight", 0);
        assertThat(kept).hasSize(32);
        assertThat(kept[31]).isEqualTo(31);
    }

    @Test
    void aMultipleIsKeptOrTheGroupWhole() {
        Network pruned = Pruning.of(0.6).roundTo(8).apply(original.network());

        assertThat(out(pruned, "layer1.0.conv1")).isEqualTo(16); // 6 would be left
        assertThat(out(pruned, "layer2.0.conv1")).isEqualTo(8); // of 12
        assertThat(out(pruned, "layer3.0.conv1")).isEqualTo(24); // of 25
    }

    @Test
    void batchNormsAloneDecide() {
        Map<String, Tensor> weights =
                new LinkedHashMap<>(original.network().weights().toMap());
        float[] gamma = new float[16];
        for (int i = 0; i < gamma.length; i++) {
            gamma[i] = i % 2 == 0 ? -1 : 0.5f;
        }
        weights.put(
                "layer1.0.bn1.weight",
                Tensor.of(weights.get("layer1.0.bn1.weight").shape(), gamma));
        Network network = new Network(
                original.network().architecture(),
                Weights.of(weights),
                original.network().preprocessing());

        assertThat(Pruning.of(0.5)
                        .importance(Importance.batchNormScale())
                        .choose(network)
                        .kept("layer1.0.conv1.weight", 0))
                .containsExactly(0, 2, 4, 6, 8, 10, 12, 14);
    }

    @Test
    void aSeedMakesTheSameChoice() {
        Importance random = Importance.random(3);
        int[] once =
                Pruning.of(0.5).importance(random).choose(original.network()).kept("conv1.weight", 0);

        assertThat(Pruning.of(0.5).importance(random).choose(original.network()).kept("conv1.weight", 0))
                .isEqualTo(once);
        assertThat(Pruning.of(0.5)
                        .importance(Importance.random(4))
                        .choose(original.network())
                        .kept("conv1.weight", 0))
                .isNotEqualTo(once);
    }

    @Test
    void aChannelThatNothingReadsDoesNotChangeTheLoss() {
        Map<String, Tensor> weights =
                new LinkedHashMap<>(original.network().weights().toMap());
        Tensor reader = weights.get("layer2.1.conv2.weight");
        float[] values = reader.toFloats().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = i / 9 % 32 < 8 ? 0 : values[i];
        }
        weights.put("layer2.1.conv2.weight", Tensor.of(reader.shape(), values));
        Network network = new Network(
                original.network().architecture(),
                Weights.of(weights),
                original.network().preprocessing());

        Choice choice = Pruning.of(0.25).importance(Importance.taylor(PICTURES)).choose(network);

        assertThat(choice.kept("layer2.1.conv1.weight", 0)).hasSize(24).startsWith(8, 9, 10);
        double[] scores = choice.scores(network.architecture().graph().node("layer2.1.conv1"));
        assertThat(scores[0]).isZero();
        assertThat(scores[8]).isPositive();
    }

    @Test
    void anOperationThatCannotBeFollowedIsNamed() {
        Graph.Builder graph = Graph.builder();
        graph.add(Architecture.INPUT, new Input(DType.FLOAT32, 4));
        graph.add("conv", Conv2d.of(3, 8, 3).padding(1), Architecture.INPUT);
        graph.add("odd", new ReshapeLike(), "conv", "conv");
        graph.add("mean", Reduce.of(Reduce.Kind.MEAN, 2, 3), "odd");
        graph.add("fc", Linear.of(8, 2), "mean");
        Architecture architecture = new Architecture(
                "odd",
                graph.output(Architecture.LOGITS, "fc").build(),
                ImmutableMap.of(),
                "mean",
                List.of("fc"),
                new InputSize(3, 8, 8));
        Network network = GoldenPruning.filled(architecture, 1, "");

        assertThat(Pruning.barriers(network)).containsExactly(entry("odd", "it is not known what it does to channels"));
        assertThatThrownBy(() -> Pruning.of(0.5).apply(network))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Channels go where every node that they reach can be followed, and odd has no such channels;"
                                + " they stay before 'odd' (it is not known what it does to channels)");
    }

    @Test
    void whereOthersGoTheNodesBeforeWhichChannelsStayAreNamedToo() {
        try (Classifier shuffled = Classifier.model("shufflenet_v2_x0_5")
                .inputSize(64, 64)
                .head("a", "b")
                .untrained()) {
            Map<String, String> barriers = Pruning.barriers(shuffled.network());

            assertThat(barriers).hasSize(16).allSatisfy((node, why) -> {
                assertThat(shuffled.architecture().graph().node(node).operation())
                        .isInstanceOf(ChannelShuffle.class);
                assertThat(why).isEqualTo("it deals channels out among groups");
            });
            assertThat(Pruning.of(0.5).choose(shuffled.network()).isNothing()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet20_cifar", "vit_b_32", "swin_t", "efficientnet_b0", "densenet121"})
    void whereAllIsFollowedNoNodeIsNamed(String name) {
        Network network = GoldenPruning.filled(GoldenPruning.built(name, 3, 64), 1, "");

        assertThat(Pruning.barriers(network)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, Double.NaN})
    void aRatioIsAShare(double ratio) {
        assertThatThrownBy(() -> Pruning.of(ratio))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("received " + ratio);
    }

    @Test
    void sharesFollowOneAnotherToTheWhole() {
        double left = 1;
        double stage = 1;
        for (Pruning pass :
                IterativePruning.of(Pruning.of(0.5).ratio("layer1", 0.2), 4).passes()) {
            left *= 1 - pass.ratio();
            stage *= 1 - pass.ratios().get("layer1");
        }

        assertThat(left).isCloseTo(0.5, within(1e-12));
        assertThat(stage).isCloseTo(0.8, within(1e-12));
        assertThatThrownBy(() -> new IterativePruning(Pruning.of(0.5), List.of(0.5, 0.5, 1.0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[0.5, 0.5, 1.0]");
    }

    @Test
    void itIsTrainedBetween() {
        Training recipe = Training.defaults().epochs(1).batchSize(8);
        try (Classifier small = IterativePruning.of(Pruning.of(0.5), 2).fit(original, PICTURES, PICTURES, recipe)) {
            assertThat(out(small.network(), "layer3.0.conv1")).isEqualTo(32);
            assertThat(small.labels()).containsExactly("a", "b");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GROUPS", "BATCH_NORM_SCALES"})
    void sparseTrainingMakesWhatItSumsSmall(String kind) {
        Architecture architecture = original.network().architecture();
        Sparsity sparsity = new Sparsity(architecture, Sparsity.Kind.valueOf(kind));
        Training recipe = Training.defaults().epochs(2).batchSize(8);
        double without;
        try (Classifier trained = Successor.of(original).fit(PICTURES, PICTURES, recipe)) {
            without = gammas(trained.network());
        }
        try (Classifier sparse = Successor.of(original)
                .fit(
                        PICTURES,
                        PICTURES,
                        recipe.objective(Objective.labels(Loss.crossEntropy()).plus(sparsity.times(0.1))))) {
            assertThat(gammas(sparse.network())).isLessThan(without);
        }
    }

    private static double gammas(Network network) {
        double sum = 0;
        for (String name : network.weights().names()) {
            if (name.contains("bn") && name.endsWith(".weight")) {
                for (float each : network.weights().get(name).toFloats()) {
                    sum += Math.abs(each);
                }
            }
        }
        return sum;
    }

    private static long out(Network network, String convolution) {
        return network.weights().get(convolution + ".weight").shape().get(0);
    }

    private static void close(float[] ours, float[] theirs) {
        for (int i = 0; i < theirs.length; i++) {
            assertThat(ours[i]).isCloseTo(theirs[i], within(1e-4f * Math.max(1, Math.abs(theirs[i]))));
        }
    }

    private static DataSet pictures() {
        Random random = new Random(5);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            Image image = Image.black(32, 32, 3);
            random.nextBytes(image.samples());
            samples.add(new Sample("noise " + i, ImageSource.of(image), i % 2));
        }
        return DataSet.of(List.of("a", "b"), samples);
    }
}
