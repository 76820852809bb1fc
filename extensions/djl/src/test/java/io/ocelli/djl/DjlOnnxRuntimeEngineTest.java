package io.ocelli.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.Classifier;
import io.ocelli.Ocelli;
import io.ocelli.engine.Device;
import io.ocelli.engine.Precision;
import io.ocelli.engine.Preset;
import io.ocelli.error.EngineException;
import io.ocelli.image.Image;
import io.ocelli.testing.JavaProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DjlOnnxRuntimeEngineTest {
    private static Image noise(long seed) {
        Image image = Image.black(256, 256, 3);
        new Random(seed).nextBytes(image.samples());
        return image;
    }

    @Test
    void itSaysWhatTheLibrarysOwnEngineSays() {
        try (Classifier own = Classifier.efficientnetLite0()
                        .pretrained()
                        .engine("onnxruntime")
                        .open();
                Classifier djl = Classifier.efficientnetLite0()
                        .pretrained()
                        .engine("djl-onnxruntime")
                        .open()) {
            assertThat(djl.engine()).isEqualTo("djl-onnxruntime");
            for (int i = 0; i < 3; i++) {
                float[] expected = own.classify(noise(i)).probabilities();
                assertThat(djl.classify(noise(i)).probabilities()).containsExactly(expected, within(1e-6f));
            }
        }
    }

    @Test
    void itRunsForEachPreset() {
        for (Preset preset : Preset.values()) {
            try (Classifier classifier = Classifier.model("resnet20_cifar")
                    .serving(preset)
                    .engine("djl-onnxruntime")
                    .head(2)
                    .untrained()) {
                assertThat(classifier.classify(noise(1)).probabilities()).hasSize(2);
            }
        }
    }

    @Test
    void itIsNeverChosenWhereAnotherWillDo() {
        try (Classifier classifier = Classifier.model("resnet20_cifar").head(2).untrained()) {
            assertThat(classifier.engine()).isEqualTo("onnxruntime");
        }
    }

    @Test
    void theDoctorTellsOfIt() {
        assertThat(Ocelli.doctor()).containsPattern("djl-onnxruntime.*ONNX Runtime [0-9.]+ by DJL [0-9.]+");
    }

    @Test
    void whatItDoesNotDoIsRefusedInWords() {
        DjlOnnxRuntimeEngine engine = new DjlOnnxRuntimeEngine();
        assertThat(engine.refuses(Device.of("cuda:0")))
                .isEqualTo(
                        "DJL's ONNX Runtime is used on the processor, received 'cuda:0'; choose cpu, or another engine");
        assertThat(engine.refuses(Precision.MIXED)).isEqualTo("it serves in float32, and MIXED was asked for");
        assertThatThrownBy(() -> Classifier.efficientnetLite0()
                        .pretrained()
                        .device("cuda:0")
                        .engine("djl-onnxruntime")
                        .open())
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("DJL's ONNX Runtime is used on the processor");
    }

    /** In the other order DJL's engine would want to make an environment that is there. */
    @Test
    void bothStartInAFreshProcessInBothOrders() throws Exception {
        for (List<String> order :
                List.of(List.of("onnxruntime", "djl-onnxruntime"), List.of("djl-onnxruntime", "onnxruntime"))) {
            assertThat(JavaProcess.run(JavaProcess.of(List.of(), BothEngines.class, order.toArray(new String[0]))))
                    .contains("answered by " + order);
        }
    }

    /** An application that opens a classifier on each engine, and says which answered. */
    static final class BothEngines {
        public static void main(String[] engines) {
            List<String> answered = new ArrayList<>();
            for (String engine : engines) {
                try (Classifier classifier = Classifier.model("resnet20_cifar")
                        .engine(engine)
                        .head(2)
                        .untrained()) {
                    classifier.classify(Image.black(32, 32, 3));
                    answered.add(classifier.engine());
                }
            }
            System.out.println("answered by " + answered);
        }
    }
}
