package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.data.DataSet;
import io.ocelli.error.EngineException;
import io.ocelli.image.Image;
import io.ocelli.testing.JavaProcess;
import io.ocelli.training.Training;
import io.ocelli.training.TrainingEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With ONNX Runtime alone on the class path, everything works but training more than a head. */
class ServingAloneTest {
    @Test
    void classifiesAndTrainsAHeadWithoutPyTorchAndSaysWhatTheRestTakes() throws Exception {
        String printed =
                JavaProcess.run(JavaProcess.of(JavaProcess.classPathWithoutPyTorch(), List.of(), Application.class));

        assertThat(printed)
                .contains("engine onnxruntime")
                .contains("training on onnxruntime")
                .contains("a head was trained and right 2 times of 2")
                .contains("Training needs an engine on the class path, and none of these will do:")
                .contains("onnxruntime: it trains heads on what is frozen, and the")
                .contains("Add the dependency io.ocelli:ocelli-pytorch and LibTorch for the platform.");
    }

    static final class Application {
        private Application() {}

        public static void main(String[] args) {
            try {
                Class.forName("ai.djl.engine.Engine");
                throw new AssertionError("DJL is on the class path");
            } catch (ClassNotFoundException asItShould) {
                System.out.println("no DJL");
            }
            Image image = Rendered.image(1);
            try (Classifier classifier =
                    Classifier.efficientnetLite0().pretrained().open()) {
                System.out.println("engine " + classifier.engine());
                classifier.classify(image);
                classifier.classifyImages(List.of(image, image));
                classifier.features(image);
                classifier.evaluate(
                        DataSet.of(List.of(image), classifier.classify(image).label()));
            }
            DataSet pictures = DataSet.of(List.of(image, Rendered.image(2)), "a", "b");
            HeadSpec head =
                    Classifier.efficientnetLite0().pretrained().freezeBackbone().head(2);
            Training recipe = Training.defaults().listener((event, session) -> {
                if (event instanceof TrainingEvent.Began) {
                    System.out.println("training on " + ((TrainingEvent.Began) event).engine());
                }
            });
            try (Classifier trained = head.fit(pictures, pictures, recipe)) {
                System.out.println("a head was trained and right "
                        + Math.round(2 * trained.evaluate(pictures).accuracy()) + " times of 2");
            }
            try {
                Classifier.efficientnetLite0().pretrained().head(2).fit(pictures, pictures);
                throw new AssertionError("a whole network was trained");
            } catch (EngineException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
