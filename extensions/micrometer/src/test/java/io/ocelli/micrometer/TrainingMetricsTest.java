package io.ocelli.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.image.Image;
import io.ocelli.training.Training;
import io.ocelli.training.TrainingEvent.StepEnded;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final TrainingMetrics metrics = new TrainingMetrics(Tags.of("model", "small"));

    private static DataSet pictures() {
        List<Image> images = new ArrayList<>();
        String[] names = new String[12];
        for (int i = 0; i < names.length; i++) {
            Image image = Image.black(32, 32, 3);
            java.util.Arrays.fill(image.samples(), (byte) (i % 2 == 0 ? 40 : 200));
            images.add(image);
            names[i] = i % 2 == 0 ? "dark" : "light";
        }
        return DataSet.of(images, names);
    }

    private Classifier fit(Training recipe) {
        return Classifier.model("resnet20_cifar")
                .freezeBackbone()
                .head(2)
                .fit(pictures(), pictures(), recipe.batchSize(4).epochs(3).listener(metrics));
    }

    @Test
    void aTrainingIsMeasured() {
        metrics.bindTo(registry);
        List<StepEnded> steps = new ArrayList<>();
        try (Classifier trained = fit(Training.defaults().listener((event, session) -> {
            if (event instanceof StepEnded) {
                steps.add((StepEnded) event);
            }
        }))) {
            assertThat(gauge("loss", "of", "training")).isEqualTo(steps.get(8).loss());
            assertThat(gauge("loss", "of", "validation"))
                    .isEqualTo(trained.history().epochs().get(2).validationLoss());
            assertThat(gauge("learning.rate")).isEqualTo(steps.get(8).learningRate(), within(1e-12));
            assertThat(gauge("accuracy")).isBetween(0.0, 1.0);
            assertThat(registry.get("ocelli.training.step")
                            .tag("model", "small")
                            .timer()
                            .count())
                    .as("two steps follow another in each epoch")
                    .isEqualTo(6);
            assertThat(registry.get("ocelli.training.epochs").counter().count()).isEqualTo(3);
            assertThat(registry.get("ocelli.training.ended")
                            .tag("outcome", "success")
                            .counter()
                            .count())
                    .isEqualTo(1);
        }
    }

    @Test
    void aFailureIsCounted() {
        metrics.bindTo(registry);
        Training failing = Training.defaults().listener((event, session) -> {
            if (event instanceof StepEnded) {
                throw new IllegalStateException("it broke");
            }
        });

        assertThatThrownBy(() -> fit(failing)).hasMessageContaining("it broke");
        assertThat(registry.get("ocelli.training.ended")
                        .tag("outcome", "error")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    private double gauge(String name, String... tags) {
        return registry.get("ocelli.training." + name).tags(tags).gauge().value();
    }
}
