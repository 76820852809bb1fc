package io.ocelli.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.engine.Device;
import io.ocelli.engine.Engines;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.Flatten;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Linear;
import io.ocelli.image.Image;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Randomness;
import io.ocelli.model.Architecture;
import io.ocelli.model.InputSize;
import io.ocelli.model.Network;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Close;
import io.ocelli.testing.Golden;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Statistics of norms on another domain, against {@code numbers/adaptation.json}. */
class AdaBnTest {
    /** One norm of three channels and a head. The seed of the golden file stands at the end of its inputs' names. */
    private static Network network(String seed) {
        Graph.Builder graph = Graph.builder();
        String x = graph.add(Architecture.INPUT, new Input(DType.FLOAT32, 4));
        x = graph.add("bn", BatchNorm2d.of(3), x);
        graph.output("normalized", x);
        x = graph.add("flatten", new Flatten(), x);
        graph.output(Architecture.LOGITS, graph.add("fc", Linear.of(48, 2), x));
        Map<String, Tensor> weights = new HashMap<>();
        weights.put("bn.running_mean", Golden.tensor("bn_mean" + seed, Shape.of(3), -0.1, 0.1));
        weights.put("bn.running_var", Golden.tensor("bn_var" + seed, Shape.of(3), 0.5, 1.5));
        weights.put("bn.weight", Golden.tensor("bn_weight" + seed, Shape.of(3), 0.9, 1.1));
        weights.put("bn.bias", Golden.tensor("bn_bias" + seed, Shape.of(3), -0.1, 0.1));
        weights.put("bn.num_batches_tracked", Tensor.zeros(DType.INT64, Shape.of()));
        weights.put("fc.weight", Golden.tensor("fc", Shape.of(2, 48), -1, 1));
        weights.put("fc.bias", Golden.tensor("fc", Shape.of(2), -1, 1));
        return new Network(
                new Architecture("normed", graph.build(), Map.of(), "flatten", List.of("fc"), new InputSize(3, 4, 4)),
                Weights.of(weights),
                Preprocessing.imagenet().withInputSize(4, 4));
    }

    private static List<Tensor> batches(String seed) {
        List<Tensor> batches = new ArrayList<>();
        int[] sizes = {4, 4, 3};
        for (int i = 0; i < sizes.length; i++) {
            batches.add(Golden.tensor("bn_batch" + i + seed, Shape.of(sizes[i], 3, 4, 4), -1 + 0.3 * i, 1.5 + 0.3 * i));
        }
        return batches;
    }

    @Test
    void statisticsAreThePapersAndPyTorchs() {
        JsonObject golden = Golden.json("numbers/adaptation.json").getAsJsonObject("adabn");
        String name = Golden.json("numbers/adaptation.json")
                .getAsJsonArray("cases")
                .get(0)
                .getAsJsonObject()
                .getAsJsonArray("inputs")
                .get(0)
                .getAsJsonObject()
                .get("name")
                .getAsString();
        String seed = name.substring("source".length());
        for (AdaBn.Counting counting : AdaBn.Counting.values()) {
            for (String engine : List.of("pytorch", "onnxruntime")) {
                check(
                        golden.getAsJsonObject(counting.name().toLowerCase(Locale.ROOT)),
                        AdaBn.of(network(seed))
                                .counting(counting)
                                .engine(engine)
                                .over(batches(seed)),
                        batches(seed).get(0));
            }
        }
        check(golden.getAsJsonObject("source"), network(seed), batches(seed).get(0));
    }

    private static void check(JsonObject golden, Network adapted, Tensor batch) {
        Close.assertClose(
                adapted.weights().get("bn.running_mean").toDoubles(), Close.numbers(golden.get("mean")), 1e-5, "mean");
        Close.assertClose(
                adapted.weights().get("bn.running_var").toDoubles(),
                Close.numbers(golden.get("var")),
                1e-5,
                "variance");
        Program program = new Program(
                adapted.architecture().graph().only("normalized"),
                Map.of(Architecture.INPUT, adapted.architecture().input().shape()));
        try (Runner runner = Engines.named("pytorch").open(program, adapted.weights(), Device.CPU)) {
            double[] all = runner.run(Map.of(Architecture.INPUT, batch))
                    .get("normalized")
                    .toDoubles();
            double[] row = new double[12];
            for (int c = 0; c < 3; c++) {
                System.arraycopy(all, c * 16, row, c * 4, 4);
            }
            Close.assertClose(row, Close.numbers(golden.get("output_first_sample_row0")), 1e-5, "output");
        }
    }

    @Test
    void picturesOfAnotherContrastAreSeenAsTheOldOnes() {
        try (Classifier classifier = Classifier.model("resnet20_cifar").head(2).untrained()) {
            Network adapted = AdaBn.of(classifier.network()).batchSize(4).over(noise(8));
            List<String> changed = new ArrayList<>();
            adapted.weights().toMap().forEach((name, tensor) -> {
                if (!tensor.equals(classifier.weights().get(name))) {
                    changed.add(name);
                }
            });
            assertThat(changed).isNotEmpty().allMatch(name -> name.contains("running_"));
        }
    }

    private static DataSet noise(int pictures) {
        Randomness randomness = Randomness.of(1);
        List<Image> images = new ArrayList<>();
        String[] labels = new String[pictures];
        for (int i = 0; i < pictures; i++) {
            Image image = Image.black(32, 32, 3);
            for (int p = 0; p < image.samples().length; p++) {
                image.samples()[p] = (byte) randomness.nextInt(256);
            }
            images.add(image);
            labels[i] = "noise";
        }
        return DataSet.of(images, labels);
    }

    @Test
    void thereAreNormsAndPictures() {
        try (Classifier without = Classifier.lenet5().head(2).untrained()) {
            assertThatThrownBy(() -> AdaBn.of(without.network()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Batch norms are adapted to other pictures, and lenet5 has none. Take Mmd, Dann or"
                            + " ClassConfusion.");
        }
        assertThatThrownBy(() -> AdaBn.of(network("A")).over(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Batch norms are adapted to 2 pictures or more, received fewer");
        assertThatThrownBy(() -> AdaBn.of(network("A")).batchSize(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A batch that has a variance is of 2 pictures or more, received 1");
    }
}
