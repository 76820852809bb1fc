package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.data.DataSet;
import io.ocelli.data.ImageSource;
import io.ocelli.data.Sample;
import io.ocelli.engine.Optimizer;
import io.ocelli.engine.Preset;
import io.ocelli.image.Image;
import io.ocelli.metrics.Evaluation;
import io.ocelli.training.Training;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of other channels than three, and evaluations by several threads. */
class OtherPicturesTest {
    @TempDir
    private Path folder;

    /** Only the fourth channel tells the class: near infrared of plants and of soil. */
    private static DataSet fourChannels(int count) {
        List<Image> images = new ArrayList<>();
        String[] names = new String[count];
        for (int i = 0; i < count; i++) {
            byte[] samples = new byte[32 * 32 * 4];
            for (int p = 0; p < 32 * 32; p++) {
                samples[4 * p] = (byte) (p * i);
                samples[4 * p + 3] = (byte) (i % 2 == 0 ? 200 : 20);
            }
            images.add(Image.of(32, 32, 4, samples));
            names[i] = i % 2 == 0 ? "plant" : "soil";
        }
        return DataSet.of(images, names);
    }

    @Test
    void fourChannelsAreTrainedEvaluatedSavedAndServed() {
        Training recipe = Training.defaults()
                .epochs(6)
                .batchSize(8)
                .optimizer(Optimizer.sgd(0.05).momentum(0.9));
        DataSet pictures = fourChannels(16);
        try (Classifier fields =
                Classifier.simpleCnn().inputChannels(4).head(2).fit(pictures, fourChannels(6), recipe)) {
            assertThat(fields.evaluate(pictures).accuracy()).isEqualTo(1);
            fields.save(folder);
            Image soil = pictures.sample(1).source().read();
            assertThat(fields.classify(soil).label()).isEqualTo("soil");
            try (Classifier saved = Classifier.saved(folder).open()) {
                assertThat(saved.classify(soil).probabilities())
                        .containsExactly(fields.classify(soil).probabilities());
                assertThatThrownBy(() -> saved.classify(Image.black(32, 32, 3)))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("4");
            }
        }
    }

    /** Whoever reads a picture waits for another to be read: one thread alone would wait for ever. */
    @Test
    void aThroughputClassifierEvaluatesByAllThreads() {
        DataSet pictures = fourChannels(16);
        Set<Thread> readers = ConcurrentHashMap.newKeySet();
        CountDownLatch two = new CountDownLatch(2);
        List<Sample> waiting = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            ImageSource source = pictures.sample(i).source();
            waiting.add(new Sample(
                    "picture " + i,
                    () -> {
                        if (readers.add(Thread.currentThread())) {
                            two.countDown();
                        }
                        await(two);
                        return source.read();
                    },
                    i % 2));
        }
        try (Classifier fields = Classifier.simpleCnn()
                .inputChannels(4)
                .serving(Preset.THROUGHPUT)
                .head("plant", "soil")
                .untrained()) {
            Evaluation evaluation = fields.evaluate(DataSet.of(List.of("plant", "soil"), waiting));

            assertThat(evaluation.count()).isEqualTo(16);
            assertThat(readers).hasSizeGreaterThan(1);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (Runtime.getRuntime().availableProcessors() > 1 && !latch.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody else reads");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
