package io.ocelli.compression;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageSource;
import io.ocelli.data.Sample;
import io.ocelli.engine.Optimizer;
import io.ocelli.graph.Dequantize;
import io.ocelli.image.Image;
import io.ocelli.model.Network;
import io.ocelli.tensor.DType;
import io.ocelli.training.Training;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class QuantizationAwareTrainingTest {
    private static final DataSet PICTURES = pictures();
    private static final Training RECIPE = Training.defaults()
            .epochs(2)
            .batchSize(8)
            .optimizer(Optimizer.sgd(0.01).momentum(0.9))
            .seed(3);

    private static Classifier original;
    private static QuantizationAwareTraining training;

    @BeforeAll
    static void open() {
        original = Classifier.model("resnet20_cifar").head("dark", "light").untrained();
        training = QuantizationAwareTraining.of(original.network(), Quantization.of(PICTURES));
    }

    @AfterAll
    static void close() {
        original.close();
    }

    /** Before anything is learnt it is the network that static quantisation makes, at most some levels apart. */
    @Test
    void whatLearnsComputesWhatWholeNumbersWillGive() {
        assertLike(training.network(), training.quantized(training.network().weights()));
        assertLike(training.frozenNorms().network(), Quantization.of(PICTURES).apply(original.network()));
        assertLike(training.learntScales().network(), Quantization.of(PICTURES).apply(original.network()));
    }

    @Test
    void whatWasLearntEndsAsStaticQuantisationEnds() {
        Network learnt = training.fit(PICTURES, PICTURES, RECIPE);
        Network still = Quantization.of(PICTURES).apply(original.network());

        assertThat(learnt.architecture().graph()).isEqualTo(still.architecture().graph());
        assertThat(learnt.weights().get("conv1.weight").type()).isEqualTo(DType.INT8);
        assertThat(learnt.weights().get("conv1.weight").toDoubles())
                .isNotEqualTo(still.weights().get("conv1.weight").toDoubles());
        assertThat(learnt.architecture().graph().nodes()).anyMatch(node -> node.operation() instanceof Dequantize);
    }

    @Test
    void scalesAreLearntWhereTheyAreToBe() {
        Network learnt = training.frozenNorms().learntScales().fit(PICTURES, PICTURES, RECIPE);
        Network still = Quantization.of(PICTURES).apply(original.network());
        String scale = "relu.quantized.scale";

        assertThat(learnt.weights().get(scale).toFloats()[0])
                .isPositive()
                .isNotEqualTo(still.weights().get(scale).toFloats()[0]);
    }

    private static void assertLike(Network one, Network other) {
        double signal = 0;
        double noise = 0;
        try (Classifier a = original.apply(network -> one);
                Classifier b = original.apply(network -> other)) {
            for (int i = 0; i < PICTURES.size(); i++) {
                float[] expected = a.logits(PICTURES.sample(i).source());
                float[] found = b.logits(PICTURES.sample(i).source());
                for (int k = 0; k < found.length; k++) {
                    signal += expected[k] * expected[k];
                    noise += Math.pow(expected[k] - found[k], 2);
                }
            }
        }
        assertThat(10 * Math.log10(signal / noise)).isGreaterThan(30);
    }

    private static DataSet pictures() {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            Image image = Image.black(32, 32, 3);
            Arrays.fill(image.samples(), (byte) (i % 2 == 0 ? 10 + i : 200 + i));
            for (int j = 0; j < image.samples().length; j += 3 + i) {
                image.samples()[j] = (byte) (5 * i + j);
            }
            samples.add(new Sample("picture " + i, ImageSource.of(image), i % 2));
        }
        return DataSet.of(List.of("dark", "light"), samples);
    }
}
